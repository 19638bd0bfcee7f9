/** What a member of the group tells about one shard's state that it holds. */
export interface HeldShard {
  readonly shard: number
  readonly nextOffset: number
  /** It has been working on it until now. */
  readonly owned: boolean
}

export interface Candidate {
  readonly memberId: string
  readonly held: readonly HeldShard[]
}

interface Claim extends HeldShard {
  readonly memberId: string
}

/**
 * Distributes shards over members: every shard to exactly one, their numbers differing by one at most, and, as far as
 * that allows, each to the member whose state of it is the newest: any other would have to read what it lacks first.
 */
export function assignShards(members: readonly Candidate[], shards: readonly number[]): Map<string, number[]> {
  const assignment = new Map(members.map(({ memberId }) => [memberId, [] as number[]]))
  if (members.length === 0) return assignment
  const fair = Math.floor(shards.length / members.length)
  let seatsAboveFair = shards.length % members.length
  const free = new Set(shards)
  const give = (memberId: string, shard: number) => {
    const mine = assignment.get(memberId)
    if (mine === undefined || !free.has(shard)) return
    if (mine.length > fair || (mine.length === fair && seatsAboveFair === 0)) return
    if (mine.length === fair) seatsAboveFair--
    mine.push(shard)
    free.delete(shard)
  }
  for (const { memberId, shard } of claimsOf(members)) give(memberId, shard)
  for (const shard of [...free].sort(ascending)) {
    const [idlest] = [...assignment].sort(([a, mine], [b, theirs]) => mine.length - theirs.length || compare(a, b))
    if (idlest !== undefined) give(idlest[0], shard)
  }
  for (const mine of assignment.values()) mine.sort(ascending)
  return assignment
}

/** The newest state first; of equally new ones that of the member at work on the shard. */
function claimsOf(members: readonly Candidate[]): Claim[] {
  return members
    .flatMap(({ memberId, held }) => held.map((one) => ({ ...one, memberId })))
    .sort(
      (a, b) =>
        b.nextOffset - a.nextOffset ||
        Number(b.owned) - Number(a.owned) ||
        a.shard - b.shard ||
        compare(a.memberId, b.memberId)
    )
}

function ascending(a: number, b: number): number {
  return a - b
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** What a member tells about itself when it joins: `shard:nextOffset`, with a `!` behind it where it is at work. */
export function encodeHeld(held: readonly HeldShard[]): Buffer {
  return Buffer.from(held.map(({ shard, nextOffset, owned }) => `${shard}:${nextOffset}${owned ? '!' : ''}`).join(' '))
}

/** Reads what any version of this service has told; what it does not understand counts as nothing held. */
export function decodeHeld(told: Buffer): HeldShard[] {
  return [...told.toString().matchAll(/(?<=^| )(\d+):(\d+)(!?)(?= |$)/g)].map(([, shard, nextOffset, owned]) => ({
    shard: Number(shard),
    nextOffset: Number(nextOffset),
    owned: owned === '!'
  }))
}
