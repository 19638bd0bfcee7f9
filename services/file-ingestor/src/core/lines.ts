import { Carry, type Frame } from './record.ts'

const LINE_FEED = 10

/** Cuts a stream of bytes into lines; blank ones count as lines, not as records. */
export class LineFramer {
  #carry = new Carry()
  #open = false
  #line = 0
  #record = 0

  push(chunk: Buffer, frames: Frame[]): void {
    let start = 0
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
      this.#line++
      this.#cut(chunk.subarray(start, end), frames)
      start = end + 1
    }
    if (start < chunk.length) {
      this.#carry.add(chunk.subarray(start))
      this.#open = true
    }
  }

  /** The last line, if it has no line feed. */
  end(frames: Frame[]): void {
    if (!this.#open) return
    this.#line++
    this.#cut(Buffer.alloc(0), frames)
  }

  #cut(last: Buffer, frames: Frame[]): void {
    const { bytes, tooLong } = this.#carry.take(last)
    this.#open = false
    if (isBlank(bytes)) return
    this.#record++
    frames.push({ number: this.#record, position: `line ${this.#line}`, bytes, tooLong })
  }
}

export function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
}

function isBlank(bytes: Buffer): boolean {
  for (const byte of bytes) if (!isSpace(byte)) return false
  return true
}
