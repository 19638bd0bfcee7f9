import assert from 'node:assert/strict'
import { test } from 'node:test'
import { arrivalBars, arrivals, arrivalSentence, isComplete } from './arrivals.ts'

const expected = { files: 1052, database: 1421, partner: 523 }

test('says of each source how many of its sales have arrived', () => {
  const some = arrivals(
    (year) => ({ 2003: 1052, 2004: 490 })[year] ?? 0,
    (source) => expected[source]
  )
  assert.equal(isComplete(some), false)
  assert.equal(arrivalSentence(some), 'files 1,052 of 1,052, database 490 of 1,421, partner 0 of 523')
  assert.deepEqual(arrivalBars(some), [
    '  2003  CSV and JSON files in the inbox  ████████████████████████ 1,052 of 1,052',
    '  2004  change data capture of Postgres  ████████░░░░░░░░░░░░░░░░   490 of 1,421',
    "  2005  the partner's SOAP service       ░░░░░░░░░░░░░░░░░░░░░░░░     0 of 523"
  ])
})

test('is complete with exactly the expected numbers', () => {
  const years: Record<string, number> = { 2003: 1052, 2004: 1421, 2005: 523 }
  const all = (more: number) =>
    arrivals(
      (year) => (years[year] ?? 0) + more,
      (source) => expected[source]
    )
  assert.equal(isComplete(all(0)), true)
  assert.equal(isComplete(all(1)), false)
})
