import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkJob } from '@sales-pipeline/lineage/testing'
import { createMetrics } from '@sales-pipeline/observability'
import type { Content } from './core/lifecycle.ts'
import { config } from './config.ts'
import { FileRuns, fileJob, inboxJob, runIdOf } from './lineage.ts'
import { createInstruments } from './metrics.ts'

test('the jobs name what exists, and their events are as the standard wants them', async (context) => {
  const metrics = createMetrics('test')
  createInstruments(metrics, { files: () => 0, oldestSeconds: () => 0 })
  const settings = config.parse({
    KAFKA_BROKERS: 'kafka:9092',
    SCHEMA_REGISTRY_URL: 'http://registry',
    INBOX_DIR: '/inbox'
  })
  for (const job of [inboxJob('/inbox', settings), fileJob('/inbox', 'a.csv', 'abc', settings)]) {
    const { wrong, against } = await checkJob(job, metrics)
    context.diagnostic(`${job.name} checked against ${against}`)
    assert.deepEqual(wrong, [])
  }
})

test('the run of a file follows from its name, content and time', () => {
  const content: Content = { hash: 'abc', size: 3, mtimeNs: 5n }
  const id = runIdOf('a.csv', content)
  assert.match(id, /^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-8[\da-f]{3}-[\da-f]{12}$/)
  assert.equal(runIdOf('a.csv', { ...content }), id)
  const others = [
    runIdOf('b.csv', content),
    runIdOf('a.csv', { ...content, hash: 'abd' }),
    runIdOf('a.csv', { ...content, mtimeNs: 6n })
  ]
  assert.equal(new Set([id, ...others]).size, 4)
})

test('each file is a run: done, failed with the reason, given up, or finished for a process that was killed', () => {
  const told: string[] = []
  const tell =
    (id: string, type: string) =>
    (...[first]: readonly unknown[]): void => {
      told.push(`${id.slice(0, 4)} ${type}${typeof first === 'string' ? ` ${first}` : ''}`)
    }
  const begin = (_job: unknown, id: string) => {
    tell(id, 'START')()
    return { complete: tell(id, 'COMPLETE'), fail: tell(id, 'FAIL'), abort: tell(id, 'ABORT') }
  }
  const settings = config.parse({
    KAFKA_BROKERS: 'kafka:9092',
    SCHEMA_REGISTRY_URL: 'http://registry',
    INBOX_DIR: '/inbox'
  })
  const runs = new FileRuns({ begin }, '/inbox', settings)
  const content: Content = { hash: 'abc', size: 3, mtimeNs: 5n }
  const counts = { records: 3, refused: 1, reportBytes: 0 }
  const id = (name: string): string => runIdOf(name, content).slice(0, 4)
  runs.started('a', counts, content)
  runs.finished('a', 'done', 'a', { ...counts, ...content })
  runs.started('b', counts, content)
  runs.broken('b', { code: 'CSV_BROKEN', message: 'ends inside a quote' })
  runs.finished('b', 'failed', 'b', { ...counts, ...content })
  runs.started('c', counts, content)
  runs.changed('c')
  runs.finished('d', 'done', 'd', { ...counts, ...content })
  assert.deepEqual(told, [
    ...[`${id('a')} START`, `${id('a')} COMPLETE`],
    ...[`${id('b')} START`, `${id('b')} FAIL CSV_BROKEN: the file ends inside a quote`],
    ...[`${id('c')} START`, `${id('c')} ABORT`],
    ...[`${id('d')} START`, `${id('d')} COMPLETE`]
  ])
})
