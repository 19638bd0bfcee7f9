import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { assess } from '../../rules/assess.ts'
import { problemsOf, readForm, recordOf } from './registration.ts'

const FORM = { name: 'Ann', address: '', phone: ' +33123456789 ', job: 'Baker', email: '', dob: '1984-05-06' }

test('a form becomes a record: blanks go, what is empty is not there', () => {
  const { name, phone, email, address, changed_at } = recordOf('1', FORM, 7)
  assert.deepEqual([name, phone, email, address, changed_at], ['Ann', '+33123456789', null, null, 7])
  assert.deepEqual(problemsOf(recordOf('1', FORM, 7)), [])
})

test('what nobody can work with is refused, what a policy objects to is only said', () => {
  const problems = problemsOf(recordOf('1', { ...FORM, dob: '1979-12-31', phone: '0123', name: ' ' }, 7))
  assert.deepEqual(
    problems.map(({ field, rule, refused }) => [field, rule, refused]),
    [
      ['dob', 'born-before-1980', false],
      ['name', 'name-there', true],
      ['phone', 'phone-valid', true]
    ]
  )
})

test('the door and the stream find the same', () => {
  const text = fc.option(fc.oneof(fc.string(), fc.constantFrom('1979-01-01', 'Arboriculturist', 'a@b.org')), {
    nil: undefined
  })
  const forms = fc.record({ name: text, address: text, phone: text, job: text, email: text, dob: text })
  fc.assert(
    fc.property(forms, (written) => {
      const read = readForm(written)
      assert.ok('registration' in read)
      const record = recordOf('1', read.registration, 7)
      assert.deepEqual(
        problemsOf(record).map(({ rule }) => rule),
        assess(record).failures.map(({ rule }) => rule)
      )
    })
  )
})

test('anything but a form of texts is refused, and nothing of it is repeated', () => {
  for (const body of [null, 7, [], 'x', { ...FORM, admin: true }, { name: { $gt: '' } }, { name: 'x'.repeat(201) }]) {
    const read = readForm(body)
    assert.ok('problems' in read && read.problems.length > 0, JSON.stringify(body))
    assert.ok(read.problems.every(({ message }) => !message.includes('xxx')))
  }
  fc.assert(
    fc.property(fc.anything(), (body) => {
      const read = readForm(body)
      if ('registration' in read) problemsOf(recordOf('1', read.registration, 7))
    })
  )
})
