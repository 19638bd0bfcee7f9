import assert from 'node:assert/strict'
import { test } from 'node:test'
import { custexcep } from '@sales-pipeline/contracts'
import { recount, sendAll, simulated, type Outcome, type Shares } from '@sales-pipeline/customer-simulator'
import { eventually } from '@sales-pipeline/testkit'
import { recordOf } from '../src/portal/core/registration.ts'
import { portalUrl, World } from './world.ts'

const SHARES: Shares = {
  'born-before-1980': 0.1,
  arboriculturist: 0.1,
  both: 0.05,
  'broken-email': 0.1,
  'no-name': 0.05
}
const COUNT = Number(process.env['CUSTOMERS'] ?? 20_000)

test(`the verdicts on ${COUNT} records agree with a plain recount`, { timeout: 600_000 }, async (context) => {
  await using world = await World.create()
  const policyOnly = { 'born-before-1980': 0.1, arboriculturist: 0.1, both: 0.05 }
  const all = simulated(policyOnly, 11).take(COUNT).toArray()
  for (let at = 0; at < COUNT; at += 5000)
    await world.send(...all.slice(at, at + 5000).map(({ id, form }) => recordOf(id, form, at)))
  const began = performance.now()
  await world.spawn('assessor')
  await eventually(
    async () => {
      assert.equal(await world.count(custexcep), COUNT)
    },
    { timeoutMs: 300_000, intervalMs: 500 }
  )
  const seconds = (performance.now() - began) / 1000
  const found = new Map((await world.all(custexcep)).map(({ customer_id, verdict }) => [customer_id, verdict]))
  const counts = Object.groupBy(found.values(), (verdict) => verdict)
  const { verdicts } = recount(all)
  for (const [verdict, count] of Object.entries(verdicts)) assert.equal(counts[verdict]?.length, count, verdict)
  assert.equal(found.size, COUNT)
  context.diagnostic(`${COUNT} records assessed in ${seconds.toFixed(1)} s, the assessor's start included`)
})

test('every registration is in exactly one state, whoever is killed by SIGKILL meanwhile', async () => {
  await using world = await World.create()
  const port = await world.freePort()
  const env = { HTTP_PORT: port, RATE_LIMIT: '0' }
  const all = simulated(SHARES, 23).take(3_000).toArray()
  const roles = [
    await world.spawn('portal', env),
    ...(await Promise.all([world.spawn('assessor'), world.spawn('keeper-mdm'), world.spawn('keeper-sandbox')]))
  ]
  const outcomes = new Map<string, Outcome>()
  const [portal] = roles
  assert.ok(portal)
  const sending = sendAll(all, {
    ...{ url: portalUrl(portal), rate: 150 },
    onAnswer: ({ id }, outcome) => outcomes.set(id, outcome)
  })
  for (const [at, role] of roles.entries()) {
    await eventually(() => {
      assert.ok(outcomes.size > (at + 1) * 500)
    })
    role.kill('SIGKILL')
    await (await world.restart(role)).ready()
  }
  await sending

  const { refused, verdicts } = recount(all)
  const accepted = [...outcomes].filter(([, outcome]) => outcome === 'accepted').map(([id]) => id)
  assert.equal(outcomes.size - accepted.length, refused)
  for (const db of [world.mdm, world.sandbox]) {
    await eventually(
      async () => {
        const found = await world.verdictsByCustomer(db)
        assert.equal(found.size, accepted.length)
        const counts = Object.groupBy(found.values(), ([verdict]) => verdict ?? '')
        // Sent again after a kill a registration has several records; all of them have the same verdict.
        for (const of of found.values()) assert.equal(new Set(of).size, 1)
        for (const [verdict, count] of Object.entries(verdicts)) assert.equal(counts[verdict]?.length, count, verdict)
      },
      { timeoutMs: 60_000 }
    )
  }
  const ids = await world.customersOf(world.mdm)
  assert.deepEqual(ids.toSorted(), accepted.map((id) => `portal:${id}`).toSorted())
  const members = new Set((await world.persons()).flatMap(({ members: of }) => of.map(({ id }) => id)))
  assert.equal(members.size, verdicts['Correct'])
})
