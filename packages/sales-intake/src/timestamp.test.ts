import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseTimestamp } from './timestamp.ts'

/** Four-digit years: what ISO 8601 can write without an agreement. */
const times = fc
  .integer({ min: Date.UTC(0, 0, 1) - 1900 * 366 * 86_400_000, max: Date.UTC(9999, 11, 31) })
  .filter(hasFourDigitYear)
const two = (n: number) => String(n).padStart(2, '0')

function hasFourDigitYear(time: number): boolean {
  return new Date(time).toISOString().length === 24
}

test('every millisecond of the calendar is read back from ISO 8601 and from Postgres text', () => {
  fc.assert(
    fc.property(times, (time) => {
      const iso = new Date(time).toISOString()
      const postgres = `${iso.slice(0, 10)} ${iso.slice(11, 23)}+00`
      assert.equal(parseTimestamp(iso), time)
      assert.equal(parseTimestamp(iso.slice(0, -1)), time)
      assert.equal(parseTimestamp(postgres), time)
      assert.equal(parseTimestamp(`${postgres}:00`), time)
      assert.equal(parseTimestamp(iso.slice(0, 10)), Math.floor(time / 86_400_000) * 86_400_000)
    })
  )
})

test('the zone is taken off the local time', () => {
  fc.assert(
    fc.property(times, fc.integer({ min: -15, max: 15 }), fc.integer({ min: 0, max: 59 }), (time, hours, minutes) => {
      const offset = Math.sign(hours || 1) * (Math.abs(hours) * 60 + minutes) * 60_000
      if (!hasFourDigitYear(time + offset)) return
      const local = new Date(time + offset).toISOString().slice(0, -1)
      const zone = `${offset < 0 ? '-' : '+'}${two(Math.abs(hours))}`
      assert.equal(parseTimestamp(`${local}${zone}:${two(minutes)}`), time)
      assert.equal(parseTimestamp(`${local}${zone}${two(minutes)}`), time)
    })
  )
})

test('a date exists if and only if the calendar has it', () => {
  const number = (max: number) => fc.integer({ min: 0, max })
  fc.assert(
    fc.property(fc.integer({ min: 100, max: 9999 }), number(14), number(33), (year, month, day) => {
      const date = new Date(Date.UTC(year, month - 1, day))
      const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && date.getUTCFullYear() === year
      const text = `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`
      assert.equal(parseTimestamp(text), exists ? date.getTime() : undefined, text)
    }),
    { numRuns: 2000 }
  )
})

test('known instants', () => {
  const known: [string, string][] = [
    ['2004-02-29 00:00:00+00', '2004-02-29T00:00:00.000Z'],
    ['2004-02-29 12:34:56.789999+00', '2004-02-29T12:34:56.789Z'],
    ['2004-02-29 12:34:56.7+05:30', '2004-02-29T07:04:56.700Z'],
    ['1969-12-31T23:59:59.9999Z', '1969-12-31T23:59:59.999Z'],
    ['1883-11-18 12:03:57-04:56:02', '1883-11-18T16:59:59.000Z'],
    ['2004-02-29T13:05', '2004-02-29T13:05:00.000Z'],
    ['2004-02-29T13:05-0800', '2004-02-29T21:05:00.000Z']
  ]
  for (const [text, instant] of known) assert.equal(parseTimestamp(text), Date.parse(instant), text)
})

test('anything else is refused', () => {
  const wrong = [
    ...['', 'infinity', '-infinity', 'now', 'today', '0', '1234567890', '2004', '2004-02', '20040229', '29.02.2004'],
    ...['2003-02-29', '1900-02-29', '2004-02-30', '2004-13-01', '2004-00-10', '2004-01-00', '2004-1-1', '02/29/2004'],
    ...[
      '2004-02-29T',
      '2004-02-29 ',
      '2004-02-29T1',
      '2004-02-29T10',
      '2004-02-29T10:',
      '2004-02-29T10:6',
      '2004-02-29t10:00'
    ],
    ...[
      '2004-02-29T24:00:00',
      '2004-02-29T23:60:00',
      '2004-02-29T23:59:60',
      '2004-02-29T10:00:0',
      '2004-02-29T10:00:00.'
    ],
    ...['2004-02-29T10:00:00.1234567890', '2004-02-29T10:00:00,5', '2004-02-29T10:00:00 Z', '2004-02-29T10:00:00z'],
    ...[
      '2004-02-29T10:00:00+',
      '2004-02-29T10:00:00+1',
      '2004-02-29T10:00:00+16',
      '2004-02-29T10:00:00+01:60',
      '2004-02-29Z'
    ],
    ...[
      '2004-02-29T10:00:00+01:',
      '2004-02-29T10:00:00+01:0',
      '2004-02-29T10:00:00+010',
      '2004-02-29T10:00:00+01:00:60'
    ],
    ...[
      '2004-02-29T10:00:00+01:00:0',
      '2004-02-29T10:00:00+01:00:000',
      '2004-02-29T10:00:00Z1',
      '2004-02-29T10:00:00+0:100'
    ],
    ...[
      '12004-02-29',
      '+2004-02-29',
      '2004-02-29 10:00:00 BC',
      '2004-02-29 BC',
      '２００４-02-29',
      '2004-02-29T10:00:00 UTC'
    ]
  ]
  for (const text of wrong) assert.equal(parseTimestamp(text), undefined, JSON.stringify(text))
})

test('what is accepted, the platform reads as the same instant', () => {
  const like = fc.string({ unit: fc.constantFrom(...Array.from('0123456789-:.TZ+ ')), minLength: 8, maxLength: 30 })
  const damaged = fc
    .tuple(times, fc.nat(28), fc.constantFrom(...Array.from('0123456789-:.TZ+ x'), ''))
    .map(([time, at, by]) => {
      const iso = new Date(time).toISOString()
      return iso.slice(0, at) + by + iso.slice(at + 1)
    })
  fc.assert(
    fc.property(fc.oneof(like, damaged, fc.string({ unit: 'binary' })), (text) => {
      const time = parseTimestamp(text)
      if (time === undefined) return
      const hasZone = text.length === 10 || /(Z|[+-]\d\d(:?\d\d){0,2})$/.test(text.slice(10))
      const parsed = Date.parse(hasZone ? text.replace(' ', 'T') : `${text.replace(' ', 'T')}Z`)
      if (!Number.isNaN(parsed)) assert.equal(time, parsed, text)
    }),
    { numRuns: 500 }
  )
})
