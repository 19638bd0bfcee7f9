import { custchannel, validator, type CustomerRecord, type RuleFailure } from '@sales-pipeline/contracts'
import type { QualityRule, RuleSet } from './rule-set.ts'

/** What a rule set says of one record. */
export interface Assessment {
  readonly ruleSet: string
  readonly version: number
  readonly verdict: string
  /** In the order of the rules. */
  readonly failures: readonly RuleFailure[]
}

/** Judges a record; `samePersons` are the ids of the other customers that are the same person. */
export type Assess = (record: CustomerRecord, samePersons: readonly string[]) => Assessment

/** The verdict on a record that no rule with a verdict objects to. */
export const CORRECT = 'Correct'

/**
 * Makes a rule set ready. What it says of a record depends on the record alone, not on when it is read: there is no clock.
 *
 * @throws Error naming the rule that cannot be compiled.
 */
export function assessOf({ name, version, rules, reference }: RuleSet): Assess {
  const ofRecord = rules.filter(({ kind }) => kind !== 'person')
  const check = validator(ofRecord, { schema: custchannel.value.schema, reference })
  return (record, samePersons) => {
    const messages = new Map(check(record).map(({ rule, message }) => [rule, message]))
    const failing = rules.flatMap((rule) => {
      const message = rule.kind === 'person' ? messageOfPerson(rule, samePersons) : messages.get(rule.id)
      return message === undefined ? [] : [{ rule, message }]
    })
    const verdict = failing.find(({ rule }) => rule.verdict !== undefined)?.rule.verdict ?? CORRECT
    return { ruleSet: name, version, verdict, failures: failing.map(({ rule, message }) => failureOf(rule, message)) }
  }
}

function messageOfPerson({ message }: QualityRule, samePersons: readonly string[]): string | undefined {
  if (samePersons.length === 0) return undefined
  return `${message ?? 'is the same person as another customer'}: ${samePersons.join(', ')}`
}

function failureOf(rule: QualityRule, message: string): RuleFailure {
  const { id, version = 1, dimension, field, severity = 'major', remedy = null } = rule
  return { rule: id, version, dimension, field, message, severity, remedy }
}
