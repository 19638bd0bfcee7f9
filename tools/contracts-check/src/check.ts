import { describeDifferences, type AvroJson, type Compatibility } from '@sales-pipeline/contracts'
import { incompatibilities } from '@sales-pipeline/kafka'

/** What of contracts/<stream>/ others rely on. */
export interface StreamContract {
  readonly compatibility: Compatibility
  readonly key: AvroJson | null
  readonly value: AvroJson
}

export type Contracts = ReadonlyMap<string, StreamContract>

/**
 * What stands against replacing the contracts `before` by `now`, one line a problem; by the compatibility that `before` promised, since
 * that is what its readers rely on. `where` says where `before` stands. A new stream promises nothing yet.
 */
export function checkContracts(now: Contracts, before: Contracts, where: string): string[] {
  return [...before].flatMap(([stream, old]) => {
    const next = now.get(stream)
    if (next === undefined) return [`${stream}: the stream is gone, and with it what its readers rely on`]
    return [...checkKey(next, old, where), ...checkValue(next, old, where)].map((problem) => `${stream} ${problem}`)
  })
}

/** Partitioning and compaction compare a key's bytes: no change is compatible, documentation aside. */
function checkKey(next: StreamContract, old: StreamContract, where: string): string[] {
  if (next.key === null && old.key === null) return []
  if (next.key === null || old.key === null) return [`key: ${next.key === null ? 'missing here' : `missing ${where}`}`]
  return describeDifferences(next.key, old.key, where).map((line) => `key must not change: ${line}`)
}

function checkValue(next: StreamContract, old: StreamContract, where: string): string[] {
  return incompatibilities(old.compatibility, next.value, old.value, where).map(
    (line) => `value must stay ${old.compatibility}: ${line}`
  )
}
