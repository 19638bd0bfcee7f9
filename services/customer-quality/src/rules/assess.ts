import type { CustomerRecord, RuleFailure } from '@sales-pipeline/contracts'
import { assessOf, CORRECT, type Assessment } from '@sales-pipeline/customer-quality'
import { ruleSet } from './rule-set.ts'

export const VERDICTS = [CORRECT, ...ruleSet.rules.flatMap(({ verdict }) => verdict ?? [])]

const judge = assessOf(ruleSet)
const remedies = new Map(ruleSet.rules.map(({ id, remedy }) => [id, remedy]))

/** Judges a record by itself: the portal and the stream say the same. */
export function assess(record: CustomerRecord): Assessment {
  return judge(record, [])
}

/** What to do about a failure; null where nothing can be done. */
export function remedyOf(rule: string): string | null {
  return remedies.get(rule) ?? null
}

/** A failure's message without the (masked) value that it begins with. */
export function expectationOf({ message }: Pick<RuleFailure, 'message'>): string {
  return message.slice(message.lastIndexOf('must '))
}
