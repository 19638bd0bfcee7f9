import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { PersonIndex } from './person-index.ts'
import { identityOf, isSamePerson, keysOf, type Person } from './person.ts'

const jörg: Person = { name: 'Jörg Müller', dob: '1990-05-17', email: 'joerg@example.org', phone: '+49 30 123456' }
const stranger: Person = { name: 'Ann Example', dob: '1985-01-01', email: null, phone: null }

const isSame = (a: Person, b: Person) => isSamePerson(identityOf(a), identityOf(b))

const spellings: readonly (readonly [string, Partial<Person>])[] = [
  ['without umlauts', { name: 'Jorg Muller' }],
  ['transcribed', { name: 'Joerg Mueller' }],
  ['in capitals, family name first', { name: 'MÜLLER, JÖRG' }],
  ['with one letter swapped, the rest the same', { name: 'Jörg Mülelr' }],
  ['with one letter more', { name: 'Jörg Müllert' }],
  ['without a day of birth', { dob: null }],
  ['at another address', { email: null, phone: null }],
  ['with a tag in the address and no phone', { dob: null, email: 'Joerg+shop@example.org', phone: null }],
  ['with the phone written in another way', { dob: null, email: null, phone: '0049-30-12 34 56' }]
]

for (const [what, change] of spellings) {
  test(`the same person ${what}`, () => {
    assert.ok(isSame(jörg, { ...jörg, ...change }))
  })
}

const others: readonly (readonly [string, Partial<Person>])[] = [
  ['a father of the same name, at the same address', { dob: '1960-01-01' }],
  ['a twin', { name: 'Anna Müller' }],
  ['a namesake of whom nothing else is known', { dob: null, email: null, phone: null }],
  ['somebody without a name', { name: null }],
  ['another family name', { name: 'Jörg Schmidt' }]
]

for (const [what, change] of others) {
  test(`not the same person: ${what}`, () => {
    assert.ok(!isSame(jörg, { ...jörg, ...change }))
  })
}

test('nothing to compare is the same as nothing', () => {
  const nobody: Person = { name: '', dob: ' ', email: '@', phone: '12' }
  assert.ok(!isSame(nobody, nobody))
})

const person: fc.Arbitrary<Person> = fc.record({
  name: fc.option(fc.constantFrom('Jörg Müller', 'Mueller Joerg', 'Jörg Mülelr', 'Ann Example', 'Ann Exampel', 'Ann')),
  dob: fc.option(fc.constantFrom('1990-05-17', '1985-01-01')),
  email: fc.option(fc.constantFrom('a@example.org', 'A+x@example.org', 'b@example.org')),
  phone: fc.option(fc.constantFrom('+49 30 123456', '004930123456', '+33123456789'))
})

test('the rule is symmetrical, and whoever it matches has a key in common', () => {
  fc.assert(
    fc.property(person, person, (a, b) => {
      assert.equal(isSame(a, b), isSame(b, a))
      const keys = keysOf(identityOf(a))
      if (isSame(a, b)) assert.ok(keysOf(identityOf(b)).some((key) => keys.includes(key)))
    }),
    { numRuns: 1_000 }
  )
})

test('the index finds whom a comparison with everybody finds, through changes and removals', () => {
  const step = fc.record({ id: fc.constantFrom('a', 'b', 'c', 'd', 'e'), person: fc.option(person) })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 20 }), (steps) => {
      const index = new PersonIndex()
      const everybody = new Map<string, Person>()
      for (const { id, person: state } of steps) {
        everybody.delete(id)
        if (state === null) {
          index.remove(id)
          continue
        }
        const expected = [...everybody].filter(([, other]) => isSame(state, other)).map(([other]) => other)
        assert.deepEqual(index.put(id, state), expected.toSorted())
        everybody.set(id, state)
      }
      assert.equal(index.size, everybody.size)
    }),
    { numRuns: 500 }
  )
})

test('a customer is not a duplicate of its own earlier state', () => {
  const index = new PersonIndex()
  assert.deepEqual(index.put('1', jörg), [])
  assert.deepEqual(index.put('1', { ...jörg, phone: null }), [])
  assert.deepEqual(index.put('2', stranger), [])
  assert.deepEqual(index.put('3', { ...jörg, name: 'Joerg Mueller' }), ['1'])
})
