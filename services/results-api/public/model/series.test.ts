import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { readAddress } from './address.ts'
import { filled, greatest, seriesQuery, type Grain } from './series.ts'

const point = (date: string, total = '1.00') => ({ date, total, count: 1 })

test('gaps are zero', () => {
  assert.deepEqual(
    filled([point('2004-11'), point('2005-02')], 'month').map(({ date, total }) => [date, total]),
    [
      ['2004-11', '1.00'],
      ['2004-12', '0.00'],
      ['2005-01', '0.00'],
      ['2005-02', '1.00']
    ]
  )
  assert.deepEqual(
    filled([point('2004-02-28'), point('2004-03-01')], 'day').map(({ date }) => date),
    ['2004-02-28', '2004-02-29', '2004-03-01']
  )
  assert.deepEqual(filled([], 'day'), [])
})

test('all that was there is there, once, in order, whatever the gaps', () => {
  const days = fc.uniqueArray(fc.integer({ min: -700_000, max: 2_000_000 }), { maxLength: 20 })
  fc.assert(
    fc.property(days, fc.constantFrom<Grain>('year', 'month', 'day'), (some, by) => {
      const length = { year: 4, month: 7, day: 10 }[by]
      const dates = some.map((day) => new Date(day * 86_400_000).toISOString().slice(0, length))
      const points = [...new Set(dates)].toSorted().map((date) => point(date))
      const all = filled(points, by).map(({ date }) => date)
      assert.deepEqual(all, [...new Set(all)].toSorted())
      for (const { date } of points) assert.ok(all.includes(date))
    })
  )
})

test('the chart of a filter: months of all time and of a year, days of a month, either of a range', () => {
  const asked = (query: string) => seriesQuery(readAddress(query).filter)
  assert.deepEqual(asked(''), { by: 'month' })
  assert.deepEqual(asked('?period=year&date=2004'), { by: 'month', from: '2004', to: '2004' })
  assert.deepEqual(asked('?period=month&date=2004-05'), { by: 'day', from: '2004-05', to: '2004-05' })
  assert.deepEqual(asked('?period=day&date=2004-05-06'), { by: 'day', from: '2004-05', to: '2004-05' })
  const [from, to] = ['2004-05-06', '2004-06-01']
  assert.deepEqual(asked(`?period=range&from=${from}&to=${to}`), { by: 'day', from, to })
  assert.deepEqual(asked(`?period=range&from=2003-01-01&to=${to}`), { by: 'month', from: '2003-01-01', to })
  assert.deepEqual(asked(`?period=range&to=${to}`), { by: 'month', to })
})

test('the greatest of a series', () => {
  assert.equal(greatest([point('2004', '2.00'), point('2005', '10.00')])?.date, '2005')
})
