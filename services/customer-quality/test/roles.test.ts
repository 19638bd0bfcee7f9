import assert from 'node:assert/strict'
import { test } from 'node:test'
import { customerNotifications, custexcep, deadLetters } from '@sales-pipeline/contracts'
import { eventually } from '@sales-pipeline/testkit'
import { aCustomer } from '../src/testing/a-customer.ts'
import { customerId, garbage, SERVICE, World } from './world.ts'

const correct = (number: number) => aCustomer({ customer_id: customerId(number), email: `a${number}@example.org` })
const early = (number: number) => aCustomer({ ...correct(number), dob: '1979-12-31' })
const tree = (number: number) => aCustomer({ ...correct(number), job: 'Arboriculturist' })

test('every record gets its verdict and its customer is told; what cannot be decoded is a dead letter', async () => {
  await using world = await World.create()
  const assessor = await world.spawn('assessor')
  await world.send(correct(1), early(2), tree(3))
  await world.sendRaw(garbage(world.input))
  await world.send({ ...early(4), name: null, dob: '1979-01-01', job: 'Arboriculturist' })
  const verdicts = await eventually(async () => {
    const found = await world.all(custexcep)
    assert.equal(found.length, 4)
    return new Map(found.map((verdict) => [verdict.customer_id, verdict]))
  })
  const verdictOf = (number: number) => verdicts.get(customerId(number))?.verdict
  assert.deepEqual([1, 2, 3, 4].map(verdictOf), [
    'Correct',
    'Policyexception',
    'Not standard profession',
    'Policyexception'
  ])
  const told = new Map((await world.all(customerNotifications)).map((one) => [one.customer_id, one]))
  assert.equal(told.get(customerId(1))?.template, 'registration-accepted')
  assert.deepEqual(told.get(customerId(4))?.caused_by, ['born-before-1980', 'standard-profession', 'name-there'])
  assert.equal(told.get(customerId(4))?.parameters['name'], 'must be there. Give your name.')
  const [letter] = await eventually(async () => {
    const letters = await world.all(deadLetters(SERVICE))
    assert.equal(letters.length, 1)
    return letters
  })
  assert.deepEqual([letter?.service, letter?.code], ['customer-assessor', 'KAFKA_UNDECODABLE'])
  assert.doesNotMatch(assessor.logs, /example\.org|1979/)
})

test('both keepers keep every record with its verdict; only one of them knows who it is', async () => {
  await using world = await World.create()
  await world.send(correct(1), early(2), tree(3), tree(3))
  await Promise.all([world.spawn('assessor'), world.spawn('keeper-mdm'), world.spawn('keeper-sandbox')])
  for (const db of [world.mdm, world.sandbox]) {
    await eventually(async () => {
      assert.deepEqual(await world.states(db), { kept: 1, quarantined: 3 })
    })
  }
  await eventually(async () => {
    const [golden] = await world.persons()
    assert.equal(golden?.fields.email?.value, 'a1@example.org')
  })
  const analysed = JSON.stringify(await world.sandbox.collection('records').find().toArray())
  assert.doesNotMatch(analysed, /example\.org|Ann|33123456789|Lyon|00000000-0000-4000/)
  assert.match(analysed, /"birth_year":1979/)
})

test('records of two sources become one person, who is mended and moves as they change', async () => {
  await using world = await World.create()
  await Promise.all([world.spawn('assessor'), world.spawn('keeper-mdm')])
  const shop = { ...correct(7), source: 'shop', job: null, changed_at: 2_000 }
  const web = { ...correct(8), source: 'web', email: 'A7@example.org', phone: null }
  await world.send(shop, web)
  const agree = (expected: string[][]) =>
    eventually(async () => {
      const found = (await world.persons()).map(({ members }) => members.map(({ id }) => id.slice(0, 4)))
      assert.deepEqual(found.toSorted(), expected)
    })
  await agree([['shop', 'web:']])
  const [one] = await world.persons()
  assert.deepEqual(one?.fields.job, { value: 'Baker', from: `web:${customerId(8)}` })
  assert.deepEqual(one.fields.email, { value: 'a7@example.org', from: `shop:${customerId(7)}` })
  await world.send({ ...web, dob: '1990-01-01', changed_at: 3_000 })
  await agree([['shop'], ['web:']])
  await world.send({ ...web, changed_at: 4_000 }, { ...shop, dob: '1970-01-01', changed_at: 5_000 })
  await agree([['shop', 'web:']])
})

test('one keeper that is down, or cannot write, leaves the other alone, and catches up', async () => {
  await using world = await World.create()
  await world.spawn('assessor')
  const sandbox = await world.spawn('keeper-sandbox')
  await world.send(correct(1))
  await eventually(async () => {
    assert.deepEqual(await world.states(world.sandbox), { kept: 1, quarantined: 0 })
  })
  await sandbox.stop()
  await world.spawn('keeper-mdm')
  await world.send(early(2))
  await eventually(async () => {
    assert.deepEqual(await world.states(world.mdm), { kept: 1, quarantined: 1 })
  })
  assert.deepEqual(await world.states(world.sandbox), { kept: 1, quarantined: 0 })
  await (await sandbox.restart()).ready()
  await eventually(async () => {
    assert.deepEqual(await world.states(world.sandbox), { kept: 1, quarantined: 1 })
  })
})
