import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createHealth } from './health.ts'

test('ready means that every component has said so', () => {
  const health = createHealth()
  assert.deepEqual(health.readiness(), { ready: true, reasons: {} })
  const [kafka, database] = [health.component('kafka'), health.component('database')]
  assert.deepEqual(health.readiness(), { ready: false, reasons: { kafka: 'starting', database: 'starting' } })
  kafka.ready()
  database.ready()
  assert.equal(health.readiness().ready, true)
  database.notReady('connection refused')
  assert.deepEqual(health.readiness(), { ready: false, reasons: { database: 'connection refused' } })
  health.component('database').ready()
  assert.equal(health.readiness().ready, true)
})

test('an outage is told by its reason, and its end by null', () => {
  const health = createHealth()
  const kafka = health.component('kafka')
  kafka.outage('no broker answers')
  assert.deepEqual(health.readiness(), { ready: false, reasons: { kafka: 'no broker answers' } })
  kafka.outage(null)
  assert.equal(health.readiness().ready, true)
})

test('a process that stands still asks for its restart; one that is not ready does not', () => {
  let now = 0
  const health = createHealth({ now: () => now, hungAfterMs: 1000 })
  health.component('kafka').notReady('broker away')
  now = 60_000
  assert.equal(health.liveness().ready, true, 'before the first progress there is nothing to compare with')
  health.progress()
  now = 61_000
  assert.equal(health.liveness().ready, true)
  now = 121_000
  assert.deepEqual(health.liveness(), { ready: false, reasons: { service: 'no progress for 61 s' } })
  health.progress()
  assert.equal(health.liveness().ready, true)
})

test('waiting for what may take its time counts as progress until it is over', async (context) => {
  context.mock.timers.enable({ apis: ['setInterval'] })
  let now = 0
  const health = createHealth({ now: () => now, hungAfterMs: 1500 })
  const lock = Promise.withResolvers<string>()
  const waiting = health.waiting(lock.promise)
  for (let second = 1; second <= 10; second++) {
    now = second * 1000
    context.mock.timers.tick(1000)
  }
  now += 1000
  assert.equal(health.liveness().ready, true)
  lock.resolve('mine')
  assert.equal(await waiting, 'mine')
  now += 1000
  assert.equal(health.liveness().ready, false)
})
