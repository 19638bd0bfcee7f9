import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Notices } from './notices.ts'

const NEVER = new AbortController().signal

function notice(customer_id: string, created_at: number) {
  const told = { template: 'registration-accepted', parameters: {}, caused_by: [], created_at }
  return { ...told, notification_id: String(created_at), customer_id, channel: 'NONE' as const, recipient: null }
}

test('whoever waits is told at once, and only of what is newer than what they know', async () => {
  const notices = new Notices(10)
  notices.learn(notice('ann', 1))
  const waiting = notices.of('ann', 1, 60_000, NEVER)
  notices.learn(notice('ben', 2))
  notices.learn(notice('ann', 3))
  assert.equal((await waiting)?.created_at, 3)
  assert.equal(await notices.of('ann', 3, 1, NEVER), undefined)
  assert.equal((await notices.of('ann', 0, 60_000, NEVER))?.created_at, 3)
})

test('nobody waits longer than the process runs, and the oldest are forgotten', async () => {
  const notices = new Notices(2)
  const stop = new AbortController()
  const waiting = notices.of('ann', 0, 60_000, stop.signal)
  stop.abort()
  assert.equal(await waiting, undefined)
  for (const [at, who] of ['ann', 'ben', 'ann', 'eve'].entries()) notices.learn(notice(who, at + 1))
  assert.equal(notices.size, 2)
  assert.equal(await notices.of('ben', 0, 0, NEVER), undefined)
  assert.equal((await notices.of('ann', 0, 0, NEVER))?.created_at, 3)
})
