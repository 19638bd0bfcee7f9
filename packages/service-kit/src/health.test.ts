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

test('an outage is no reason to be restarted; a loop that stands still is', () => {
  let now = 0
  const health = createHealth(() => now)
  const loop = health.component('loop', { hungAfterMs: 1000 })
  health.component('unbounded').notReady('broker away')
  now = 1000
  assert.equal(health.liveness().ready, true)
  now = 61_000
  assert.deepEqual(health.liveness(), { ready: false, reasons: { loop: 'no progress for 61 s' } })
  loop.progress()
  assert.equal(health.liveness().ready, true)
})
