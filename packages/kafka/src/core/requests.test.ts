import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { requests } from './requests.ts'

const record = fc.record({
  key: fc.option(fc.nat(50).map((size) => Buffer.alloc(size))),
  value: fc.option(fc.nat(400).map((size) => Buffer.alloc(size))),
  headers: fc.constantFrom({}, { traceparent: 'x'.repeat(55) })
})

test('requests keep every record in order, and none but a single record is too large', () => {
  fc.assert(
    fc.property(fc.array(record), fc.integer({ min: 1, max: 1000 }), (records, maxBytes) => {
      const cut = requests(records, maxBytes)
      assert.deepEqual(cut.flat(), records)
      for (const request of cut) {
        assert.ok(request.length > 0)
        const payload = request.reduce((sum, { key, value }) => sum + (key?.length ?? 0) + (value?.length ?? 0), 0)
        assert.ok(request.length === 1 || payload + 32 * request.length <= maxBytes)
      }
    })
  )
})
