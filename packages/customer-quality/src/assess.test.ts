import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { CustomerRecord } from '@sales-pipeline/contracts'
import { assessOf } from './assess.ts'
import { ruleSetOf } from './rule-set.ts'
import { aCustomer } from '../testing/records.ts'
import { ruleSet } from '../testing/rule-sets.ts'

const reference = assessOf(ruleSet('reference'))
const customers = assessOf(ruleSet('customers'))

const verdictOf = (change: Partial<CustomerRecord>) => reference(aCustomer(change), []).verdict
const rulesBroken = (change: Partial<CustomerRecord>, samePersons: string[] = []) =>
  customers(aCustomer(change), samePersons).failures.map(({ rule }) => rule)

test('the reference case', () => {
  assert.equal(verdictOf({}), 'Correct')
  assert.equal(verdictOf({ dob: '1979-12-31' }), 'Policyexception')
  assert.equal(verdictOf({ dob: '1980-01-01' }), 'Correct')
  assert.equal(verdictOf({ job: 'Arboriculturist' }), 'Not standard profession')
  assert.equal(verdictOf({ dob: '1979-12-31', job: 'Arboriculturist' }), 'Policyexception')
  assert.equal(verdictOf({ job: 'arboriculturist' }), 'Correct')
  assert.equal(verdictOf({ dob: null, job: null }), 'Correct')
})

test('the reference case, against its own words in code', () => {
  const days = fc.date({ min: new Date('1900-01-01'), max: new Date('2026-01-01'), noInvalidDate: true })
  fc.assert(
    fc.property(days, fc.constantFrom('Arboriculturist', 'Engineer', ''), (day, job) => {
      const dob = day.toISOString().slice(0, 10)
      const isEarly = new Date(dob) < new Date('1980-01-01')
      const expected = isEarly ? 'Policyexception' : job === 'Arboriculturist' ? 'Not standard profession' : 'Correct'
      assert.equal(verdictOf({ dob, job }), expected)
      assert.equal(customers(aCustomer({ dob, job }), []).verdict, expected)
    })
  )
})

test('an assessment names its rule set with its version', () => {
  const { ruleSet: name, version, failures } = customers(aCustomer({ job: 'Wizard' }), [])
  assert.deepEqual([name, version], ['customers', 2])
  assert.deepEqual(failures, [
    {
      rule: 'profession-known',
      version: 1,
      dimension: 'reference',
      field: 'job',
      message: '"Wizard" must be a profession of the list',
      severity: 'minor',
      remedy: 'Choose the profession from the list, or have it added.'
    }
  ])
})

const DAY_MS = 86_400_000
const { observed_at } = aCustomer()

const table: readonly (readonly [string, Partial<CustomerRecord>, string[]])[] = [
  ['nothing', {}, []],
  ['no name', { name: null }, ['name-there']],
  ['a blank name', { name: '  ' }, ['name-there']],
  ['no day of birth', { dob: null }, ['dob-there']],
  ['neither e-mail nor phone', { email: null, phone: null }, ['reachable']],
  ['no e-mail but a phone', { email: null }, []],
  ['an e-mail address without a domain', { email: 'ann@' }, ['email-valid']],
  ['a phone number with spaces', { phone: '+33 1 23 45 67 89' }, ['phone-valid', 'phone-of-country']],
  ['a phone number of another country', { phone: '+49301234567' }, ['phone-of-country']],
  ['a country whose numbers are not known', { phone: '+49301234567', country: 'NZ' }, []],
  ['a day that does not exist', { dob: '1990-02-30' }, ['dob-valid']],
  ['a day of another form', { dob: '17.5.1990' }, ['dob-valid']],
  ['somebody not born yet', { dob: '2026-04-01', since: '2026-05-01' }, ['age-plausible']],
  ['somebody 127 years old', { dob: '1899-01-01' }, ['born-before-1980', 'age-plausible']],
  ['a country by its name', { country: 'France' }, ['country-valid']],
  ['a customer before birth', { since: '1990-05-16' }, ['since-after-birth']],
  ['a change from the future', { changed_at: observed_at + DAY_MS }, ['changed-before-observed']],
  ['a profession nobody knows', { job: 'Wizard' }, ['profession-known']],
  ['a change read too late', { changed_at: observed_at - 8 * DAY_MS }, ['seen-in-time']]
]

for (const [what, change, expected] of table) {
  test(`${what}: ${expected.join(', ') || 'correct'}`, () => {
    assert.deepEqual(rulesBroken(change), expected)
  })
}

test('the same person under another id', () => {
  assert.deepEqual(rulesBroken({}, ['shop:7']), ['person-once'])
})

test('no message shows personal data', () => {
  const personal = { name: ' ', dob: '17.5.1890', email: 'ann@secret', phone: '0123/secret' }
  const { failures } = customers(aCustomer(personal), [])
  assert.ok(failures.length >= 4)
  assert.ok(!/secret|1890/u.test(JSON.stringify(failures)))
})

test('no record makes an assessment throw', () => {
  const text = fc.option(fc.string({ unit: 'grapheme' }))
  const time = fc.integer({ min: -1e13, max: 1e13 })
  const change = fc.record({
    name: text,
    dob: text,
    job: text,
    email: text,
    phone: text,
    country: text,
    since: text,
    changed_at: time,
    observed_at: time
  })
  fc.assert(
    fc.property(change, (one) => {
      customers(aCustomer(one), [])
    })
  )
})

test('what is no rule set is refused with all that is wrong', () => {
  const rule = { id: 'a', dimension: 'validity', field: 'name' }
  assert.throws(
    () => ruleSetOf({ name: 'x', version: 0, rules: [{ ...rule, dimension: 'taste', colour: 'red' }] }),
    (error: Error) => {
      for (const part of ['version', 'dimension', 'colour']) assert.match(error.message, new RegExp(part, 'u'))
      return true
    }
  )
  assert.throws(() => ruleSetOf({ name: 'x', version: 1, rules: [rule, rule] }), /two rules have the id a/)
  const unknown = ruleSetOf({ name: 'x', version: 1, rules: [{ ...rule, expression: 'record.colour == "red"' }] })
  assert.throws(() => assessOf(unknown), /rule a: No such key: colour/)
})
