import type { Violation } from '@sales-pipeline/contracts'
import { ArrayFramer } from './json-array.ts'
import { isObject, jsonRowBuilder, parseJson, type JsonObject } from './json-row.ts'
import { isSpace, LineFramer } from './lines.ts'
import type { Layout } from './mapping.ts'
import type { Frame } from './record.ts'
import { malformed, type Row } from './row.ts'
import type { RowBuilder } from './row-builder.ts'
import { Unreadable } from './unreadable.ts'

/** Cuts bytes into records, which it appends to `frames`, those before a break too. */
interface Framer {
  push(chunk: Buffer, frames: Frame[]): void
  end(frames: Frame[]): void
}

/** What a record that is not JSON means: one bad line is one refused row, one bad element leaves no array to trust. */
type Strictness = 'every record' | 'first record' | 'none'

const OPEN_ARRAY = 0x5b

/** Reads `.json` (an array of objects, or an object per line; its first character says which) and `.ndjson`. */
export class JsonReader {
  readonly #build: RowBuilder<JsonObject>
  #framer: Framer | undefined
  #strict: Strictness = 'none'

  constructor(format: 'json' | 'ndjson', layout: Layout) {
    this.#build = jsonRowBuilder(layout)
    if (format === 'ndjson') this.#framer = new LineFramer()
  }

  /** @throws Unreadable; `rows` then has the rows before the break */
  push(chunk: Buffer, rows: Row[]): void {
    const framer = (this.#framer ??= this.#detect(chunk))
    if (framer !== undefined)
      this.#read((frames) => {
        framer.push(chunk, frames)
      }, rows)
  }

  /** @throws Unreadable; `rows` then has the rows before the break */
  end(rows: Row[]): void {
    const framer = this.#framer
    if (framer === undefined) throw new Unreadable('FILE_EMPTY', 'holds nothing but blanks')
    this.#read((frames) => {
      framer.end(frames)
    }, rows)
  }

  #read(cut: (frames: Frame[]) => void, rows: Row[]): void {
    const frames: Frame[] = []
    try {
      cut(frames)
    } finally {
      this.#understand(frames, rows)
    }
  }

  #detect(chunk: Buffer): Framer | undefined {
    const first = chunk.findIndex((byte) => !isSpace(byte))
    if (first < 0) return undefined
    const isArray = chunk[first] === OPEN_ARRAY
    this.#strict = isArray ? 'every record' : 'first record'
    return isArray ? new ArrayFramer() : new LineFramer()
  }

  #understand(frames: readonly Frame[], rows: Row[]): void {
    for (const frame of frames) rows.push(this.#row(frame))
  }

  #row(frame: Frame): Row {
    const strict = this.#strict
    if (strict === 'first record') this.#strict = 'none'
    if (frame.tooLong) return { frame, values: undefined, violations: [] }
    const parsed = parseJson(frame.bytes.toString())
    if ('problem' in parsed) {
      if (strict !== 'none') throw brokenOff(frame, parsed.problem, strict)
      return malformed(frame, 'json', parsed.problem)
    }
    if (!isObject(parsed.value)) return malformed(frame, 'object', 'must be a JSON object with a property per column')
    const violations: Violation[] = []
    return { frame, values: this.#build(parsed.value, violations), violations }
  }
}

function brokenOff({ position }: Frame, problem: string, strict: Strictness): Unreadable {
  const expected =
    strict === 'first record' ? ': it must be an array of objects, or have one whole object on each line' : ''
  return new Unreadable('FILE_JSON_SYNTAX', `breaks at ${position}, which ${problem}${expected}`)
}
