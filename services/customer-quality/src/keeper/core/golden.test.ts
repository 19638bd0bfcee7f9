import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { aCustomer } from '../../testing/a-customer.ts'
import { memberOf, merged, NOBODY, personOf, survivors } from './golden.ts'

const web = memberOf(aCustomer({ customer_id: '1', source: 'web', changed_at: 1, job: 'Baker', phone: ' ' }), 10)
const shop = memberOf(aCustomer({ customer_id: '2', source: 'shop', changed_at: 2, job: null }), 4)

test('the same day of birth and contact are one person, whatever the case; without them everybody is their own', () => {
  assert.equal(personOf(web), personOf(memberOf(aCustomer({ email: ' ANN@example.org ' }), 1)))
  assert.notEqual(personOf(web), personOf(memberOf(aCustomer({ dob: '1984-05-07' }), 1)))
  const lonely = (customer_id: string) => personOf(memberOf(aCustomer({ customer_id, email: null, phone: null }), 1))
  assert.notEqual(lonely('1'), lonely('2'))
})

test('each field survives from the member that changed last and has it', () => {
  const { job, phone, email } = survivors([web, shop])
  assert.deepEqual(job, { value: 'Baker', from: 'web:1' })
  assert.deepEqual(phone, { value: '+33123456789', from: 'shop:2' })
  assert.deepEqual(email, { value: 'ann@example.org', from: 'shop:2' })
})

test('a history tells who joined, changed and left, and the same again changes nothing', () => {
  const first = merged(NOBODY, [web])
  const both = merged(first, [web, shop])
  assert.equal(merged(both, [shop, web]), both)
  const gone = merged(both, [{ ...shop, version: 5 }])
  assert.deepEqual(
    gone.history.map(({ event, member, version }) => `${event} ${member} ${version}`),
    ['joined web:1 10', 'joined shop:2 4', 'left web:1 10', 'changed shop:2 5']
  )
  assert.deepEqual(merged(gone, []).members, [])
})

test('what survives does not depend on the order of the members', () => {
  const text = fc.option(fc.constantFrom('a', 'b', ' '), { nil: null })
  const member = fc
    .record({ customer_id: fc.nat(5).map(String), job: text, name: text, changed_at: fc.nat(3) })
    .map((one) => memberOf(aCustomer(one), 1))
  const members = fc.uniqueArray(member, { selector: ({ id }) => id, maxLength: 5 })
  const shuffled = members.chain((all) =>
    fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))
  )
  fc.assert(
    fc.property(shuffled, ([all, other]) => {
      assert.deepEqual(survivors(other), survivors(all))
    })
  )
})
