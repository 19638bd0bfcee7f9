/** Thrown when the server sends what the protocol does not know. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError'
}

const POSTGRES_EPOCH_MS = 946_684_800_000

/** Postgres' clock (microseconds since 2000-01-01 UTC) as epoch milliseconds. */
export function epochMillis(postgresMicros: bigint): number {
  return Number(postgresMicros / 1000n) + POSTGRES_EPOCH_MS
}

/** Epoch milliseconds as Postgres' clock. */
export function postgresMicros(epochMs: number): bigint {
  return BigInt(Math.trunc(epochMs) - POSTGRES_EPOCH_MS) * 1000n
}

/** Reads a message of the Postgres protocol from front to back. All integers are big-endian. */
export class ByteReader {
  readonly #bytes: Buffer
  #at: number

  constructor(bytes: Buffer, at = 0) {
    this.#bytes = bytes
    this.#at = at
  }

  byte(): number {
    return this.#bytes.readUInt8(this.#advance(1))
  }

  int16(): number {
    return this.#bytes.readInt16BE(this.#advance(2))
  }

  int32(): number {
    return this.#bytes.readInt32BE(this.#advance(4))
  }

  uint32(): number {
    return this.#bytes.readUInt32BE(this.#advance(4))
  }

  uint64(): bigint {
    return this.#bytes.readBigUInt64BE(this.#advance(8))
  }

  int64(): bigint {
    return this.#bytes.readBigInt64BE(this.#advance(8))
  }

  text(length: number): string {
    if (length < 0) throw new ProtocolError(`A text of ${length} bytes`)
    const start = this.#advance(length)
    return this.#bytes.toString('utf8', start, start + length)
  }

  /** A copy: the receive buffer is reused. */
  copy(length: number): Buffer {
    if (length < 0) throw new ProtocolError(`A value of ${length} bytes`)
    const start = this.#advance(length)
    return Buffer.from(this.#bytes.subarray(start, start + length))
  }

  /** A text that ends in a zero byte. */
  cstring(): string {
    const end = this.#bytes.indexOf(0, this.#at)
    if (end < 0) throw new ProtocolError('A text without its end')
    const text = this.#bytes.toString('utf8', this.#at, end)
    this.#at = end + 1
    return text
  }

  /** @throws ProtocolError unless everything has been read. */
  end(): void {
    if (this.#at !== this.#bytes.length) throw new ProtocolError(`${this.#bytes.length - this.#at} bytes too many`)
  }

  #advance(length: number): number {
    const start = this.#at
    if (start + length > this.#bytes.length) {
      throw new ProtocolError(`${start + length - this.#bytes.length} bytes too few`)
    }
    this.#at = start + length
    return start
  }
}
