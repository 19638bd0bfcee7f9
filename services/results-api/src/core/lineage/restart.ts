/** How far a partition is in the store. */
export interface StoredPosition {
  readonly next: bigint
  /** Epoch ms; nothing appended before it is missing. */
  readonly asOf: number
}

export type Start =
  | { readonly from: bigint; readonly forget: null }
  /** What the store has of the partition is not to be trusted: it is dropped, and read again. */
  | { readonly from: 0n; readonly forget: 'recreated' | 'outdated' }

/**
 * Where to read a compacted partition on. Beyond its end: the topic was made anew. Away for longer than tombstones are
 * kept, with records missed: deletions may have been compacted away, so only reading everything again shows what is gone.
 */
export function startOf(stored: StoredPosition | undefined, end: bigint, tombstonesKeptMs: number, now: number): Start {
  if (stored === undefined) return { from: 0n, forget: null }
  if (stored.next > end) return { from: 0n, forget: 'recreated' }
  if (stored.next < end && now - stored.asOf >= tombstonesKeptMs) return { from: 0n, forget: 'outdated' }
  return { from: stored.next, forget: null }
}
