import type { Amount } from '@sales-pipeline/money'
import type { Delta } from './apply.ts'
import { inOrder, type Contribution } from './contribution.ts'

/**
 * The state of one group. Invariant: `leaders` are its first contributions in order, and fewer than the dimension keeps
 * only if the group has no others. The others are its *rest*, kept in order elsewhere.
 */
export interface GroupState<Shown> {
  readonly total: Amount
  readonly count: number
  readonly leaders: readonly Contribution<Shown>[]
}

export const EMPTY_GROUP: GroupState<never> = { total: 0n, count: 0, leaders: [] }

/** The sum of a batch's deltas for one group. Each sale occurs at most once on either side. */
export class GroupChange<Shown> {
  amount = 0n
  count = 0
  readonly leaves: Contribution<Shown>[] = []
  readonly enters: Contribution<Shown>[] = []

  add(delta: Delta<Shown>): void {
    this.amount += delta.amount
    this.count += delta.count
    if (delta.leaves !== undefined) this.leaves.push(delta.leaves)
    if (delta.enters !== undefined) this.enters.push(delta.enters)
  }
}

/** A group after a change, and what the change does to its rest. */
export interface SettledGroup<Shown> {
  readonly state: GroupState<Shown>
  readonly restRemoved: readonly Contribution<Shown>[]
  readonly restAdded: readonly Contribution<Shown>[]
}

const NOBODY: ReadonlySet<string> = new Set()

/** The first `wanted` contributions of the group's rest, in order, as before the change, without the sales excepted. */
export type Refill<Shown> = (wanted: number, except: ReadonlySet<string>) => readonly Contribution<Shown>[]

/** Moves a group by a change and keeps its leaders exact; `refill` is asked only when a leader has left a full list. */
export function settle<Shown>(
  before: GroupState<Shown>,
  change: GroupChange<Shown>,
  most: number,
  refill: Refill<Shown>
): SettledGroup<Shown> {
  const restBefore = before.count - before.leaders.length
  const gone = change.leaves.length === 0 ? NOBODY : new Set(change.leaves.map(({ saleId }) => saleId))
  const staying = gone === NOBODY ? before.leaders : before.leaders.filter(({ saleId }) => !gone.has(saleId))
  const vacancies = before.leaders.length - staying.length
  // With no vacancy every leader stays before the whole rest: nothing of it can move up.
  const refilled = vacancies > 0 && restBefore > 0 ? refill(vacancies, gone) : []

  const restAdded: Contribution<Shown>[] = []
  const candidates = [...staying, ...refilled, ...contenders(change.enters, staying, most, restAdded)].sort(inOrder)
  const leaders = candidates.slice(0, most)
  const rose = refilled.filter((contribution) => leaders.includes(contribution))
  for (const contribution of candidates.slice(most)) {
    if (!refilled.includes(contribution)) restAdded.push(contribution)
  }
  return {
    state: { total: before.total + change.amount, count: before.count + change.count, leaders },
    restRemoved: [...change.leaves.filter(({ saleId }) => !leads(before, saleId)), ...rose],
    restAdded
  }
}

/** Those who may lead; the others, behind a full list of leaders that stay, go straight to the rest. */
function contenders<Shown>(
  enters: readonly Contribution<Shown>[],
  staying: readonly Contribution<Shown>[],
  most: number,
  restAdded: Contribution<Shown>[]
): readonly Contribution<Shown>[] {
  const last = staying[most - 1]
  if (last === undefined) return enters
  return enters.filter((contribution) => {
    if (inOrder(contribution, last) < 0) return true
    restAdded.push(contribution)
    return false
  })
}

function leads(group: GroupState<unknown>, saleId: string): boolean {
  return group.leaders.some((leader) => leader.saleId === saleId)
}
