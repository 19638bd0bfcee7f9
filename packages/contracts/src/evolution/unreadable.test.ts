import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allTopics, customerTopics, type AvroJson } from '../index.ts'
import { unreadable } from './unreadable.ts'

const record = (name: string, ...fields: object[]): AvroJson => ({ type: 'record', name, fields })
const a = (type: unknown) => ({ name: 'a', type })

test('every contract reads what it has written', () => {
  for (const { value } of [...allTopics, ...customerTopics])
    assert.deepEqual(unreadable(value.schema, value.schema), [])
})

test('a type that holds itself is compared once', () => {
  const tree = (type: string) => record('Tree', a(type), { name: 'children', type: { type: 'array', items: 'Tree' } })
  assert.deepEqual(unreadable(tree('long'), tree('int')), [])
  assert.deepEqual(unreadable(tree('int'), tree('long')), [
    { path: 'a', kind: 'type', text: 'long is not read as int' }
  ])
})

test('a record in a union is blamed by its field, another type by the union', () => {
  const place = (type: string) => record('R', { name: 'place', type: ['null', record('Place', a(type))] })
  assert.deepEqual(unreadable(place('int'), place('string')), [
    { path: 'place.a', kind: 'type', text: 'string is not read as int' }
  ])
  assert.deepEqual(unreadable(record('R', a(['null', 'string'])), record('R', a(['null', 'string', 'double']))), [
    { path: 'a', kind: 'branches', text: 'no place for double' }
  ])
})

test('a renamed type is read by the alias of its reader', () => {
  const site = { type: 'record', name: 'Site', aliases: ['Place'], fields: [] }
  assert.deepEqual(unreadable(site, record('Place')), [])
  assert.deepEqual(unreadable(record('Site'), record('Place')), [
    { path: '', kind: 'name', text: 'Place is not called Site' }
  ])
})
