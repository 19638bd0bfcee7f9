import assert from 'node:assert/strict'
import { test } from 'node:test'
import { typescriptOf, type AvroSchema } from './avro-types.ts'

const cases: readonly (readonly [AvroSchema, string])[] = [
  ['string', 'string'],
  ['long', 'bigint'],
  [{ type: 'long', logicalType: 'timestamp-millis' }, 'number'],
  [{ type: 'int', logicalType: 'date' }, 'number'],
  [{ type: 'bytes', logicalType: 'decimal' }, 'bigint'],
  ['bytes', 'Buffer'],
  [['null', 'long'], 'null | bigint'],
  [{ type: 'string', logicalType: 'uuid' }, 'string'],
  [['null', 'boolean', 'double', 'string'], 'null | boolean | number | string'],
  [{ type: 'fixed', name: 'Sha256', size: 32 }, 'Sha256'],
  [{ type: 'map', values: ['null', 'string'] }, 'Readonly<Record<string, null | string>>'],
  [{ type: 'array', items: ['null', 'string'] }, 'readonly (null | string)[]']
]

for (const [schema, expected] of cases) {
  test(`${JSON.stringify(schema)} is ${expected}`, () => {
    assert.equal(typescriptOf(schema).expression, expected)
  })
}

test('named types are declared once, inner ones first, and may be referred to', () => {
  const op: AvroSchema = { type: 'enum', name: 'Op', symbols: ['c', 'd'] }
  const { expression, declarations } = typescriptOf({
    type: 'record',
    name: 'Change',
    doc: 'A change',
    fields: [
      { name: 'op', type: op, doc: 'What happened' },
      { name: 'undo', type: ['null', 'Op'] }
    ]
  })
  assert.equal(expression, 'Change')
  assert.deepEqual(
    [...declarations.values()],
    [
      "export type Op = 'c' | 'd'\n",
      '/** A change */\nexport interface Change {\n  /** What happened */\n  readonly op: Op\n  readonly undo: null | Op\n}\n'
    ]
  )
})

test('an unknown type is an error that names it', () => {
  assert.throws(() => typescriptOf('uuid4'), /unknown Avro type "uuid4"/)
})
