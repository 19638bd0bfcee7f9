export interface Sized {
  readonly key?: Buffer | null
  readonly value: Buffer | null
  readonly headers?: Readonly<Record<string, string>>
}

/** What a record costs beside its key, value and headers: lengths, time and offset deltas, as varints (Kafka's record format v2). */
const RECORD_OVERHEAD = 32

/** Bytes of a record in a request, rounded up; names and texts of headers are ASCII. */
export function recordSize({ key, value, headers }: Sized): number {
  let size = RECORD_OVERHEAD + (key?.length ?? 0) + (value?.length ?? 0)
  for (const name in headers) size += name.length + (headers[name]?.length ?? 0) + 4
  return size
}

/**
 * Cuts records, in order, into requests of at most `maxBytes`, counted as if all of them went to one partition: a broker
 * refuses a larger batch for good. A record that is larger by itself makes a request of its own.
 */
export function requests<R extends Sized>(records: readonly R[], maxBytes: number): (readonly R[])[] {
  const cut: (readonly R[])[] = []
  let start = 0
  let bytes = 0
  for (const [index, record] of records.entries()) {
    const size = recordSize(record)
    if (bytes + size > maxBytes && index > start) {
      cut.push(records.slice(start, index))
      start = index
      bytes = 0
    }
    bytes += size
  }
  if (start < records.length) cut.push(start === 0 ? records : records.slice(start))
  return cut
}
