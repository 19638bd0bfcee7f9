import assert from 'node:assert/strict'
import { test } from 'node:test'
import { differences } from './differences.ts'
import { allQuestions, describeQuestion, expectedRanking } from './expected.ts'
import type { Sale } from './sales.ts'

function sale(city: string, amount: bigint, rest: Partial<Sale> = {}): Sale {
  const place = { city, region: '', country: 'France' }
  return { id: '1-1', salesmanId: '7', salesmanName: 'Ann', place, amount, day: '2004-05-06', product: 'Car', ...rest }
}

const line = (rank: number, key: string, total: string, count: number) => ({ rank, key, total, count })

test('equal totals share a rank, more sales stand first', () => {
  const sales = [sale('A', 30_000n), sale('B', 20_000n), sale('C', 10_000n), sale('C', 10_000n), sale('D', 1n)]
  assert.deepEqual(expectedRanking(sales, { who: 'cities' }).lines, [
    line(1, 'A, France', '3.00', 1),
    line(2, 'C, France', '2.00', 2),
    line(2, 'B, France', '2.00', 1),
    line(4, 'D, France', '0.0001', 1)
  ])
})

test('a question of a year or a country counts those sales only', () => {
  const york = { city: 'York', region: 'Yorkshire', country: 'UK' }
  const sales = [sale('A', 10_000n), sale('A', 20_000n, { day: '2003-12-31' }), sale('York', 40_000n, { place: york })]
  const lines = (question: object) => expectedRanking(sales, { who: 'cities', ...question }).lines
  assert.deepEqual(lines({ year: '2003' }), [line(1, 'A, France', '2.00', 1)])
  assert.deepEqual(lines({ country: 'UK' }), [line(1, 'York, Yorkshire, UK', '4.00', 1)])
  assert.deepEqual(allQuestions(sales).map(describeQuestion), [
    ...['cities', 'salesmen', 'cities 2003', 'salesmen 2003', 'cities 2004', 'salesmen 2004'],
    ...['cities in France', 'salesmen in France', 'cities in UK', 'salesmen in UK']
  ])
})

test('whatever differs from the expected ranking is named', () => {
  const question = { who: 'cities' } as const
  const right = { question, lines: [line(1, 'A', '3.00', 1), line(2, 'B', '2.00', 1), line(3, 'C', '1.00', 1)] }
  assert.deepEqual(differences(right, right), [])
  const found = { question, lines: [line(1, 'B', '2.01', 1), line(3, 'C', '1.00', 1), line(2, 'D', '1.00', 1)] }
  assert.deepEqual(differences(right, found), [
    'cities: B: rank 1, total 2.01, count 1 instead of rank 2, total 2.00, count 1',
    'cities: D: rank 2, total 1.00, count 1, but should not be there',
    'cities: D: stands behind a lower rank',
    'cities: A: missing, instead of rank 1, total 3.00, count 1'
  ])
})
