import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { allTopics, customerTopics, judgeOf, topicOfStream, topicsOfLine, type AvroJson, type Topic } from './index.ts'
import { isUnion, objectOf } from './schema.ts'

const everyTopic = [...allTopics, ...customerTopics]

test('every folder of contracts/ is a stream of the line that its contract names', () => {
  const folders = readdirSync(join(import.meta.dirname, '../../../contracts'))
  assert.deepEqual([...new Set(everyTopic.map(({ stream }) => stream))].toSorted(), folders.toSorted())
  for (const [line, topics] of Object.entries(topicsOfLine))
    for (const topic of topics) assert.equal(topic.line, line, topic.name)
})

test('the rules of every contract compile', () => {
  const options = { now: () => 0, seal: String }
  for (const topic of everyTopic) judgeOf(topic as Topic<unknown, object>, options)
})

test('the contracts of the customers use every kind of Avro type', () => {
  const kinds = new Set(customerTopics.flatMap(({ value }) => [...kindsOf(value.schema)]))
  const expected = [
    'array',
    'boolean',
    'date',
    'decimal',
    'double',
    'email',
    'enum',
    'fixed',
    'int',
    'long',
    'map',
    'null',
    'record',
    'string',
    'timestamp-millis',
    'union',
    'uuid'
  ]
  assert.deepEqual(
    expected.filter((kind) => !kinds.has(kind)),
    []
  )
})

function* kindsOf(schema: AvroJson): Generator<string> {
  if (isUnion(schema)) {
    yield 'union'
    for (const branch of schema) yield* kindsOf(branch)
    return
  }
  const { type, logicalType, items, values, fields = [] } = objectOf(schema)
  if (logicalType !== undefined || typeof type === 'string') yield logicalType ?? (type as string)
  for (const inner of [items, values, ...fields.map((field) => field.type)])
    if (inner !== undefined) yield* kindsOf(inner)
}

test('the field that is a key is text of the record itself, as its key is', () => {
  for (const { stream, key, keyField, value } of everyTopic) {
    if (keyField === undefined) continue
    const field = objectOf(value.schema).fields?.find(({ name }) => name === keyField)
    assert.equal(key?.schema, 'string', stream)
    assert.equal(objectOf(field?.type ?? 'null').type, 'string', stream)
  }
  assert.throws(() => topicOfStream('custexcep'), /no producer may feed custexcep: there are sales/)
})
