import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eventually } from './eventually.ts'

test('eventually answers with the first attempt that does not throw', async () => {
  let attempts = 0
  const result = await eventually(
    () => {
      attempts += 1
      assert.equal(attempts, 3)
      return 'done'
    },
    { intervalMs: 1 }
  )
  assert.equal(result, 'done')
})

test('eventually gives up with what the last attempt said', async () => {
  const attempt = () => Promise.reject(new Error('no rows yet'))
  await assert.rejects(eventually(attempt, { timeoutMs: 5, intervalMs: 1 }), /Still so after 0.005 s: no rows yet/)
})
