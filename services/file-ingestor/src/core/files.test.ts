import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { finishedName, REPORT_SUFFIX, treatmentOf } from './files.ts'

const HASH = 'abcdef0123456789'

describe('treatmentOf', () => {
  it('reads by the extension, in any case', () => {
    assert.deepEqual(treatmentOf('a.csv'), { read: 'csv' })
    assert.deepEqual(treatmentOf('A.B.CSV'), { read: 'csv' })
    assert.deepEqual(treatmentOf('a.json'), { read: 'json' })
    assert.deepEqual(treatmentOf('a.ndjson'), { read: 'ndjson' })
    assert.deepEqual(treatmentOf('a.jsonl'), { read: 'ndjson' })
  })

  it('passes over what is still being written, and leaves the rest alone', () => {
    for (const name of ['.a.csv', 'a.csv.tmp', 'a.csv.part', '.gitkeep']) assert.equal(treatmentOf(name), 'passed over')
    for (const name of ['csv', 'a.xlsx', 'a.csv.gz', 'a.', 'a.constructor'])
      assert.equal(treatmentOf(name), 'left alone')
  })
})

describe('finishedName', () => {
  it('is the own name, then with the hash, then with a number', () => {
    const taken = new Set<string>()
    const next = (): string => {
      const name = finishedName('a.b.csv', HASH, (candidate) => taken.has(candidate))
      taken.add(name)
      return name
    }
    assert.deepEqual(
      [next(), next(), next(), next()],
      ['a.b.csv', 'a.b.abcdef012345.csv', 'a.b.abcdef012345.2.csv', 'a.b.abcdef012345.3.csv']
    )
  })

  it('leaves room for the report, whatever the name, and keeps it free of what was taken', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 }), fc.nat(3), (stem, copies) => {
        const taken = new Set<string>()
        for (let copy = 0; copy <= copies; copy++) {
          const name = finishedName(`${stem}.csv`, HASH, (candidate) => taken.has(candidate))
          assert.ok(Buffer.byteLength(name + REPORT_SUFFIX) <= 255)
          assert.ok(!taken.has(name))
          taken.add(name)
        }
      })
    )
  })
})
