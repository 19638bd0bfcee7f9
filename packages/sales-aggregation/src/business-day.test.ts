import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { businessDay } from './business-day.ts'

const epochDay = (date: string) => Date.parse(date) / 86_400_000

test('UTC days begin at midnight UTC, before 1970 too', () => {
  const day = businessDay('UTC')
  assert.equal(day(Date.parse('2005-03-01T00:00:00Z')), epochDay('2005-03-01'))
  assert.equal(day(Date.parse('2005-02-28T23:59:59.999Z')), epochDay('2005-02-28'))
  assert.equal(day(Date.parse('1901-12-31T23:59:59.999Z')), epochDay('1901-12-31'))
})

test('a zone moves the midnight, summer time included', () => {
  const day = businessDay('America/New_York')
  assert.equal(day(Date.parse('2005-01-15T04:59:59Z')), epochDay('2005-01-14'))
  assert.equal(day(Date.parse('2005-01-15T05:00:00Z')), epochDay('2005-01-15'))
  assert.equal(day(Date.parse('2005-07-15T03:59:59Z')), epochDay('2005-07-14'))
  assert.equal(day(Date.parse('2005-07-15T04:00:00Z')), epochDay('2005-07-15'))
})

test('days follow the calendar of the zone, whatever was asked before', () => {
  const zone = 'Australia/Lord_Howe'
  const day = businessDay(zone)
  const calendar = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' })
  fc.assert(
    fc.property(fc.integer({ min: -2_208_988_800_000, max: 4_102_444_800_000 }), (instant) => {
      assert.equal(day(instant), epochDay(calendar.format(instant)))
    })
  )
})

test('an unknown zone is refused', () => {
  assert.throws(() => businessDay('Mars/Olympus'), RangeError)
})
