import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import type { Progress } from './lifecycle.ts'
import { progressFromText, progressToText } from './progress-text.ts'

const count = fc.integer({ min: 0, max: 2 ** 48 })
const common = {
  hash: fc.stringMatching(/^[0-9a-f]{64}$/),
  size: count,
  mtimeNs: fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }),
  records: count,
  refused: count,
  reportBytes: count
}
const aProgress: fc.Arbitrary<Progress> = fc.oneof(
  fc.record({ status: fc.constant('reading' as const), ...common }, { noNullPrototype: true }),
  fc.record(
    { status: fc.constantFrom('done' as const, 'failed' as const), target: fc.constant('a.csv'), ...common },
    { noNullPrototype: true }
  )
)

describe('progress as text', () => {
  it('comes back as it was', () => {
    fc.assert(
      fc.property(aProgress, (progress) => {
        assert.deepEqual(progressFromText(progressToText(progress)), progress)
      })
    )
  })

  it('is nothing where it is not whole: the file is then read from its beginning', () => {
    fc.assert(
      fc.property(
        aProgress,
        fc.constantFrom('status', 'hash', 'size', 'mtime_ns', 'records', 'target'),
        (progress, gone) => {
          const { [gone]: removed, ...rest } = progressToText(progress)
          assert.equal(progressFromText(rest) === undefined, removed !== undefined)
        }
      )
    )
  })

  it('never leads out of its folder', () => {
    const text = progressToText({
      status: 'done',
      target: 'x',
      hash: 'a'.repeat(64),
      size: 1,
      mtimeNs: 1n,
      records: 1,
      refused: 0,
      reportBytes: 0
    })
    for (const target of ['../x.csv', '/etc/passwd', '..', '.', '', 'a/b', 'a\0b']) {
      assert.equal(progressFromText({ ...text, target }), undefined)
    }
  })
})
