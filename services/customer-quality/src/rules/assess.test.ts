import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { aCustomer } from '../testing/a-customer.ts'
import { assess, expectationOf } from './assess.ts'

test('the two rules of the reference case, exactly', () => {
  const verdictOf = (dob: string | null, job: string | null) => assess(aCustomer({ dob, job })).verdict
  assert.equal(verdictOf('1980-01-01', 'Baker'), 'Correct')
  assert.equal(verdictOf('1979-12-31', 'Baker'), 'Policyexception')
  assert.equal(verdictOf('1980-01-01', 'Arboriculturist'), 'Not standard profession')
  assert.equal(verdictOf('1979-12-31', 'Arboriculturist'), 'Policyexception')
  assert.equal(verdictOf('1980-01-01', 'arboriculturist'), 'Correct')
  assert.equal(verdictOf(null, null), 'Correct')
})

test('the verdict is what the reference case says, whatever else is in the record', () => {
  const text = fc.option(fc.string(), { nil: null })
  const day = fc.date({ min: new Date('1900-01-01'), max: new Date('2020-01-01'), noInvalidDate: true })
  const job = fc.constantFrom('Arboriculturist', 'Baker', '', 'arboriculturist')
  fc.assert(
    fc.property(day, job, text, text, text, (born, job, name, email, phone) => {
      const expected =
        born.getTime() < Date.UTC(1980, 0, 1)
          ? 'Policyexception'
          : job === 'Arboriculturist'
            ? 'Not standard profession'
            : 'Correct'
      const record = aCustomer({ dob: born.toISOString().slice(0, 10), job, name, email, phone })
      assert.equal(assess(record).verdict, expected)
    })
  )
})

test('every failure names its field, and shows nothing personal', () => {
  const { failures } = assess(
    aCustomer({ name: ' ', dob: '1970-02-30', job: 'Arboriculturist', email: 'ann@', phone: '0123' })
  )
  assert.deepEqual(
    failures.map((failure) => [failure.field, failure.rule, expectationOf(failure)]),
    [
      ['dob', 'born-before-1980', 'must not lie before 1980-01-01'],
      ['job', 'standard-profession', 'must be a standard profession'],
      ['name', 'name-there', 'must be there'],
      ['dob', 'dob-valid', 'must be a date that exists, such as 2026-03-31'],
      ['email', 'email-valid', 'must be an e-mail address, such as ann@example.org'],
      [
        'phone',
        'phone-valid',
        'must be a telephone number with + and country code, without spaces, such as +33123456789'
      ]
    ]
  )
  assert.doesNotMatch(JSON.stringify(failures), /1970-02-30|ann@"|0123"/)
})

test('a customer who can be reached in no way is told so', () => {
  const rulesOf = (email: string | null, phone: string | null) =>
    assess(aCustomer({ email, phone })).failures.map(({ rule }) => rule)
  assert.deepEqual(rulesOf(null, null), ['reachable'])
  assert.deepEqual(rulesOf(null, '+33123456789'), [])
})
