import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { allTopics, cdc, sales, salesByCity, type EventType } from '@sales-pipeline/contracts'
import { eventChecker } from '../testing/check-event.ts'
import { avroFields } from './avro-fields.ts'
import { fileDataset, operationDataset, tableDataset, topicDataset } from './datasets.ts'
import { runEvent } from './events.ts'
import { aggregated, brokenColumns, identity, type Field, type Job } from './model.ts'
import { progressOf, rowsBetween, type Reading } from './tally.ts'
import { Waiting } from './waiting.ts'

const CLUSTER = { brokers: ['b:9092', 'a:9092'], topicPrefix: '' }
const input = topicDataset(sales, CLUSTER)
const output = topicDataset(salesByCity, CLUSTER)

const job: Job = {
  namespace: 'test',
  name: 'city-aggregator',
  description: 'Totals per city',
  owner: 'sales-platform',
  processing: 'STREAMING',
  kind: 'SERVICE',
  inputs: [input],
  outputs: [{ ...output, columns: { total: aggregated(input, 'amount'), 'key.city': identity(input, 'place.city') } }],
  measures: { rowsIn: [], rowsRefused: [], rowsOut: {}, lag: { unit: 'records', counts: [] } }
}

const reading = (at: number, rows: number): Reading => ({
  ...{ at, rowsIn: rows, rowsRefused: 0, lag: 7 },
  rowsOut: { [output.name]: 2 * rows }
})

test('datasets are named by the convention, and tell no password', () => {
  const names = [
    input,
    tableDataset('postgres://user:secret@db.example/shop', {
      schema: 'public',
      table: 'sale',
      description: '',
      fields: []
    }),
    tableDataset('postgres://db.example:5433/shop', { schema: 's', table: 't', description: '', fields: [] }),
    fileDataset('/inbox/a.csv', { description: '', fields: [] }),
    operationDataset('https://user:secret@partner.example:8443/sales?wsdl', 'ListChangedSales', {
      description: '',
      fields: []
    })
  ].map(({ namespace, name }) => `${namespace} ${name}`)
  assert.deepEqual(names, [
    'kafka://a:9092 sales',
    'postgres://db.example:5432 shop.public.sale',
    'postgres://db.example:5433 shop.s.t',
    'file /inbox/a.csv',
    'https://partner.example:8443 sales/ListChangedSales'
  ])
})

test('the fields of a topic are those of its contract, key and nested ones included', () => {
  const paths = (fields: readonly Field[], prefix = ''): string[] =>
    fields.flatMap(({ name, type = '', fields: nested = [] }) => [
      `${prefix}${name} ${type}`,
      ...paths(nested, `${prefix}${name}.`)
    ])
  assert.deepEqual(paths(avroFields(salesByCity.key?.schema ?? null, salesByCity.value.schema)).slice(0, 12), [
    'key SalesByCityKey',
    'key.country string',
    'key.region string',
    'key.city string',
    'key.currency string',
    'key.day date',
    'key.shard int',
    'version Version',
    'version.generation int',
    'version.offset long',
    'total decimal(38,4)',
    'count long'
  ])
  assert.ok(paths(output.fields).includes('largest.product null|string'))
  assert.ok(paths(topicDataset(cdc('public', 'sale'), CLUSTER).fields).includes('before null|map<null|string>'))
  for (const { key, value } of allTopics) assert.ok(avroFields(key?.schema ?? null, value.schema).length > 0)
})

test('every kind of event is as the standard wants it, with all inputs and outputs', (context) => {
  const { check, against } = eventChecker()
  context.diagnostic(`checked against ${against}`)
  const types: EventType[] = ['START', 'RUNNING', 'COMPLETE', 'FAIL', 'ABORT', 'OTHER']
  for (const type of types) {
    const [first, before, now] = [reading(0, 0), reading(1_000, 5), reading(3_000, 25)] as const
    const event = runEvent({
      ...{ type, at: 0, engine: '24.0.0' },
      run: {
        id: 'a1b2c3d4-0000-4000-8000-000000000000',
        job,
        parent: { id: 'a1b2c3d4-0000-4000-8000-000000000001', job }
      },
      rows: rowsBetween(before, now),
      progress: progressOf(job, [first, before, now], { ready: false, reasons: { kafka: 'away' } }, 10_000),
      ...(type === 'FAIL' && { error: { message: 'it broke', stack: 'at x' } })
    })
    assert.deepEqual(check(event), [])
    assert.deepEqual([event.inputs.length, event.outputs.length], [1, 1])
    assert.equal(event.outputs[0]?.outputFacets['outputStatistics']?.['rowCount'], 40)
    assert.equal(event.inputs[0]?.inputFacets['dataQualityMetrics']?.['rowCount'], 20)
    assert.equal(event.run.facets['salesPipeline_progress']?.['rowsPerSecond'], 10)
  }
  const broken = runEvent({ type: 'START', at: 0, engine: '24', run: { id: 'no uuid', job } })
  assert.notDeepEqual(check(broken), [])
})

test('column lineage that names what does not exist is found', () => {
  assert.deepEqual(brokenColumns(job), [])
  const wrong = {
    ...output,
    columns: { totl: aggregated(input, 'amount'), total: aggregated(output, 'total'), count: identity(input, 'x.y') }
  }
  assert.deepEqual(brokenColumns({ ...job, outputs: [wrong] }), [
    'sales-by-city has no field totl',
    'sales-by-city.total: sales-by-city is no input',
    'sales-by-city.count: sales has no field x.y'
  ])
})

test('what waits is bounded, in order, with one RUNNING of each run at the most; all else leaves', () => {
  const types: EventType[] = ['START', 'RUNNING', 'COMPLETE']
  const event = fc.record({ type: fc.constantFrom(...types), runId: fc.constantFrom('a', 'b') })
  const step = fc.oneof(event, fc.integer({ min: 1, max: 4 }))
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const waiting = new Waiting<{ type: EventType; runId: string }>(5)
      const taken: { type: EventType; runId: string }[] = []
      const left: { type: EventType; runId: string }[] = []
      for (const each of steps) {
        if (typeof each !== 'number') {
          const there = waiting.next(Infinity)
          const isSecond =
            each.type === 'RUNNING' && there.some(({ type, runId }) => type === 'RUNNING' && runId === each.runId)
          assert.equal(waiting.add(each), there.length < 5 && !isSecond)
          if (waiting.next(Infinity).length > there.length) taken.push(each)
        } else {
          const some = waiting.next(each)
          left.push(...some)
          waiting.sent(some.length)
        }
      }
      assert.deepEqual([...left, ...waiting.next(Infinity)], taken)
    })
  )
})
