/** The largest record of any format: bytes of JSON, characters of CSV. It keeps memory bounded, and a dead letter below Kafka's limit. */
export const MAX_RECORD_SIZE = 128 * 1024

/** One record of a file, cut out but not yet understood. */
export interface Frame {
  /** Counted from 1, records only */
  readonly number: number
  /** For people: `line 12`, `element 3` */
  readonly position: string
  /** The record's own bytes, as they came; the first `MAX_RECORD_SIZE` of them where it is longer */
  readonly bytes: Buffer
  readonly tooLong: boolean
}

/** The bytes of a record that spans chunks: never more than `MAX_RECORD_SIZE` of them. */
export class Carry {
  #parts: Buffer[] = []
  #size = 0
  #tooLong = false

  add(bytes: Buffer): void {
    const room = MAX_RECORD_SIZE - this.#size
    if (bytes.length > room) this.#tooLong = true
    const kept = bytes.subarray(0, room)
    if (kept.length === 0) return
    this.#parts.push(kept)
    this.#size += kept.length
  }

  /** Everything added since the last `take`, with `last` behind it. Without a carry the bytes are not copied. */
  take(last: Buffer): { bytes: Buffer; tooLong: boolean } {
    this.add(last)
    const bytes = this.#parts.length === 1 && this.#parts[0] !== undefined ? this.#parts[0] : Buffer.concat(this.#parts)
    const tooLong = this.#tooLong
    this.#parts = []
    this.#size = 0
    this.#tooLong = false
    return { bytes, tooLong }
  }
}
