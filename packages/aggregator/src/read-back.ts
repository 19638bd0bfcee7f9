import type { Version } from '@sales-pipeline/contracts'
import type { GroupId } from '@sales-pipeline/sales-aggregation'
import type { Partials } from './core/partials.ts'
import type { ShardMeta } from './core/records.ts'
import { sameValue } from './core/same-value.ts'
import { aggregatorErrors } from './errors.ts'
import type { GroupKey, OutputMarks, PublishedGroup, ShardOutput, ShardStore } from './ports.ts'

/**
 * Compares the state with what the shard's output says, from where we last knew it, and marks in the state which groups
 * are published as they are; all others will be published, those that only the output knows as vanished. Reads nothing
 * where the output ends where it ended after our own last record.
 *
 * Below `outputEnd` the output is as we left it: there a group is published as it is if it has not changed since. The
 * marks are written as they are found, and the new end with the last of them, so that a crash only repeats the work.
 *
 * @returns the newest offset that a total of this generation claims to include; undefined if none was read. Another owner
 *   may be ahead of this state, never of the input.
 * @throws ServiceError AGGREGATOR_OUTPUT_NEWER if a differing total could not be superseded.
 */
export async function compareOutput<Group, Shown, Value extends { readonly version: Version }>(
  store: ShardStore,
  output: ShardOutput<Group, Value>,
  partials: Partials<Group, Shown, Value>
): Promise<bigint | undefined> {
  const end = await output.end()
  const known = store.meta.outputEnd
  if (end === known) return undefined
  // Whoever compares must be able to tell "differs" from "published", also for changes of the very last batch.
  const publishedThrough = Math.min(store.meta.publishedThrough, store.meta.nextOffset - 1)
  // An output that ends before what we wrote was recreated: nothing is published.
  const from = end < known ? { offset: 0, publishedThrough: -1 } : { offset: known, publishedThrough }
  let newest: bigint | undefined
  await output.read(from.offset, end, async (records) => {
    for (const { value } of records) {
      const { generation, offset } = value.version
      if (generation === store.meta.generation && (newest === undefined || offset > newest)) newest = offset
    }
    await store.mark(compare(records, store, partials, from.publishedThrough), {
      publishedThrough: from.publishedThrough
    })
  })
  await store.mark({ changedAt: new Map(), unknown: [] }, { publishedThrough: from.publishedThrough, outputEnd: end })
  return newest
}

function compare<Group, Shown, Value extends { readonly version: Version }>(
  records: readonly PublishedGroup<Group, Value>[],
  store: ShardStore,
  partials: Partials<Group, Shown, Value>,
  publishedThrough: number
): OutputMarks {
  const changedAt = new Map<GroupId, number>()
  const unknown: GroupKey[] = []
  store.read((meta, group) => {
    for (const [key, value] of lastOfEach(records, partials)) {
      const id = store.findGroup(key)
      const record = id === undefined ? undefined : group(id)
      const current = record === undefined ? partials.vanished(value.version) : partials.value(record, value.version)
      const same = sameValue(current, value)
      if (!same) refuseIfNotSuperseded(value.version, meta)
      if (id !== undefined && record !== undefined) changedAt.set(id, same ? publishedThrough : meta.nextOffset)
      else if (!same) unknown.push(key)
    }
  })
  return { changedAt, unknown }
}

/** The log's order decides, as it does for whoever reads the compacted output. */
function lastOfEach<Group, Shown, Value extends { readonly version: Version }>(
  records: readonly PublishedGroup<Group, Value>[],
  partials: Partials<Group, Shown, Value>
): Iterable<readonly [GroupKey, Value]> {
  const last = new Map<string, readonly [GroupKey, Value]>()
  for (const { group, value } of records) {
    const key = partials.keys.keyOf(group)
    last.set(key.identity, [key, value])
  }
  return last.values()
}

/** What this state publishes in its place would count as no newer, though it includes no less. */
function refuseIfNotSuperseded(published: Version, { generation, nextOffset }: ShardMeta): void {
  const sameInput = published.generation === generation && published.offset === BigInt(nextOffset)
  if (!sameInput && published.generation <= generation) return
  const versions = `published at ${published.generation}/${published.offset.toString()}, state at ${generation}/${nextOffset}`
  throw aggregatorErrors.AGGREGATOR_OUTPUT_NEWER(versions)
}
