import { isSpace } from './lines.ts'
import { Carry, type Frame } from './record.ts'
import { Unreadable } from './unreadable.ts'

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const OPEN_ARRAY = 0x5b
const CLOSE_ARRAY = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d

type Phase = 'before' | 'first' | 'next' | 'element' | 'separator' | 'after'

/**
 * Cuts a JSON array of any length into its elements (RFC 8259), each with the bytes it had in the file, and holds no more
 * than one of them. Only the array itself is checked here; an element is checked by whoever parses it.
 * (A token parser such as stream-json gives no byte positions, and bounds neither strings nor depth.)
 */
export class ArrayFramer {
  #carry = new Carry()
  #phase: Phase = 'before'
  #depth = 0
  #inString = false
  #escaped = false
  #elements = 0
  #offset = 0

  /** @throws Unreadable where the bytes are no array; `frames` then has the elements before the break */
  push(chunk: Buffer, frames: Frame[]): void {
    let start = 0
    for (let at = 0; at < chunk.length; at++) {
      if (this.#phase === 'element') {
        at = this.#endOfElement(chunk, at)
        if (at === chunk.length) break
        frames.push(this.#cut(chunk.subarray(start, at)))
      }
      const byte = chunk[at]
      if (isSpace(byte)) continue
      this.#between(byte, at)
      start = at
      // The element's first byte is looked at again, as part of it.
      if (this.#starts()) at--
    }
    if (this.#phase === 'element') this.#carry.add(chunk.subarray(start))
    this.#offset += chunk.length
  }

  /** @throws Unreadable where the array is not closed */
  end(): void {
    if (this.#phase === 'after') return
    throw new Unreadable(
      'FILE_JSON_SYNTAX',
      `ends in the middle of its JSON array, after ${this.#elements} elements: it has been truncated`
    )
  }

  #starts(): boolean {
    return this.#phase === 'element'
  }

  /** Index of the separator or bracket behind the element, or the chunk's length if it goes on. */
  #endOfElement(chunk: Buffer, from: number): number {
    for (let at = from; at < chunk.length; at++) {
      const byte = chunk[at]
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false
        else if (byte === BACKSLASH) this.#escaped = true
        else if (byte === QUOTE) this.#inString = false
      } else if (byte === QUOTE) this.#inString = true
      else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) this.#depth++
      else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
        if (this.#depth === 0) return at
        this.#depth--
      } else if (byte === COMMA && this.#depth === 0) return at
    }
    return chunk.length
  }

  #cut(last: Buffer): Frame {
    this.#elements++
    this.#phase = 'separator'
    const position = `element ${this.#elements}`
    return { number: this.#elements, position, ...this.#carry.take(last) }
  }

  /** Moves on at a byte that stands between elements. */
  #between(byte: number | undefined, at: number): void {
    switch (this.#phase) {
      case 'before':
        if (byte !== OPEN_ARRAY) throw this.#unexpected(at, 'an array of objects')
        this.#phase = 'first'
        return
      case 'first':
      case 'next':
        if (byte === CLOSE_ARRAY && this.#phase === 'first') this.#phase = 'after'
        else if (byte === COMMA || byte === CLOSE_ARRAY || byte === CLOSE_OBJECT)
          throw this.#unexpected(at, 'an element')
        else this.#phase = 'element'
        return
      case 'separator':
        if (byte === COMMA) this.#phase = 'next'
        else if (byte === CLOSE_ARRAY) this.#phase = 'after'
        else throw this.#unexpected(at, 'a comma or the end of the array')
        return
      case 'after':
        throw this.#unexpected(at, 'nothing more behind the array')
      case 'element':
    }
  }

  #unexpected(at: number, expected: string): Unreadable {
    const where = `byte ${this.#offset + at}, after ${this.#elements} elements`
    return new Unreadable('FILE_JSON_SYNTAX', `breaks at ${where}: expected ${expected}`)
  }
}
