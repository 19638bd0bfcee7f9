import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sales, validator } from '@sales-pipeline/contracts'
import { csvLines, generateSales, jsonLines } from './sales.ts'

test('the same seed gives the same sales, another seed edits them', () => {
  const [first, again, other] = [7, 7, 8].map((seed) => [...generateSales({ count: 200, seed })])
  assert.deepEqual(first, again)
  assert.notDeepEqual(first, other)
  assert.deepEqual(
    first?.map(({ sale_id }) => sale_id),
    other?.map(({ sale_id }) => sale_id)
  )
})

test('every sale keeps its contract, and each has a line in a file', () => {
  const generated = [...generateSales({ count: 1000, seed: 1 })]
  const violations = validator(sales.rules)
  assert.deepEqual(generated.flatMap(violations), [])
  const [header = '', line = ''] = csvLines(generated)
  assert.equal(header.split(',').length, line.split(',').length)
  assert.equal([...jsonLines(generated)].length, 1000)
})

test('groups repeat: a city has many sales on a day', () => {
  const groups = new Set<string>()
  for (const { place, sold_at } of generateSales({ count: 20_000, seed: 1 })) {
    groups.add(`${place.city} ${Math.floor(sold_at / 86_400_000)}`)
  }
  assert.ok(groups.size < 20_000 / 5, `${groups.size} groups`)
})
