import { custchannel, validator, type CustomerRecord, type RuleFailure } from '@sales-pipeline/contracts'
import { RULE_SET, RULE_SET_VERSION, rules } from './rule-set.ts'

/** What the rules say of one record. */
export interface Assessment {
  readonly ruleSet: string
  readonly version: number
  /** Correct, or what the first rule with a verdict that fails calls it. */
  readonly verdict: string
  /** In the order of the rules. */
  readonly failures: readonly RuleFailure[]
}

export const CORRECT = 'Correct'
export const VERDICTS = [CORRECT, ...rules.flatMap(({ verdict }) => verdict ?? [])]

const check = validator(rules, { schema: custchannel.value.schema })
const ruleOf = new Map(rules.map((rule) => [rule.id, rule]))

/** Judges a record. The verdict depends on the record alone, not on when it is read: the portal and the stream say the same. */
export function assess(record: CustomerRecord): Assessment {
  const failures = check(record).map(({ rule, field, message }) => ({
    ...{ rule, field, message },
    version: ruleOf.get(rule)?.version ?? 1,
    dimension: ruleOf.get(rule)?.dimension ?? ''
  }))
  const verdict = failures.flatMap(({ rule }) => ruleOf.get(rule)?.verdict ?? [])[0] ?? CORRECT
  return { ruleSet: RULE_SET, version: RULE_SET_VERSION, verdict, failures }
}

/** What to do about a failure; null where nothing can be done. */
export function remedyOf(rule: string): string | null {
  return ruleOf.get(rule)?.remedy ?? null
}

/** A failure's message without the (masked) value that it begins with. */
export function expectationOf({ message }: Pick<RuleFailure, 'message'>): string {
  return message.slice(message.lastIndexOf('must '))
}
