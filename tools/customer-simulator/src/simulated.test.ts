import assert from 'node:assert/strict'
import { test } from 'node:test'
import { recount } from './recount.ts'
import { simulated } from './simulated.ts'

const shares = { 'born-before-1980': 0.2, both: 0.1, 'broken-email': 0.3 }

test('the same seed makes the same people, and the shares are as asked', () => {
  const all = simulated(shares, 7).take(10_000).toArray()
  assert.deepEqual(simulated(shares, 7).take(20).toArray(), all.slice(0, 20))
  assert.equal(new Set(all.map(({ id }) => id)).size, all.length)
  for (const [kind, share] of [...Object.entries(shares), ['correct', 0.4] as const]) {
    const found = all.filter((one) => one.kind === kind).length / all.length
    assert.ok(Math.abs(found - share) < 0.02, `${kind}: ${found}`)
  }
})

test('a recount goes by the reference case', () => {
  const { refused, verdicts } = recount(simulated(shares, 7).take(1000).toArray())
  assert.equal(refused + Object.values(verdicts).reduce((sum, count) => sum + count, 0), 1000)
  assert.equal(verdicts['Not standard profession'], 0)
  assert.ok((verdicts['Policyexception'] ?? 0) > 200)
})

test('shares of more than everything are refused', () => {
  assert.throws(() => simulated({ both: 0.6, 'no-name': 0.5 }, 1).next(), /add up to 1.1/)
})
