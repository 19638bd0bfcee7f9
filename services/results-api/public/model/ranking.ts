/** A line of a ranking, whatever is ranked. */
export interface Entry {
  /** The same for the same thing, wherever it ranks. */
  readonly key: string
  readonly rank: number
  readonly name: string
  /** What tells it from others of that name. */
  readonly detail: string
  readonly href: string
  readonly total: string
  readonly currency: string
  readonly count: number
}

export interface Row extends Entry {
  /** Of the greatest total, 0 to 1: how long its bar is. */
  readonly share: number
  /** How many ranks it has risen since before; 0 for what is new. */
  readonly risen: number
  readonly isChanged: boolean
}

/** A ranking beside what it was before; undefined: nothing to compare with. */
export function rowsOf(entries: readonly Entry[], before: readonly Entry[] | undefined): readonly Row[] {
  const greatest = Math.max(...entries.map(({ total }) => Number(total)), 0)
  const known = new Map(before?.map((entry) => [entry.key, entry]))
  return entries.map((entry) => {
    const old = known.get(entry.key)
    return {
      ...entry,
      share: greatest === 0 ? 0 : Math.max(Number(entry.total), 0) / greatest,
      risen: old === undefined ? 0 : old.rank - entry.rank,
      isChanged: before !== undefined && (old?.total !== entry.total || old.count !== entry.count)
    }
  })
}
