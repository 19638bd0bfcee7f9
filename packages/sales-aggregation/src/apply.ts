import type { Amount } from '@sales-pipeline/money'
import type { Contribution, GroupId } from './contribution.ts'

/** What one change of one sale does to one group. Deltas add up in any order. */
export interface Delta<Shown> {
  readonly group: GroupId
  readonly amount: Amount
  readonly count: -1 | 0 | 1
  readonly leaves: Contribution<Shown> | undefined
  readonly enters: Contribution<Shown> | undefined
}

/** Whether two contributions show the same. */
export type SameShown<Shown> = (a: Shown, b: Shown) => boolean

const NOTHING: readonly never[] = []

/**
 * The one step of the algebra: what replacing a sale's previous contribution by its next does to the groups. Insert
 * (no previous), update (into another group or not), delete (no next) and replay (both the same: nothing) in one.
 */
export function apply<Shown>(
  previous: Contribution<Shown> | undefined,
  next: Contribution<Shown> | undefined,
  sameShown: SameShown<Shown>
): readonly Delta<Shown>[] {
  if (previous === undefined) return next === undefined ? NOTHING : [entering(next)]
  if (next === undefined) return [leaving(previous)]
  if (previous.group !== next.group) return [leaving(previous), entering(next)]
  if (isSame(previous, next, sameShown)) return NOTHING
  return [{ group: next.group, amount: next.amount - previous.amount, count: 0, leaves: previous, enters: next }]
}

function entering<Shown>(next: Contribution<Shown>): Delta<Shown> {
  return { group: next.group, amount: next.amount, count: 1, leaves: undefined, enters: next }
}

function leaving<Shown>(previous: Contribution<Shown>): Delta<Shown> {
  return { group: previous.group, amount: -previous.amount, count: -1, leaves: previous, enters: undefined }
}

function isSame<Shown>(a: Contribution<Shown>, b: Contribution<Shown>, sameShown: SameShown<Shown>): boolean {
  return a.amount === b.amount && a.rank === b.rank && sameShown(a.shown, b.shown)
}
