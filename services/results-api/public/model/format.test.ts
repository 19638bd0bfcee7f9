import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatFor } from './format.ts'

test('amounts keep every digit, in the form of the locale and of the currency', () => {
  const [en, de] = [formatFor('en-US'), formatFor(['de-DE', 'en'])]
  assert.equal(en.money('9007199254740993.01', 'USD'), '$9,007,199,254,740,993.01')
  assert.equal(en.money('-0.0001', 'EUR'), '-€0.0001')
  assert.equal(en.money('12.00', 'JPY'), '¥12')
  assert.equal(de.money('1082551.44', 'EUR'), '1.082.551,44\u00A0€')
  assert.equal(de.count(2996), '2.996')
})

test('dates are as long as they are known', () => {
  const { date, instant } = formatFor('en-GB')
  assert.deepEqual(['2004', '2004-05', '2004-05-06'].map(date), ['2004', 'May 2004', '6 May 2004'])
  assert.equal(instant('2004-05-06T07:08:09.000Z'), '6 May 2004 at 07:08:09 UTC')
})

test('rates and what waits are short', () => {
  const { rate, lag, moment } = formatFor('en-GB')
  assert.deepEqual([rate(0), rate(1234.567), rate(0.04)], ['0 rows/s', '1,230 rows/s', '0.04 rows/s'])
  assert.deepEqual(
    [lag(0, 'bytes'), lag(16_777_216, 'bytes'), lag(1234, 'records')],
    ['0 bytes', '16.8 MB', '1,234 records']
  )
  assert.match(moment('2004-05-06T12:08:09.000Z'), /^[567] May 2004, \d\d:08$/)
})
