import type { Amount } from '@sales-pipeline/money'

/** A group by the number that the state knows it by. The number is an internal name: no result depends on it. */
export type GroupId = number

/** What one sale adds to its group. `Shown` is opaque here. */
export interface Contribution<Shown> {
  readonly saleId: string
  readonly group: GroupId
  readonly rank: bigint
  readonly amount: Amount
  readonly shown: Shown
}

/** The order of leaders inside a group: rank descending, then sale id ascending. Total, as sale ids are unique. */
export function inOrder(a: Contribution<unknown>, b: Contribution<unknown>): number {
  if (a.rank !== b.rank) return a.rank > b.rank ? -1 : 1
  return compareCodePoints(a.saleId, b.saleId)
}

/** The order of UTF-8 bytes, which is that of code points; `<` compares UTF-16 units and differs for surrogates. */
export function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    const left = a.charCodeAt(i)
    const right = b.charCodeAt(i)
    if (left !== right) return isSurrogate(left) === isSurrogate(right) ? left - right : isSurrogate(left) ? 1 : -1
  }
  return a.length - b.length
}

/** Surrogates stand for code points above all others of UTF-16. Two that differ compare as their code points do. */
function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff
}
