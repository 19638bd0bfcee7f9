import assert from 'node:assert/strict'
import { test } from 'node:test'

import { eventually } from '@sales-pipeline/testkit'

import {
  asText,
  partnerSales,
  partnerTable,
  readCheckpoint,
  readControls,
  readDeadLetters,
  readSales,
  world,
  type World
} from './world.ts'

async function equal({ partner, kafka }: World): Promise<void> {
  const { table } = await readSales(kafka)
  assert.deepEqual([...table.values()].map(asText).sort(), partnerTable(partner))
}

test('first load, later changes, edits and deletes: `sales` is the partner’s table, to the last digit', async () => {
  await using here = await world({ sales: partnerSales(2_500) })
  const { partner, kafka } = here
  await using service = await here.start({ PAGE_SIZE: '400' })
  await service.ready()
  await eventually(() => equal(here))

  const [first, second, third] = partnerSales(3)
  partner.ledger.put(
    [{ ...first!, city: 'Nantes', amount: '900000000000000.0001' }, { ...partnerSales(1, 900_000)[0]! }],
    Date.now()
  )
  partner.ledger.delete([second!.saleId, third!.saleId], Date.now())
  await eventually(() => equal(here))

  const { table, records } = await readSales(kafka)
  assert.equal(records, 2_504, 'what the overlap lists again is not sent again')
  const edited = table.get('partner:000000')!
  assert.equal(
    edited.version,
    BigInt(partner.ledger.list(0, null, 10_000).changes.find(({ saleId }) => saleId === '000000')!.changedAt)
  )
  const { host } = new URL(partner.wsdlUrl)
  assert.equal(edited.provenance.system, 'soap')
  assert.equal(edited.provenance.dataset, `Sales.ListChangedSales@${host}`)
  assert.equal(edited.provenance.position, `changedAt ${new Date(Number(edited.version)).toISOString()}/000000`)
  assert.deepEqual(await readDeadLetters(kafka), [])
  await eventually(async () => {
    const { told, arrived } = await readControls(kafka)
    assert.deepEqual(told, arrived)
    assert.equal(
      told.reduce((sum, one) => sum + Number.parseInt(one), 0),
      2_502,
      'all but the deleted'
    )
  })
})

test('killed in mid-load, again and again, `sales` equals the partner’s table', async () => {
  let pages = 0
  await using here = await world({
    sales: partnerSales(6_000),
    misbehave: ({ operation }) => {
      if (operation === 'ListChangedSales') pages++
      return undefined
    }
  })
  let service = await here.start({ PAGE_SIZE: '100', POLL_INTERVAL_MS: '60000' })
  for (const killAt of [8, 24, 40]) {
    await eventually(
      () => {
        assert.ok(pages >= killAt)
      },
      { intervalMs: 2 }
    )
    service.kill('SIGKILL')
    service = await service.restart()
  }
  await eventually(() => equal(here), { timeoutMs: 30_000 })
  await service.stop()
  const { told, arrived } = await readControls(here.kafka)
  assert.ok(told.length >= 60)
  assert.deepEqual(told, arrived)
})

test('a poll that was cut off goes on at the page it had come to', async () => {
  const silentAt = 20
  const tokens: unknown[] = []
  let asked = 0
  await using here = await world({
    sales: partnerSales(6_000),
    misbehave: ({ operation }) => {
      if (operation !== 'ListChangedSales') return undefined
      if (++asked === silentAt) return { kind: 'hang' }
      return {
        kind: 'answer',
        change: (page) => {
          tokens.push(page['nextPageToken'])
          return page
        }
      }
    }
  })
  const keptToken = async () => (await readCheckpoint(here.kafka))?.['token']
  let service = await here.start({ PAGE_SIZE: '100', POLL_INTERVAL_MS: '60000' })
  await eventually(async () => {
    assert.equal(asked, silentAt)
    assert.equal(await keptToken(), tokens.at(-1), 'every page before the silence is acknowledged')
  })
  service.kill('SIGKILL')
  service = await service.restart()
  await eventually(() => equal(here))
  await eventually(async () => {
    assert.equal(await keptToken(), undefined)
  })
  assert.equal(asked, 60 + 1, 'no page but the unanswered one is asked for twice')
  await service.stop()
})
