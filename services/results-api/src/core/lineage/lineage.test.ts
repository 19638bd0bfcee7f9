import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { aSale } from '@sales-pipeline/testkit'
import { digest } from './digest.ts'
import { healthOf, healthOfJob, rateOfJob, type KnownRun } from './health.ts'
import { originOf } from './origin.ts'
import { readEvent } from './read-event.ts'
import { readPageCursor, writePageCursor } from './page-cursor.ts'
import { startOf } from './restart.ts'
import { isCounted, rulesOf, sourceOf, traceIdOf } from './sale-record.ts'

test('where a sale was read, in the terms of its kind of source', () => {
  const told = (system: string, dataset: string, position: string) =>
    Object.entries(originOf({ system, dataset, position })).flatMap(([name, value]) =>
      value === null ? [] : [`${name}=${value as string}`]
    )
  assert.deepEqual(told('postgres', 'public.sale', '0/16B'), ['table=public.sale', 'lsn=0/16B'])
  assert.deepEqual(told('file', 'a#b.csv#sha256:0f', 'line 12'), [
    'file=a#b.csv',
    'contentHash=sha256:0f',
    'record=line 12'
  ])
  assert.deepEqual(told('soap', 'Sales.List@host:80', 'changedAt x'), [
    'operation=Sales.List',
    'host=host:80',
    'change=changedAt x'
  ])
  assert.deepEqual(told('file', 'plain', 'line 1'), ['file=plain', 'record=line 1'])
  assert.deepEqual(told('other', 'x', 'y'), [])
})

test('a partition is read on, or again from its beginning where what is stored cannot be trusted', () => {
  const start = (next: bigint | null, end: bigint, age: number) =>
    startOf(next === null ? undefined : { next, asOf: 1_000 - age }, end, 100, 1_000)
  assert.deepEqual(start(null, 9n, 0), { from: 0n, forget: null })
  assert.deepEqual(start(5n, 9n, 99), { from: 5n, forget: null })
  assert.deepEqual(start(5n, 9n, 100), { from: 0n, forget: 'outdated' })
  assert.deepEqual(start(9n, 9n, 100), { from: 9n, forget: null })
  assert.deepEqual(start(10n, 9n, 0), { from: 0n, forget: 'recreated' })
})

test('cursors are read as they were written, and nothing else is', () => {
  const names = fc.string({ unit: 'binary' }).filter((text) => !text.includes('\0'))
  fc.assert(
    fc.property(names, names, (source, saleId) => {
      const cursor = { source, day: '2004-05-06', saleId }
      assert.deepEqual(readPageCursor(writePageCursor(cursor)), cursor)
    })
  )
  for (const parts of [
    ['a', 'x', 'b'],
    ['a', '2004-05-06'],
    [1, '2004-05-06', 'b'],
    'text',
    ['a\0', '2004-05-06', 'b']
  ])
    assert.equal(readPageCursor(Buffer.from(JSON.stringify(parts)).toString('base64url')), undefined)
  fc.assert(fc.property(fc.string(), (text) => void readPageCursor(text)))
})

test('what the aggregators count is counted, with the rules that it keeps', () => {
  const sale = aSale()
  assert.ok(isCounted({ saleId: 'shop:1', sale }))
  assert.ok(isCounted({ saleId: 'shop:1', sale: null }))
  assert.ok(!isCounted({ saleId: 'no source', sale: null }))
  assert.ok(!isCounted({ saleId: 'shop:1', sale: aSale({ currency: 'usd' }) }))
  assert.ok(!isCounted({ saleId: 'shop:1', sale: aSale({ product: 'a\0b' }) }))
  assert.ok(rulesOf(sale).every(({ passed }) => passed))
  assert.deepEqual(
    rulesOf(aSale({ currency: 'usd' })).filter(({ passed }) => !passed),
    [{ id: 'currency', field: 'currency', passed: false }]
  )
  assert.equal(sourceOf('shop:a:b'), 'shop')
  assert.equal(traceIdOf('00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01'), '0af7651916cd43dd8448eb211c80319c')
  assert.deepEqual([traceIdOf(undefined), traceIdOf('rubbish')], [null, null])
})

test('the health of a run, and of a job with several', () => {
  const run = (state: string, age: number, ready = true): KnownRun => ({
    ...{
      state,
      eventAt: new Date(100_000 - age),
      endedAt: ['COMPLETE', 'FAIL', 'ABORT'].includes(state) ? new Date(0) : null
    },
    progress: { ready, intervalMs: 1_000, rowsPerSecond: 5, lag: { value: 2, unit: 'records' } }
  })
  const health = (each: KnownRun) => healthOf(each, 100_000)
  const runs = [
    run('RUNNING', 3_000),
    run('RUNNING', 1, false),
    run('RUNNING', 3_001),
    run('COMPLETE', 0),
    run('FAIL', 0),
    run('ABORT', 0)
  ]
  assert.deepEqual(runs.map(health), ['working', 'not-ready', 'silent', 'completed', 'failed', 'aborted'])
  assert.equal(healthOfJob(runs.slice(2), 100_000), 'silent')
  assert.equal(healthOfJob(runs.toReversed(), 100_000), 'working')
  assert.equal(healthOfJob([], 100_000), null)
  assert.deepEqual(rateOfJob(runs, 100_000), { rowsPerSecond: 10, lag: { value: 4, unit: 'records' } })
  assert.deepEqual(rateOfJob([], 100_000), { rowsPerSecond: 0, lag: null })
})

test('any run event is stored by what it has; anything else is no event', () => {
  const run = { runId: 'a1b2c3d4-0000-4000-8000-000000000000' }
  const bare = { eventType: 'START', eventTime: '2026-01-01T00:00:00Z', run, job: { namespace: 'n', name: 'j' } }
  const event = readEvent(JSON.stringify(bare))
  assert.ok(event)
  const { jobs, runs, datasets } = digest([event, event])
  assert.deepEqual([jobs.length, runs.length, datasets.length, jobs[0]?.inputs], [1, 1, 0, []])
  const facets = { columnLineage: { fields: { a: { inputFields: 'none' } } } }
  const broken = [
    { ...bare, run: { runId: 'x' } },
    { ...bare, job: undefined },
    { ...bare, eventTime: 'now' },
    { ...bare, outputs: [{ namespace: 'n', name: 'd', facets }] }
  ]
  for (const each of [...broken.map((value) => JSON.stringify(value)), '', '{', 'null', '{"number":1}'])
    assert.equal(readEvent(each), undefined, each)
  fc.assert(fc.property(fc.json(), (text) => readEvent(text) === undefined))
})
