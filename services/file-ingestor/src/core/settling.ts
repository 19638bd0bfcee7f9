/** What tells one state of a file from another, as `stat` sees it. */
export interface Stat {
  readonly size: number
  readonly mtimeNs: bigint
  readonly inode: bigint
}

export interface Candidate extends Stat {
  readonly name: string
}

/** Since when (monotonic ms) a file has looked the way it does. */
export interface Sighting {
  readonly stat: Stat
  readonly since: number
}

export interface Settled {
  readonly sightings: ReadonlyMap<string, Sighting>
  /** Files at rest, in the order in which they are to be read: oldest first, so that a later file wins. */
  readonly ready: readonly Candidate[]
  /** When (monotonic ms) the next of the others will be at rest, if nothing happens to it; undefined: there is none. */
  readonly nextAt: number | undefined
}

/** A file is at rest once it has looked the same for `settleMs`; a file that has gone is forgotten. */
export function settle(
  before: ReadonlyMap<string, Sighting>,
  listing: readonly Candidate[],
  now: number,
  settleMs: number
): Settled {
  const sightings = new Map<string, Sighting>()
  const ready: Candidate[] = []
  let nextAt: number | undefined
  for (const candidate of listing) {
    const last = before.get(candidate.name)
    const sighting = last !== undefined && sameStat(last.stat, candidate) ? last : { stat: candidate, since: now }
    sightings.set(candidate.name, sighting)
    const restsAt = sighting.since + settleMs
    if (restsAt <= now) ready.push(candidate)
    else nextAt = Math.min(nextAt ?? Infinity, restsAt)
  }
  return { sightings, ready: ready.sort(byAge), nextAt }
}

function sameStat(a: Stat, b: Stat): boolean {
  return a.size === b.size && a.mtimeNs === b.mtimeNs && a.inode === b.inode
}

function byAge(a: Candidate, b: Candidate): number {
  if (a.mtimeNs !== b.mtimeNs) return a.mtimeNs < b.mtimeNs ? -1 : 1
  return a.name < b.name ? -1 : 1
}
