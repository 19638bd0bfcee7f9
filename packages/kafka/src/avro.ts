import avro from 'avsc'
import type { AvroJson } from '@sales-pipeline/contracts'

/**
 * Avro types with the pipeline's conventions: long is bigint, timestamp-millis is a number of milliseconds, decimal is
 * a bigint of 10^-scale units. Decoding never passes through a float.
 */
export function avroType(schema: AvroJson): avro.Type {
  return avro.Type.forSchema(schema as avro.Schema, avroOptions())
}

/** Anew each time: avsc keeps the names of the types it has built in the options. */
export function avroOptions(): Partial<avro.ForSchemaOptions> {
  return { logicalTypes: { decimal: Decimal }, typeHook: longAsBigint }
}

const LONG_BYTES = 8

const plainLong = avro.Type.forSchema('long')

const bigintLong = avro.types.LongType.__with({
  fromBuffer: (buffer: Buffer) => buffer.readBigInt64LE(),
  toBuffer: (value: bigint) => {
    const buffer = Buffer.allocUnsafe(LONG_BYTES)
    buffer.writeBigInt64LE(value)
    return buffer
  },
  fromJSON: BigInt,
  toJSON: String,
  isValid: (value: unknown) => typeof value === 'bigint',
  compare: (a: bigint, b: bigint) => (a === b ? 0 : a < b ? -1 : 1)
})

/** Called by avsc for every schema, nested ones included; undefined lets avsc go on. */
function longAsBigint(schema: unknown): avro.Type | undefined {
  if (schema === 'long') return bigintLong
  if (typeof schema !== 'object' || schema === null || !('type' in schema) || schema.type !== 'long') return undefined
  return 'logicalType' in schema && schema.logicalType === 'timestamp-millis' ? plainLong : bigintLong
}

/** The decimal logical type over bytes: big-endian two's complement of the unscaled value. */
class Decimal extends avro.types.LogicalType {
  readonly precision: number
  readonly scale: number
  readonly #limit: bigint

  constructor(schema: avro.Schema, options?: unknown) {
    super(schema, options)
    const { precision = 0, scale = 0 } = schema as { precision?: number; scale?: number }
    this.precision = precision
    this.scale = scale
    this.#limit = 10n ** BigInt(this.precision)
  }

  protected override _fromValue(bytes: Buffer): bigint {
    return decimalFromBytes(bytes)
  }

  protected override _toValue(value: unknown): Buffer | undefined {
    if (typeof value !== 'bigint' || value >= this.#limit || value <= -this.#limit) return undefined
    return decimalToBytes(value)
  }

  /** A decimal is read as another only where its scale stays and no digit is lost. */
  protected override _resolve(writer: avro.Type): ((value: unknown) => unknown) | undefined {
    if (!(writer instanceof Decimal) || writer.scale !== this.scale || writer.precision > this.precision)
      return undefined
    return (value) => value
  }
}

const SMALL_BYTES = 6

/** Big-endian two's complement to bigint; an empty buffer is zero. */
export function decimalFromBytes(bytes: Buffer): bigint {
  const { length } = bytes
  if (length === 0) return 0n
  if (length <= SMALL_BYTES) return BigInt(bytes.readIntBE(0, length))
  if (length === LONG_BYTES) return bytes.readBigInt64BE(0)
  return BigInt.asIntN(length * 8, BigInt(`0x${bytes.toString('hex')}`))
}

/** The shortest big-endian two's complement of a bigint. */
export function decimalToBytes(value: bigint): Buffer {
  let length = 1
  while (BigInt.asIntN(length * 8, value) !== value) length++
  if (length <= SMALL_BYTES) {
    const buffer = Buffer.allocUnsafe(length)
    buffer.writeIntBE(Number(value), 0, length)
    return buffer
  }
  return Buffer.from(
    BigInt.asUintN(length * 8, value)
      .toString(16)
      .padStart(length * 2, '0'),
    'hex'
  )
}
