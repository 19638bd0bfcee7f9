const INT48_BYTES = 6
const INT48_LIMIT = 2n ** 47n
const WIDE_BYTES = 16
const SHORT = 0
const WIDE = 1
const CHUNK_BYTES = 256 * 1024
/** UTF-8 needs at most so many bytes for one UTF-16 unit. */
const BYTES_PER_UNIT = 3
const TEXT_HEADER_BYTES = 2

/**
 * Writes many small values into few large buffers. The buffers of values taken stay valid until `reset`, which makes
 * their memory free for the next batch.
 */
export class ByteWriter {
  readonly #chunkBytes: number
  readonly #first: Buffer
  readonly #chunks: Buffer[]
  #chunk = 0
  #buffer: Buffer
  #start = 0
  #at = 0

  constructor(chunkBytes = CHUNK_BYTES) {
    this.#chunkBytes = chunkBytes
    this.#first = Buffer.allocUnsafeSlow(chunkBytes)
    this.#buffer = this.#first
    this.#chunks = [this.#first]
  }

  reset(): void {
    this.#chunk = 0
    this.#buffer = this.#first
    this.#start = this.#at = 0
  }

  /** What was written since the last `take`. */
  take(): Buffer {
    const value = this.#buffer.subarray(this.#start, this.#at)
    this.#start = this.#at
    return value
  }

  uint8(value: number): this {
    this.#reserve(1)
    this.#at = this.#buffer.writeUInt8(value, this.#at)
    return this
  }

  uint32(value: number): this {
    this.#reserve(4)
    this.#at = this.#buffer.writeUInt32BE(value, this.#at)
    return this
  }

  /** A whole number of at most 47 bits and its sign. */
  int48(value: number): this {
    this.#reserve(INT48_BYTES)
    this.#at = this.#buffer.writeIntBE(value, this.#at, INT48_BYTES)
    return this
  }

  /** A whole number of at most 127 bits and its sign: six bytes if it is small, else sixteen, and one that says which. */
  integer(value: bigint): this {
    if (value > -INT48_LIMIT && value < INT48_LIMIT) return this.uint8(SHORT).int48(Number(value))
    return this.uint8(WIDE).#wide(value)
  }

  /** Bytes whose order is the descending order of the numbers written. */
  descending(value: bigint): this {
    const negated = -value
    if (negated >= INT48_LIMIT) return this.uint8(0x81).#wide(negated)
    if (negated < -INT48_LIMIT) return this.uint8(0x7f).#wide(negated)
    this.uint8(0x80).#reserve(INT48_BYTES)
    this.#at = this.#buffer.writeUIntBE(Number(negated + INT48_LIMIT), this.#at, INT48_BYTES)
    return this
  }

  text(value: string): this {
    this.#reserve(TEXT_HEADER_BYTES + value.length * BYTES_PER_UNIT)
    const length = this.#buffer.write(value, this.#at + TEXT_HEADER_BYTES, 'utf8')
    this.#buffer.writeUInt16BE(length, this.#at)
    this.#at += TEXT_HEADER_BYTES + length
    return this
  }

  /** Text up to the end of the value. */
  lastText(value: string): this {
    this.#reserve(value.length * BYTES_PER_UNIT)
    this.#at += this.#buffer.write(value, this.#at, 'utf8')
    return this
  }

  blob(value: Uint8Array): this {
    return this.uint32(value.length).lastBytes(value)
  }

  /** Bytes up to the end of the value. */
  lastBytes(value: Uint8Array): this {
    this.#reserve(value.length)
    this.#buffer.set(value, this.#at)
    this.#at += value.length
    return this
  }

  /** Keeps a value that lmdb lends: a copy beside the values written, which spares an allocation of its own. */
  keep(lent: Buffer): Buffer {
    const { length } = lent
    this.#reserve(length)
    lent.copy(this.#buffer, this.#at, 0, length)
    this.#at += length
    return this.take()
  }

  #wide(value: bigint): this {
    this.#reserve(WIDE_BYTES)
    this.#buffer.writeBigInt64BE(BigInt.asIntN(64, value >> 64n), this.#at)
    this.#at = this.#buffer.writeBigUInt64BE(BigInt.asUintN(64, value), this.#at + WIDE_BYTES / 2)
    return this
  }

  /** Goes to the next chunk, with the value begun, where this one cannot take `bytes` more. */
  #reserve(bytes: number): void {
    if (this.#at + bytes <= this.#buffer.length) return
    const begun = this.#buffer.subarray(this.#start, this.#at)
    const needed = begun.length + bytes
    this.#chunk++
    const next = this.#chunks[this.#chunk]
    this.#buffer =
      next !== undefined && next.length >= needed ? next : Buffer.allocUnsafeSlow(Math.max(this.#chunkBytes, needed))
    this.#chunks[this.#chunk] = this.#buffer
    this.#buffer.set(begun, 0)
    this.#start = 0
    this.#at = begun.length
  }
}

/**
 * Reads what ByteWriter wrote. The blobs it returns are views of the buffer. A buffer that lmdb lends is longer than the
 * value in it: its `length` says how long the value is.
 */
export class ByteReader {
  readonly #buffer: Buffer
  readonly #end: number
  #at = 0

  constructor(buffer: Buffer) {
    this.#buffer = buffer
    this.#end = buffer.length
  }

  uint8(): number {
    return this.#buffer.readUInt8(this.#at++)
  }

  uint32(): number {
    const value = this.#buffer.readUInt32BE(this.#at)
    this.#at += 4
    return value
  }

  int48(): number {
    const value = this.#buffer.readIntBE(this.#at, INT48_BYTES)
    this.#at += INT48_BYTES
    return value
  }

  integer(): bigint {
    return this.uint8() === SHORT ? BigInt(this.int48()) : this.#wide()
  }

  /** Skips what `descending` wrote. */
  skipDescending(): this {
    const length = this.uint8() === 0x80 ? INT48_BYTES : WIDE_BYTES
    this.#at += length
    return this
  }

  text(): string {
    const length = this.#buffer.readUInt16BE(this.#at)
    const start = this.#at + TEXT_HEADER_BYTES
    this.#at = start + length
    return this.#buffer.toString('utf8', start, this.#at)
  }

  lastText(): string {
    return this.#buffer.toString('utf8', this.#at, this.#end)
  }

  blob(): Buffer {
    const length = this.uint32()
    this.#at += length
    return this.#buffer.subarray(this.#at - length, this.#at)
  }

  lastBytes(): Buffer {
    return this.#buffer.subarray(this.#at, this.#end)
  }

  #wide(): bigint {
    const value =
      (this.#buffer.readBigInt64BE(this.#at) << 64n) | this.#buffer.readBigUInt64BE(this.#at + WIDE_BYTES / 2)
    this.#at += WIDE_BYTES
    return value
  }
}
