import type { ShardMeta } from './records.ts'

/** What is known when a shard is opened. Offsets as of now; times in epoch ms. */
export interface OpeningFacts {
  /** undefined: there is no state, or none that can be read. */
  readonly stored: ShardMeta | undefined
  readonly generation: number
  /** What the state must have been built under: other settings are another function of the same input. */
  readonly settings: string
  readonly input: { readonly low: number; readonly high: number }
  /** delete.retention.ms of the input: how long a tombstone can be read for certain. */
  readonly tombstonesKeptMs: number
  readonly now: number
}

export const REBUILD_REASONS = ['missing', 'generation', 'truncated', 'expired'] as const
export type RebuildReason = (typeof REBUILD_REASONS)[number]

/** Go on with what is stored, rebuild it for a reason, or stop: the operator must raise the generation. */
export type Opening = 'keep' | RebuildReason | 'settings-changed' | 'input-recreated'

/**
 * Whether a shard's state is still a function of its input, or must be rebuilt from the beginning of the partition.
 *
 * A tombstone that was appended after `asOf` may be gone once its retention has passed; the sale it removed would stay
 * for ever. Only half of the retention is granted, so that the other half is left for reading on.
 */
export function judgeOpening({ stored, generation, settings, input, tombstonesKeptMs, now }: OpeningFacts): Opening {
  if (stored === undefined) return 'missing'
  if (stored.generation !== generation) return 'generation'
  if (stored.settings !== settings) return 'settings-changed'
  if (stored.nextOffset > input.high) return 'input-recreated'
  if (stored.nextOffset < input.low) return 'truncated'
  if (now - stored.asOf > tombstonesKeptMs / 2) return 'expired'
  return 'keep'
}
