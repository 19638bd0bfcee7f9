import assert from 'node:assert/strict'
import { test } from 'node:test'
import { afterCrash, NO_CRASHES } from './restarts.ts'

test('each crash in a row doubles the wait, up to 30 s', () => {
  const delays: number[] = []
  for (let crashes = NO_CRASHES; delays.length < 7;) {
    crashes = afterCrash(crashes, 100)
    delays.push(crashes.delayMs)
  }
  assert.deepEqual(delays, [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000])
})

test('who ran for a minute begins anew', () => {
  assert.deepEqual(afterCrash({ count: 6, delayMs: 30_000 }, 60_000), { count: 1, delayMs: 1000 })
})
