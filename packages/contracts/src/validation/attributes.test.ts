import assert from 'node:assert/strict'
import { test } from 'node:test'
import { maskedFields, rulesOfSchema, sealedFields } from './attributes.ts'
import { contractRules } from './contract-rules.ts'
import { validator } from './validator.ts'

const record = (...fields: object[]) => ({ type: 'record', name: 'R', fields })
const typed = (logicalType: string, type: string, more: object = {}) => ({ type: { type, logicalType, ...more } })
const bounded = (name: string, type: object, minimum: unknown) => ({ name, ...type, minimum })

test('attributes of a field count, and of its type; those of the field first', () => {
  const schema = record({ name: 'a', type: { type: 'string', minLength: 1, maxLength: 5 }, maxLength: 9 })
  assert.deepEqual(rulesOfSchema(schema), [{ id: 'schema:a', minLength: 1, maxLength: 9, field: 'a' }])
})

test('a field that may be null has the attributes of its type', () => {
  const schema = record({
    name: 'a',
    type: ['null', { type: 'string', logicalType: 'email' }],
    default: null,
    action: 'warn'
  })
  assert.deepEqual(rulesOfSchema(schema), [{ id: 'schema:a', format: 'email', action: 'warn', field: 'a' }])
})

test('bounds are read as values of their type', () => {
  const schema = record(
    bounded('price', typed('decimal', 'bytes', { precision: 9, scale: 2 }), '-0.5'),
    bounded('day', typed('date', 'int'), '1970-01-11'),
    bounded('at', typed('timestamp-millis', 'long'), '1970-01-01T00:00:01Z'),
    bounded('count', { type: 'long' }, 3)
  )
  assert.deepEqual(
    rulesOfSchema(schema).map(({ minimum }) => minimum),
    [-50n, 10, 1_000, 3]
  )
  const finer = record(bounded('price', typed('decimal', 'bytes', { precision: 9, scale: 2 }), '0.001'))
  assert.throws(() => rulesOfSchema(finer), /"0.001" is no bound of a decimal with 2 digits behind the point/)
})

test('what the validator does not understand is refused, never passed over', () => {
  assert.throws(() => rulesOfSchema(record(bounded('day', typed('date', 'int'), 'soon'))), /"soon" is no bound/)
  const rules = rulesOfSchema(record({ name: 'a', type: 'string', format: 'colour' }))
  assert.throws(() => validator(rules), /rule schema:a: no format is called colour/)
})

test('lists, maps, records in them and named types that are used again', () => {
  const part = { type: 'record', name: 'Part', namespace: 'x', fields: [{ name: 'sku', type: 'string', minLength: 1 }] }
  const schema = record(
    { name: 'parts', type: { type: 'array', items: part } },
    { name: 'spare', type: ['null', 'x.Part'] },
    { name: 'labels', type: { type: 'map', values: { type: 'string', maxLength: 3 } } }
  )
  assert.deepEqual(
    rulesOfSchema(schema).map(({ field }) => field),
    ['parts[].sku', 'spare.sku', 'labels{}']
  )
})

test('a type that holds itself is entered once', () => {
  const tree = record(
    { name: 'name', type: 'string', minLength: 1 },
    { name: 'children', type: { type: 'array', items: 'R' } }
  )
  assert.deepEqual(
    rulesOfSchema(tree).map(({ field }) => field),
    ['name']
  )
})

test('what a schema marks as personal or sealed is masked in the rules of contract.yaml too', () => {
  const schema = record({ name: 'a', type: 'string', personal: true }, { name: 'b', type: 'string', sealed: true })
  assert.deepEqual([[...maskedFields(schema)], [...sealedFields(schema)]], [['a', 'b'], ['b']])
  const rules = contractRules(schema, [{ id: 'x', field: 'a', minLength: 1 }])
  assert.deepEqual(rules, [{ id: 'x', field: 'a', minLength: 1, personal: true }])
})

test('two rules of one id are refused', () => {
  const rule = { id: 'x', field: 'a' }
  assert.throws(() => contractRules(record(), [rule, rule]), /two rules have the id x/)
})
