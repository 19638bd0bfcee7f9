import {
  describeDifferences,
  explainEvolution,
  nearestCompatible,
  sentenceOf,
  type AvroJson,
  type Compatibility,
  type Evolution
} from '@sales-pipeline/contracts'

/** What of contracts/<stream>/ others rely on. */
export interface StreamContract {
  readonly compatibility: Compatibility
  readonly key: AvroJson | null
  /** Every version of the value's schema that is known, the latest last. */
  readonly values: readonly [...AvroJson[], AvroJson]
}

export type Contracts = ReadonlyMap<string, StreamContract>

/** A value's schema that differs: what that means in every mode, and where the promised one is broken, what would keep it. */
export interface ChangedValue {
  readonly stream: string
  readonly promised: Compatibility
  readonly evolution: Evolution
  /** Undefined: none is compatible. */
  readonly nearest: readonly string[] | undefined
}

export interface Outcome {
  readonly changed: readonly ChangedValue[]
  /** What stands against the change, one line a problem. Empty: it may be deployed. */
  readonly problems: readonly string[]
}

/**
 * What it means to replace the contracts `before` by `now`; judged by the compatibility that `before` promised, since that is what its
 * readers rely on. `where` says where `before` stands. A new stream promises nothing yet.
 */
export function checkContracts(now: Contracts, before: Contracts, where: string): Outcome {
  const streams = [...before].map(([stream, old]) => ({ stream, old, next: now.get(stream) }))
  const changed = streams.flatMap(({ stream, old, next }) =>
    next === undefined ? [] : checkValue(stream, next, old, where)
  )
  const ofKeys = streams.flatMap(({ stream, old, next }) =>
    next === undefined
      ? [`${stream}: the stream is gone, and with it what its readers rely on`]
      : checkKey(next, old, where).map((problem) => `${stream} ${problem}`)
  )
  return { changed, problems: [...ofKeys, ...changed.flatMap(problemsOf)] }
}

/** Partitioning and compaction compare a key's bytes: no change is compatible, documentation aside. */
function checkKey(next: StreamContract, old: StreamContract, where: string): string[] {
  if (next.key === null && old.key === null) return []
  if (next.key === null || old.key === null) return [`key: ${next.key === null ? 'missing here' : `missing ${where}`}`]
  return describeDifferences(next.key, old.key, where).map((line) => `key must not change: ${line}`)
}

function checkValue(stream: string, next: StreamContract, old: StreamContract, where: string): ChangedValue[] {
  const [value, before] = [next.values.at(-1), old.values.at(-1)]
  if (value === undefined || before === undefined || undocumented(value) === undocumented(before)) return []
  const promised = old.compatibility
  const nearest = nearestCompatible(promised, value, old.values)?.changes
  return [{ stream, promised, evolution: explainEvolution(value, old.values, where), nearest }]
}

function undocumented(schema: AvroJson): string {
  return JSON.stringify(schema, (key, value: unknown) => (key === 'doc' ? undefined : value))
}

function problemsOf({ stream, promised, evolution: { breaks, reinterpreted } }: ChangedValue): string[] {
  return [
    ...breaks[promised].map((one) => `${stream} value must stay ${promised}: ${sentenceOf(one)}`),
    ...reinterpreted.map((line) => `${stream} value: bytes get another meaning: ${line}`)
  ]
}
