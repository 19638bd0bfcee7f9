/** What the decision needs to know of a page. */
export interface PageSummary {
  readonly sales: number
  /** Earliest and latest change on the page; null: it has none. */
  readonly lowest: number | null
  readonly highest: number | null
  readonly next: string | null
}

/** Pages without a sale, one after the other, that a walk may have. */
export const MOST_EMPTY_PAGES = 100
/** Sales that bring nothing new and nothing later, one after the other, that a walk may have. */
export const MOST_BARREN_SALES = 200_000

/** A walk through the pages of one poll, and what shows that it advances: a few numbers, however many pages there are. */
export interface Walk {
  /** A resumed walk: the latest change on the pages that an earlier process handed on. */
  readonly floor: number | null
  /** The latest change listed so far. */
  readonly highest: number | null
  readonly fresh: number
  readonly emptyPages: number
  readonly barrenSales: number
  /** Brent's cycle detection: the token kept, how many pages ago it was, and after how many the next one is kept. */
  readonly anchor: string | null
  readonly distance: number
  readonly stride: number
}

export function beginWalk(floor: number | null): Walk {
  return { floor, highest: floor, fresh: 0, emptyPages: 0, barrenSales: 0, anchor: null, distance: 0, stride: 1 }
}

/**
 * The walk after a page that was asked for with `token`, or why it does not advance: a page token comes again (R. P.
 * Brent, An improved Monte Carlo factorization algorithm, 1980), or page follows page with nothing new on it.
 */
export function advance(walk: Walk, token: string | null, page: PageSummary, fresh: number): Walk | { stuck: string } {
  if (page.next !== null && (page.next === token || page.next === walk.anchor))
    return { stuck: 'a page token came again' }
  const emptyPages = page.sales === 0 ? walk.emptyPages + 1 : 0
  const later = page.highest !== null && (walk.highest === null || page.highest > walk.highest)
  const barrenSales = later || fresh > walk.fresh ? 0 : walk.barrenSales + page.sales
  if (page.next !== null && emptyPages > MOST_EMPTY_PAGES) return { stuck: `${MOST_EMPTY_PAGES} pages without a sale` }
  if (page.next !== null && barrenSales > MOST_BARREN_SALES)
    return { stuck: `${MOST_BARREN_SALES} sales that bring nothing new` }
  const keep = walk.distance + 1 === walk.stride
  return {
    floor: walk.floor,
    highest: later ? page.highest : walk.highest,
    fresh,
    emptyPages,
    barrenSales,
    anchor: keep ? page.next : walk.anchor,
    distance: keep ? 0 : walk.distance + 1,
    stride: keep ? walk.stride * 2 : walk.stride
  }
}
