import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { explainEvolution, MODES, nearestCompatible, type AvroJson } from '../index.ts'

const record = (...fields: object[]): AvroJson => ({ type: 'record', name: 'R', fields })
const id = { name: 'id', type: 'string' }
const a = (type: unknown, more: object = {}) => ({ name: 'a', type, ...more })

const changesOf = (mode: (typeof MODES)[number], next: AvroJson, ...before: AvroJson[]) =>
  nearestCompatible(mode, next, before)?.changes

test('a compatible change is its own nearest', () => {
  assert.deepEqual(changesOf('FULL', record(id, a('int', { default: 0 })), record(id)), [])
})

test('a new field gets a default', () => {
  assert.deepEqual(changesOf('FULL', record(id, a('int')), record(id)), [
    'a: make it ["null","int"] with "default": null'
  ])
})

test('a renamed field gets an alias where that is enough, else the old one stays', () => {
  const next = record(id, { name: 'b', type: 'int' })
  assert.deepEqual(changesOf('BACKWARD', next, record(id, a('int'))), ['b: add "aliases": ["a"]'])
  assert.deepEqual(changesOf('FULL', next, record(id, a('int'))), [
    'b: make it ["null","int"] with "default": null',
    'a: keep it, as consumers before demand it; give it a default and remove it once they are upgraded'
  ])
})

test('a type that may not change stays, inside records and lists too', () => {
  const lines = (type: string) =>
    record({ name: 'lines', type: { type: 'array', items: { type: 'record', name: 'L', fields: [a(type)] } } })
  assert.deepEqual(changesOf('FULL', lines('long'), lines('int')), [
    'lines[].a: keep "int", and put what is new into a field of its own beside it'
  ])
})

test('what is of another kind altogether has no nearest: it needs a new topic', () => {
  assert.equal(nearestCompatible('FULL', 'string', ['int']), undefined)
})

const types = fc.constantFrom<unknown>(
  'int',
  'long',
  'string',
  ['null', 'int'],
  ['null', 'string'],
  { type: 'array', items: 'int' },
  { type: 'array', items: 'string' },
  { type: 'map', values: 'long' }
)
const fields = fc.uniqueArray(
  fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), types).map(([name, type]) => ({ name, type })),
  { selector: ({ name }) => name }
)
const schemas = fields.chain((outer) =>
  fields.map((inner) => record(...outer, { name: 'inner', type: { type: 'record', name: 'Inner', fields: inner } }))
)

test('the nearest of any change to a record is compatible', () => {
  fc.assert(
    fc.property(
      schemas,
      fc.array(schemas, { minLength: 1, maxLength: 1 }),
      fc.constantFrom(...MODES),
      (next, before, mode) => {
        const nearest = nearestCompatible(mode, next, before)
        assert.ok(nearest)
        assert.deepEqual(explainEvolution(nearest.schema, before, '').breaks[mode], [])
      }
    )
  )
})
