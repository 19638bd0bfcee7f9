import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isAccepted, keepableOf, sealingJudgeOf, transactions, userRegistrations } from '../index.ts'

const sealed: string[] = []
const judge = sealingJudgeOf(userRegistrations, {
  now: () => Date.UTC(2026, 2, 31),
  seal: (clear) => {
    sealed.push(clear)
    return Promise.resolve(`seal of ${clear.length}`)
  }
})
const registration = {
  user_id: '5f0c7b1e-8a43-4f0e-9a57-3b9a2f1f7c55',
  email: 'ann@example.org',
  password: 'correct horse',
  age: 13,
  registered_at: '2026-03-31T00:00:00Z'
}
const keep = keepableOf(userRegistrations)

test('what is sent is sealed; of what is refused not even a seal is made, which a short password would not survive', async () => {
  const good = await judge.input(registration)
  assert.deepEqual([good.outcome, good.record?.password], ['pass', 'seal of 13'])
  const taken = sealed.length
  const bad = await judge.input({ ...registration, password: 'horse' })
  assert.deepEqual([bad.outcome, bad.record?.password, sealed.length], ['block', '(sealed)', taken])
})

test('many at once do not get each other’s seals', async () => {
  const passwords = Array.from({ length: 50 }, (_, at) => 'p'.repeat(8 + at))
  const judged = await Promise.all(passwords.map((password) => judge.input({ ...registration, password })))
  assert.deepEqual(
    judged.map(({ record }) => record?.password),
    passwords.map(({ length }) => `seal of ${length}`)
  )
})

test('a password in any field but its own is neither told nor kept', async () => {
  const secret = 'correct horse'
  for (const field of ['user_id', 'age', 'channel', 'consents', 'registered_at', 'Password', 'email']) {
    const input = { ...registration, [field]: secret }
    const judgement = await judge.input(input)
    assert.ok(!isAccepted(judgement), field)
    assert.doesNotMatch(JSON.stringify([judgement.findings, keep(input, judgement.findings)]), /horse/, field)
  }
})

test('of a stream that seals nothing all is kept; of one that does, what nothing was said against', async () => {
  const any = { anything: ['at', 'all'] }
  assert.equal(keepableOf(transactions)(any, []), any)
  const input = { ...registration, age: 'x', more: 1 }
  const { user_id, email, registered_at } = registration
  assert.deepEqual(keep(input, (await judge.input(input)).findings), { user_id, email, registered_at })
  fc.assert(
    fc.property(fc.anything(), (hostile) => {
      assert.ok(typeof keep(hostile, []) === 'object')
    })
  )
})
