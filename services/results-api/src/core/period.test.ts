import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  dayRange,
  daysOf,
  GRAINS,
  isDate,
  periodObjection,
  PERIODS,
  rangeObjection,
  rangeOf,
  spanDate,
  spanOf,
  spansOf
} from './period.ts'

const MILLISECONDS_OF_DAY = 86_400_000
const days = fc
  .integer({ min: Date.parse('0001-01-01') / MILLISECONDS_OF_DAY, max: Date.parse('9999-12-31') / MILLISECONDS_OF_DAY })
  .map((day) => new Date(day * MILLISECONDS_OF_DAY).toISOString().slice(0, 10))

test('a span holds the day it was made of, and begins and ends with the period', () => {
  fc.assert(
    fc.property(days, fc.constantFrom('year', 'month', 'day'), (day, period) => {
      const span = spanOf(period, day)
      const { first, last } = daysOf(span)!
      assert.ok(first <= day && day <= last)
      assert.ok(isDate(first) && isDate(last))
      const next = new Date(Date.parse(last) + MILLISECONDS_OF_DAY).toISOString().slice(0, 10)
      if (!last.startsWith('9999-12-31')) assert.notDeepEqual(spanOf(period, next), span)
      assert.equal(spanDate(span), day.slice(0, { year: 4, month: 7, day: 10 }[period]))
    })
  )
})

test('a date is one of the calendar, in one of three lengths', () => {
  fc.assert(fc.property(days, fc.constantFrom(4, 7, 10), (day, length) => isDate(day.slice(0, length))))
  for (const text of ['2004', '2004-02', '2004-02-29', '0001', '9999-12-31']) assert.ok(isDate(text), text)
  for (const text of [
    '',
    '0000',
    '204',
    '2004-13',
    '2004-00',
    '2003-02-29',
    '2004-02-30',
    '2004-1-1',
    '2004-01-01T00',
    ' 2004',
    '-2004'
  ]) {
    assert.ok(!isDate(text), text)
  }
})

test('a date must be as long as its period, and have one', () => {
  assert.equal(periodObjection('all', undefined), undefined)
  assert.match(periodObjection('all', '2004') ?? '', /needs period/)
  for (const period of PERIODS.slice(1))
    assert.match(periodObjection(period, undefined) ?? '', /is needed .* give YYYY/)
  assert.match(periodObjection('day', '2004-05') ?? '', /too short .* YYYY-MM-DD/)
  assert.equal(periodObjection('year', '2004-05-06'), undefined)
  assert.equal(daysOf(spanOf('all', undefined)), null)
})

test('a range goes from the beginning of one date to the end of another, in periods of its kind', () => {
  assert.deepEqual(dayRange('2004-02', '2004'), { first: '2004-02-01', last: '2004-12-31' })
  assert.deepEqual(dayRange('2003-02-03', '2004-02'), { first: '2003-02-03', last: '2004-02-29' })
  assert.deepEqual(dayRange(undefined, undefined), { first: '0001-01-01', last: '9999-12-31' })
  assert.equal(rangeObjection('2004-03', '2004'), undefined)
  assert.match(rangeObjection('2004', '2003-12-31') ?? '', /before/)
  fc.assert(
    fc.property(days, days, days, fc.constantFrom(...GRAINS), (a, b, day, grain) => {
      const [from, to] = [a, b].toSorted() as [string, string]
      const { first, last } = rangeOf(grain, from, to)
      const within =
        spanDate(first)! <= spanDate(spanOf(grain, day))! && spanDate(spanOf(grain, day))! <= spanDate(last)!
      if (from <= day && day <= to) assert.ok(within)
      if (within) assert.ok(daysOf(first)!.first <= day && day <= daysOf(last)!.last)
    })
  )
})

test('the spans of a range are its days, each once, and few', () => {
  const datesOf = (first: string, last: string) => spansOf({ first, last }).map(spanDate)
  assert.deepEqual(datesOf('2003-11-30', '2005-02-01'), ['2003-11-30', '2003-12', '2004', '2005-01', '2005-02-01'])
  assert.deepEqual(datesOf('2004-02-01', '2004-02-29'), ['2004-02'])
  assert.equal(datesOf('0001-01-01', '9999-12-31').length, 9999)
  fc.assert(
    fc.property(days, fc.nat(1500), (first, length) => {
      const end = new Date(Date.parse(first) + length * MILLISECONDS_OF_DAY).toISOString().slice(0, 10)
      const last = end.startsWith('+') ? '9999-12-31' : end
      const parts = spansOf({ first, last }).map((span) => daysOf(span)!)
      assert.equal(parts[0]!.first, first)
      assert.equal(parts.at(-1)!.last, last)
      for (const [i, part] of parts.slice(1).entries()) {
        assert.equal(Date.parse(part.first), Date.parse(parts[i]!.last) + MILLISECONDS_OF_DAY)
      }
      assert.ok(parts.length <= 2 * 30 + 2 * 11 + 5, String(parts.length))
    })
  )
})
