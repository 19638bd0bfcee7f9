import type { Layout } from '@sales-pipeline/sales-aggregation'
import { ByteWriter, type ByteReader } from './bytes.ts'

type Kind = 'text' | 'optional text' | 'integer'

/** Room for most values; larger ones make more. */
const SCRATCH_BYTES = 1_024

type Scalar = string | number | null

/** Writes and reads the fields of a layout, in the layout's order. */
export class LayoutCodec<T> {
  readonly #fields: readonly (readonly [keyof T & string, Kind])[]
  readonly #scratch = new ByteWriter(SCRATCH_BYTES)

  constructor(layout: Layout<T>) {
    this.#fields = Object.entries(layout) as [keyof T & string, Kind][]
  }

  write(writer: ByteWriter, value: T): void {
    for (const [field, kind] of this.#fields) writeScalar(writer, kind, value[field] as Scalar)
  }

  read(reader: ByteReader): T {
    const value: Record<string, Scalar> = {}
    for (const [field, kind] of this.#fields) value[field] = readScalar(reader, kind)
    return value as T
  }

  encode(value: T): Buffer {
    this.#scratch.reset()
    this.write(this.#scratch, value)
    return Buffer.from(this.#scratch.take())
  }

  /** A text that two values share only if they are equal. */
  identity(value: T): string {
    let text = ''
    for (const [field, kind] of this.#fields) {
      const scalar = value[field] as string
      text += kind === 'integer' ? `${scalar};` : `${scalar.length}:${scalar}`
    }
    return text
  }
}

function writeScalar(writer: ByteWriter, kind: Kind, value: Scalar): void {
  if (kind === 'integer') writer.int48(value as number)
  else if (kind === 'text') writer.text(value as string)
  else if (value === null) writer.uint8(0)
  else writer.uint8(1).text(value as string)
}

function readScalar(reader: ByteReader, kind: Kind): Scalar {
  if (kind === 'integer') return reader.int48()
  if (kind === 'text') return reader.text()
  return reader.uint8() === 0 ? null : reader.text()
}
