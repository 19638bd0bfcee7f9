import type { RuleSetEvent } from '@sales-pipeline/contracts'
import { assessOf } from './assess.ts'
import { ruleSetOf, type RuleSet } from './rule-set.ts'
import type { ShadowReport } from './shadow.ts'

/** Who decides, why, and when (epoch ms). */
export interface Decision {
  readonly author: string
  readonly reason: string
  readonly at: number
}

/** What a version changed in shadow: beside live records, and over those that were recorded. Null: it has not run there. */
export interface Evidence {
  readonly live: ShadowReport | null
  readonly recorded: ShadowReport | null
}

/** That a version took over: who said so, when, why, and on what evidence. */
export interface Approval extends Decision {
  readonly evidence: Evidence
}

/** proposed: it runs in shadow. replaced: it was in force, or was shipped, and another version is in force now. */
export type VersionState = 'in-force' | 'proposed' | 'withdrawn' | 'replaced'

/** One version of the rule set, and all that was decided about it, the oldest first. */
export interface Version {
  readonly ruleSet: RuleSet
  readonly state: VersionState
  /** Empty: it was shipped with the program. */
  readonly proposals: readonly Decision[]
  readonly withdrawals: readonly Decision[]
  readonly approvals: readonly Approval[]
}

interface Known {
  readonly ruleSet: RuleSet
  readonly proposals: Decision[]
  readonly withdrawals: Decision[]
  readonly approvals: Approval[]
  isProposed: boolean
}

const NO_EVIDENCE: Evidence = { live: null, recorded: null }

/**
 * What has been proposed and decided about one rule set, as its log tells it. Whoever has read the same log knows the same: what is no
 * event of this rule set, or of a version that is known, is passed over by all. Whether a decision may be made is asked before it is
 * written, not when it is read: who writes must have read the log to its end. Until something is approved the version that the program was shipped with is in force.
 */
export class RuleHistory {
  readonly #versions = new Map<number, Known>()
  #inForce: RuleSet
  #lastApprovedAt = -Infinity

  constructor(shipped: RuleSet) {
    this.#versions.set(shipped.version, knownOf(shipped))
    this.#inForce = shipped
  }

  get inForce(): RuleSet {
    return this.#inForce
  }

  /** What runs in shadow, in the order in which it was proposed first. */
  get inShadow(): readonly RuleSet[] {
    return [...this.#versions.values()].filter(({ isProposed }) => isProposed).map(({ ruleSet }) => ruleSet)
  }

  /** All versions, the highest first. */
  get versions(): readonly Version[] {
    return [...this.#versions.values()]
      .toSorted((a, b) => b.ruleSet.version - a.ruleSet.version)
      .map((known) => this.#shown(known))
  }

  version(version: number): Version | undefined {
    const known = this.#versions.get(version)
    return known === undefined ? undefined : this.#shown(known)
  }

  /** Takes in the next event of the log; says why, where it is passed over. */
  learn(event: RuleSetEvent): string | undefined {
    try {
      this.#take(event)
      return undefined
    } catch (error) {
      return (error as Error).message
    }
  }

  /**
   * The event that proposes a rule set: it runs in shadow from then on.
   *
   * @param parsed the rule set as JSON or YAML has it
   * @throws Error naming everything that is wrong with it.
   */
  propose(parsed: unknown, decision: Decision): RuleSetEvent {
    const ruleSet = this.#proposable(parsed)
    return eventOf('PROPOSED', ruleSet, decided(decision, ruleSet, 'proposed'), { content: JSON.stringify(parsed) })
  }

  /** The event that ends a proposal. @throws Error saying why it cannot. */
  withdraw(version: number, decision: Decision): RuleSetEvent {
    const { ruleSet, isProposed } = this.#known(version)
    if (!isProposed) refuse(ruleSet, 'withdrawn', 'it is not proposed')
    return eventOf('WITHDRAWN', ruleSet, decided(decision, ruleSet, 'withdrawn'))
  }

  /**
   * The event that puts a version in force. To go back is to approve an old version again: that too is recorded.
   *
   * @throws Error saying why it cannot be approved.
   */
  approve(version: number, decision: Decision, evidence: Evidence): RuleSetEvent {
    const known = this.#known(version)
    const { ruleSet } = known
    const wasInForce = known.proposals.length === 0 || known.approvals.length > 0
    const records = (evidence.live?.records ?? 0) + (evidence.recorded?.records ?? 0)
    if (ruleSet === this.#inForce) refuse(ruleSet, 'approved', 'it is in force already')
    if (!wasInForce && !known.isProposed) refuse(ruleSet, 'approved', 'it is withdrawn: propose it again')
    if (!wasInForce && records === 0) refuse(ruleSet, 'approved', 'it has not run in shadow on any record')
    if (decision.at < this.#lastApprovedAt) refuse(ruleSet, 'approved', 'the clock is behind the last approval')
    return eventOf('APPROVED', ruleSet, decided(decision, ruleSet, 'approved'), { evidence: JSON.stringify(evidence) })
  }

  #take({ name, version, event, author, reason, at, content, evidence }: RuleSetEvent): void {
    const decision = { author, reason, at }
    if (name !== this.#inForce.name) throw new Error(`it is about another rule set, ${name}`)
    if (event === 'PROPOSED') {
      const ruleSet = this.#proposable(JSON.parse(content ?? 'null'))
      const known = this.#versions.get(ruleSet.version) ?? knownOf(ruleSet)
      this.#versions.set(ruleSet.version, known)
      known.proposals.push(decision)
      known.isProposed = true
    } else if (event === 'WITHDRAWN') {
      const known = this.#known(version)
      known.withdrawals.push(decision)
      known.isProposed = false
    } else if (event === 'APPROVED') {
      const known = this.#known(version)
      known.approvals.push({ ...decision, evidence: evidenceOf(evidence) })
      known.isProposed = false
      this.#inForce = known.ruleSet
      this.#lastApprovedAt = Math.max(at, this.#lastApprovedAt)
    } else throw new Error('it is of a kind that this program does not know')
  }

  #proposable(parsed: unknown): RuleSet {
    const ruleSet = ruleSetOf(parsed)
    const { name, version } = ruleSet
    if (name !== this.#inForce.name) refuse(ruleSet, 'proposed', `the rule set here is called ${this.#inForce.name}`)
    assessOf(ruleSet)
    const known = this.#versions.get(version)
    if (known === undefined) return ruleSet
    if (known.isProposed) refuse(ruleSet, 'proposed', 'it is proposed already')
    if (known.ruleSet === this.#inForce) refuse(ruleSet, 'proposed', 'it is in force')
    if (JSON.stringify(known.ruleSet) !== JSON.stringify(ruleSet))
      refuse(ruleSet, 'proposed', 'there is such a version, and it is another: a version is never changed')
    return known.ruleSet
  }

  #known(version: number): Known {
    const known = this.#versions.get(version)
    if (known === undefined) throw new Error(`there is no version ${version} of ${this.#inForce.name}`)
    return known
  }

  #shown(known: Known): Version {
    const { ruleSet, proposals, withdrawals, approvals, isProposed } = known
    const wasInForce = proposals.length === 0 || approvals.length > 0
    const atRest = wasInForce ? 'replaced' : 'withdrawn'
    const state = ruleSet === this.#inForce ? 'in-force' : isProposed ? 'proposed' : atRest
    return { ruleSet, state, proposals: [...proposals], withdrawals: [...withdrawals], approvals: [...approvals] }
  }
}

function knownOf(ruleSet: RuleSet): Known {
  return { ruleSet, proposals: [], withdrawals: [], approvals: [], isProposed: false }
}

function decided({ author, reason, at }: Decision, ruleSet: RuleSet, what: string): Decision {
  if (author.trim() === '') refuse(ruleSet, what, 'it needs an author')
  if (reason.trim() === '') refuse(ruleSet, what, 'it needs a reason')
  return { author: author.trim(), reason: reason.trim(), at }
}

function eventOf(
  event: RuleSetEvent['event'],
  { name, version }: RuleSet,
  decision: Decision,
  more: Partial<Pick<RuleSetEvent, 'content' | 'evidence'>> = {}
): RuleSetEvent {
  return { name, version, event, ...decision, content: null, evidence: null, ...more }
}

/** As `approve` wrote it; what anything else is cannot be shown, but the approval stands. */
function evidenceOf(json: string | null): Evidence {
  try {
    return { ...NO_EVIDENCE, ...(JSON.parse(json ?? '{}') as Partial<Evidence>) }
  } catch {
    return NO_EVIDENCE
  }
}

function refuse({ name, version }: RuleSet, what: string, why: string): never {
  throw new Error(`${name} version ${version} cannot be ${what}: ${why}`)
}
