import type { RuleSet } from './rule-set.ts'
import type { ShadowReport } from './shadow.ts'

/** That a rule set took over: who said so, when, why, and on what evidence. */
export interface Approval {
  readonly ruleSet: string
  readonly version: number
  readonly author: string
  readonly reason: string
  /** Epoch ms. */
  readonly approvedAt: number
  readonly evidence: ShadowReport
}

/** All approvals of a rule set by name, the oldest first. Nothing is ever taken out of it. */
export type Approvals = readonly Approval[]

export interface Decision {
  readonly author: string
  readonly reason: string
  readonly approvedAt: number
  readonly evidence: ShadowReport
}

/** The version in force; undefined where none has been approved yet. */
export function inForce(approvals: Approvals): number | undefined {
  return approvals.at(-1)?.version
}

/**
 * Adds an approval. To go back is to approve an old version again: that too is recorded.
 *
 * @throws Error saying why it cannot be approved.
 */
export function approve(approvals: Approvals, { name, version }: RuleSet, decision: Decision): Approvals {
  const { author, reason, approvedAt, evidence } = decision
  const refuse = (why: string): never => {
    throw new Error(`${name} version ${version} cannot be approved: ${why}`)
  }
  const last = approvals.at(-1)
  if (last !== undefined && last.ruleSet !== name) refuse(`these are the approvals of ${last.ruleSet}`)
  if (last?.version === version) refuse('it is in force already')
  if (author.trim() === '') refuse('it needs an author')
  if (reason.trim() === '') refuse('it needs a reason')
  if (evidence.records === 0) refuse('it has not run in shadow on any record')
  if (last !== undefined && approvedAt < last.approvedAt) refuse('the clock is behind the last approval')
  return [...approvals, { ruleSet: name, version, author: author.trim(), reason: reason.trim(), approvedAt, evidence }]
}
