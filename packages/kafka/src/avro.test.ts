import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sales, salesByCity } from '@sales-pipeline/contracts'
import fc from 'fast-check'
import { avroType, decimalFromBytes, decimalToBytes } from './avro.ts'

const digits38 = 10n ** 38n - 1n

test('a decimal survives its bytes, shortest form, any size', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -digits38, max: digits38 }), (value) => {
      const bytes = decimalToBytes(value)
      assert.equal(decimalFromBytes(bytes), value)
      if (bytes.length > 1) assert.notEqual(BigInt.asIntN((bytes.length - 1) * 8, value), value)
    })
  )
})

test("decimals have Java BigInteger's bytes", () => {
  const hex = (value: bigint) => decimalToBytes(value).toString('hex')
  assert.deepEqual([0n, 127n, 128n, -1n, -128n, -129n, 10_825_514_400n].map(hex), [
    '00',
    '7f',
    '0080',
    'ff',
    '80',
    'ff7f',
    '0285403da0'
  ])
})

test('a long keeps all its 64 bits, a timestamp is a number', () => {
  const type = avroType({
    type: 'record',
    name: 'R',
    fields: [
      { name: 'version', type: 'long' },
      { name: 'maybe', type: ['null', 'long'] },
      { name: 'at', type: { type: 'long', logicalType: 'timestamp-millis' } }
    ]
  })
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.integer(), (version, at) => {
      const value = { version, maybe: version, at }
      assert.deepEqual({ ...(type.fromBuffer(type.toBuffer(value)) as object) }, value)
    })
  )
})

test('an amount beyond its precision is refused, never cut', () => {
  const type = avroType(salesByCity.value.schema)
  const group = { version: { generation: 1, offset: 1n }, count: 1n, largest: [] }
  assert.equal(type.isValid({ ...group, total: digits38 }), true)
  assert.equal(type.isValid({ ...group, total: digits38 + 1n }), false)
  assert.equal(type.isValid({ ...group, total: 1.5 }), false)
})

test('a reader that wants fewer fields reads what a writer of all fields wrote', () => {
  const writer = avroType(sales.value.schema)
  const reader = avroType({
    type: 'record',
    name: 'Sale',
    namespace: 'sales',
    fields: [{ name: 'amount', type: { type: 'bytes', logicalType: 'decimal', precision: 19, scale: 4 } }]
  })
  const bytes = writer.toBuffer({
    sale_id: 'shop:1',
    version: 1n,
    place: { city: 'Madrid', region: '', country: 'Spain' },
    salesman: { id: '1370', name: 'Gerard Hernandez' },
    amount: 16_890_300n,
    currency: 'USD',
    sold_at: 0,
    product: null,
    provenance: { system: 'file', dataset: 'a.csv', position: '1', observed_at: 0 }
  })
  const read = reader.fromBuffer(bytes, reader.createResolver(writer)) as object
  assert.deepEqual({ ...read }, { amount: 16_890_300n })
})
