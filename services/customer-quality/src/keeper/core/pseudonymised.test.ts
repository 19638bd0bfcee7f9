import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { aCustomer } from '../../testing/a-customer.ts'
import { pseudonymised } from './pseudonymised.ts'

const lengths = (kind: string, text: string) => `${kind}#${text.length}`

test('who somebody is goes; what they do and the year of birth stay', () => {
  assert.deepEqual(pseudonymised(aCustomer(), lengths), {
    customer: 'customer#43',
    source: 'portal',
    name: 'name#11',
    email: 'email#15',
    phone: 'phone#12',
    address: 'address#19',
    birth_year: 1984,
    job: 'Baker',
    country: null,
    changed_at: 1_000
  })
})

test('spelling in capitals makes no other person', () => {
  const [one, other] = ['Ann@Example.org ', 'ann@example.org'].map(
    (email) => pseudonymised(aCustomer({ email }), (_, text) => text).email
  )
  assert.equal(one, other)
})

test('whatever stands in the fields, no address or number comes through', () => {
  const text = fc.option(fc.constantFrom('ann@example.org', '+33123456789', '1984-05-06', ' '), { nil: null })
  fc.assert(
    fc.property(text, text, text, text, text, text, (name, dob, job, email, phone, country) => {
      const shown = JSON.stringify(pseudonymised(aCustomer({ name, dob, job, email, phone, country }), lengths))
      assert.doesNotMatch(shown, /@|\+33|-05-06/)
    })
  )
})
