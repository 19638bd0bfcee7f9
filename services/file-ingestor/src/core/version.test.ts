import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { MAX_RECORDS, rowVersions } from './version.ts'

const time = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n })
const record = fc.integer({ min: 1, max: MAX_RECORDS })

describe('rowVersions', () => {
  it('fits a signed long and is never negative', () => {
    fc.assert(
      fc.property(time, record, (mtimeNs, number) => {
        const version = rowVersions(mtimeNs)(number)
        assert.ok(version > 0n && version < 2n ** 63n)
      })
    )
  })

  it('grows with the file, then with the record', () => {
    const second = fc.integer({ min: 0, max: 2 ** 31 - 2 })
    fc.assert(
      fc.property(second, record, record, (seconds, a, b) => {
        const at = (s: number, number: number): bigint => rowVersions(BigInt(s) * 1_000_000_000n)(number)
        assert.ok(at(seconds + 1, a) > at(seconds, b))
        assert.equal(at(seconds, a) > at(seconds, b), a > b)
      })
    )
  })

  it('refuses more records than it can count', () => {
    assert.throws(() => rowVersions(0n)(MAX_RECORDS + 1), { code: 'FILE_TOO_MANY_RECORDS' })
  })
})
