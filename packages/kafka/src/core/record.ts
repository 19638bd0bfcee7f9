/** A record of a batch, as kafkajs hands it over. */
export interface BatchedRecord {
  readonly offsetDelta: number
  readonly timestampDelta: number
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly headers?: Readonly<Record<string, string>>
}

const ATTRIBUTES = 0
const NO_HEADERS: Readonly<Record<string, string>> = {}
/** Each byte of a varint carries so many bits; the highest says that more follow. */
const VARINT_LIMIT = 0x80

/**
 * A record in Kafka's record format, version 2, in one buffer of its size.
 * https://kafka.apache.org/documentation/#recordbatch
 */
export function encodeRecord({ offsetDelta, timestampDelta, key, value, headers = NO_HEADERS }: BatchedRecord): Buffer {
  const body =
    1 +
    sizeOfVarint(timestampDelta) +
    sizeOfVarint(offsetDelta) +
    sizeOfBytes(key) +
    sizeOfBytes(value) +
    sizeOfHeaders(headers)
  const target = Buffer.allocUnsafe(sizeOfVarint(body) + body)
  let at = writeVarint(target, 0, body)
  target[at++] = ATTRIBUTES
  at = writeVarint(target, at, timestampDelta)
  at = writeVarint(target, at, offsetDelta)
  at = writeBytes(target, at, key)
  at = writeBytes(target, at, value)
  writeHeaders(target, at, headers)
  return target
}

function sizeOfBytes(bytes: Buffer | null): number {
  return bytes === null ? sizeOfVarint(-1) : sizeOfVarint(bytes.length) + bytes.length
}

function writeBytes(target: Buffer, at: number, bytes: Buffer | null): number {
  if (bytes === null) return writeVarint(target, at, -1)
  const start = writeVarint(target, at, bytes.length)
  target.set(bytes, start)
  return start + bytes.length
}

function sizeOfHeaders(headers: Readonly<Record<string, string>>): number {
  let [size, count] = [0, 0]
  for (const name in headers) {
    size += sizeOfText(name) + sizeOfText(headers[name] ?? '')
    count++
  }
  return size + sizeOfVarint(count)
}

function writeHeaders(target: Buffer, at: number, headers: Readonly<Record<string, string>>): void {
  let end = writeVarint(target, at, Object.keys(headers).length)
  for (const name in headers) end = writeText(target, writeText(target, end, name), headers[name] ?? '')
}

function sizeOfText(text: string): number {
  const length = Buffer.byteLength(text)
  return sizeOfVarint(length) + length
}

function writeText(target: Buffer, at: number, text: string): number {
  const start = writeVarint(target, at, Buffer.byteLength(text))
  return start + target.write(text, start)
}

/** So that small numbers of either sign are short. By arithmetic: operators on bits know 32 of them only. */
function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value
}

function sizeOfVarint(value: number): number {
  let size = 1
  for (let rest = zigzag(value); rest >= VARINT_LIMIT; rest = Math.floor(rest / VARINT_LIMIT)) size++
  return size
}

function writeVarint(target: Buffer, at: number, value: number): number {
  let rest = zigzag(value)
  while (rest >= VARINT_LIMIT) {
    target[at++] = (rest % VARINT_LIMIT) + VARINT_LIMIT
    rest = Math.floor(rest / VARINT_LIMIT)
  }
  target[at++] = rest
  return at
}
