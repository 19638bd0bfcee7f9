import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { Pending } from './pending.ts'

interface Numbered {
  readonly id: number
  readonly value: Buffer
}

const steps = fc.array(fc.oneof(fc.record({ add: fc.nat(5) }), fc.constant('take' as const)), { maxLength: 100 })

test('acknowledgement watermark: a position is never ahead of its records, nothing is lost, order is kept', () => {
  fc.assert(
    fc.property(steps, (program) => {
      const pending = new Pending<Numbered, number>()
      const taken: number[] = []
      let next = 0
      let position = -1
      for (const step of [...program, 'take' as const]) {
        if (step !== 'take') {
          const records = Array.from({ length: step.add }, () => ({ id: next++, value: Buffer.from('x') }))
          pending.add(records, next)
          continue
        }
        const batch = pending.take()
        if (batch === null) continue
        taken.push(...batch.records.map(({ id }) => id))
        assert.ok(batch.position >= position)
        position = batch.position
        assert.equal(position, taken.length, 'a position says how many records are before it')
        assert.equal(pending.records + pending.bytes, 0)
      }
      assert.deepEqual(
        taken,
        Array.from({ length: next }, (_, id) => id)
      )
      assert.ok(pending.isEmpty)
    })
  )
})
