import assert from 'node:assert/strict'
import { test } from 'node:test'

import type { Misbehaviour, Partner } from '@sales-pipeline/partner-service'
import { eventually, type ServiceProcess } from '@sales-pipeline/testkit'

import {
  asText,
  partnerSales,
  partnerTable,
  readCheckpoint,
  readDeadLetters,
  readSales,
  world,
  type World
} from './world.ts'

async function equal({ partner, kafka }: World): Promise<void> {
  const { table } = await readSales(kafka)
  assert.deepEqual([...table.values()].map(asText).sort(), partnerTable(partner))
}

async function readiness({ opsUrl }: ServiceProcess): Promise<string> {
  return (await fetch(`${opsUrl}/readyz`)).text()
}

async function metric({ opsUrl }: ServiceProcess, line: string): Promise<number> {
  const text = await (await fetch(`${opsUrl}/metrics`)).text()
  const found = text.split('\n').find((each) => each.startsWith('sales_pipeline_soap') && each.includes(line))
  assert.ok(found, `no ${line} in the metrics`)
  return Number(found.split(' ').at(-1))
}

/** A world whose partner misbehaves in ListChangedSales as `mood.now` says at the moment. */
async function moody(sales: number): Promise<World & { mood: { now: Misbehaviour | undefined } }> {
  const mood: { now: Misbehaviour | undefined } = { now: undefined }
  const here = await world({
    sales: partnerSales(sales),
    misbehave: ({ operation }) => (operation === 'ListChangedSales' ? mood.now : undefined)
  })
  return Object.assign(here, { mood })
}

const change = (partner: Partner, amount: string): void => {
  partner.ledger.put([{ ...partnerSales(1)[0]!, amount }], Date.now())
}

test('faults, hangs, errors and garbage are waited out, not ready, with nothing refused, and then the work goes on', async () => {
  await using here = await moody(50)
  await using service = await here.start({ TIMEOUT_MS: '1000' })
  await service.ready()
  await eventually(() => equal(here))
  const moods: [Misbehaviour, string][] = [
    [{ kind: 'fault', code: 'soap:Server', text: 'database away' }, 'PARTNER_FAULT'],
    [{ kind: 'hang' }, 'PARTNER_TIMEOUT'],
    [{ kind: 'status', status: 503 }, 'PARTNER_HTTP_STATUS'],
    [{ kind: 'disconnect' }, 'PARTNER_UNREACHABLE'],
    [{ kind: 'body', body: '<html>' }, 'PARTNER_ANSWER_INVALID']
  ]
  for (const [index, [now, code]] of moods.entries()) {
    here.mood.now = now
    change(here.partner, `${index}.50`)
    await eventually(async () => {
      assert.ok((await metric(service, `outcome="${code}"`)) > 0)
    })
    await eventually(async () => {
      assert.match(await readiness(service), /"partner":/)
    })
    here.mood.now = undefined
    await eventually(() => equal(here))
    await service.ready()
  }
  assert.deepEqual(await readDeadLetters(here.kafka), [])
})

test('a partner that is away at the start is waited for', async () => {
  await using here = await moody(10)
  await here.partner.close()
  await using service = await here.start()
  await eventually(() => {
    assert.match(service.logs, /PARTNER_UNREACHABLE/)
  })
  assert.match(await readiness(service), /cannot be reached/)
})

test('SIGTERM in mid-load drains: what was taken is in Kafka, and the next start goes on behind it', async () => {
  await using here = await moody(3_000)
  here.mood.now = { kind: 'slow', ms: 20 }
  const service = await here.start({ PAGE_SIZE: '50' })
  await eventually(async () => {
    assert.ok((await readCheckpoint(here.kafka))?.['token'])
  })
  assert.deepEqual(await service.stop().then(({ code }) => code), 0)
  const before = await readSales(here.kafka)
  assert.ok(before.records > 0 && before.records < 3_000, `${before.records} records`)
  here.mood.now = undefined
  await using again = await service.restart()
  await again.ready()
  await eventually(() => equal(here))
  assert.equal((await readSales(here.kafka)).records, 3_000, 'nothing was sent twice')
})

test('bad sales are dead-lettered once with their element and reasons; the rest goes on', async () => {
  await using here = await moody(4)
  here.mood.now = {
    kind: 'answer',
    change: (page) => {
      const [first, second, third, ...rest] = page['sale'] as Record<string, unknown>[]
      return {
        sale: [
          { ...first, amount: '1e3', currency: 'usd' },
          { ...second, changedAt: 'yesterday' },
          { ...third, city: ['Lyon', 'Paris'] },
          ...rest
        ]
      }
    }
  }
  await using service = await here.start()
  await eventually(async () => {
    assert.ok((await metric(service, 'polls_total{outcome="completed"')) > 3)
  })
  const letters = await readDeadLetters(here.kafka)
  assert.deepEqual(
    letters.map(({ violations }) => violations.map(({ field }) => field)),
    [['amount', 'currency'], ['changed_at'], ['city']]
  )
  const [letter] = letters
  assert.equal(letter?.code, 'SALE_INVALID')
  assert.match(letter.origin.dataset, /^Sales\.ListChangedSales@127\.0\.0\.1:\d+$/)
  assert.equal(letter.origin.position, 'changedSince 1970-01-01T00:00:00.000Z first page sale 0')
  assert.equal((JSON.parse(letter.original.toString()) as { amount: string }).amount, '1e3')
  assert.deepEqual([...(await readSales(here.kafka)).table.keys()], ['partner:000003'])
  assert.equal(await metric(service, 'outcome="refused"'), 3)
})

test('pages in disorder, repeated, and with older versions end in the partner’s table', async () => {
  await using here = await moody(300)
  here.mood.now = {
    kind: 'answer',
    change: (page) => {
      const sales = page['sale'] as Record<string, unknown>[]
      const older = sales.map((sale) => ({
        ...sale,
        changedAt: new Date(Date.parse(String(sale['changedAt'])) - 1).toISOString(),
        deleted: 'true'
      }))
      return { ...page, sale: [...sales.toReversed(), ...older, ...sales] }
    }
  }
  await using service = await here.start({ PAGE_SIZE: '40' })
  await eventually(() => equal(here))
  assert.ok((await metric(service, 'outcome="stale"')) >= 300)
})

test('pages without end are given up, loudly, and the partner is asked again', async () => {
  await using here = await moody(20)
  here.mood.now = {
    kind: 'answer',
    change: (page) => ({ ...page, nextPageToken: Buffer.from('1 0').toString('base64url') })
  }
  await using service = await here.start({ PAGE_SIZE: '10' })
  await eventually(async () => {
    assert.ok((await metric(service, 'outcome="given_up"')) > 1)
  })
  assert.match(await readiness(service), /do not come to an end/)
  here.mood.now = undefined
  await service.ready()
  await eventually(() => equal(here))
})

test('a page token that the partner has forgotten is dropped, and the poll begins again', async () => {
  await using here = await moody(400)
  const forget = (page: Record<string, unknown>): Record<string, unknown> =>
    page['nextPageToken'] ? { ...page, nextPageToken: 'forgotten' } : page
  here.mood.now = { kind: 'answer', change: forget }
  await using service = await here.start({ PAGE_SIZE: '100' })
  await eventually(async () => {
    assert.ok((await metric(service, 'outcome="PARTNER_REFUSES_REQUEST"')) > 1)
  })
  here.mood.now = undefined
  await eventually(() => equal(here))
})

test('a WSDL without the operation ends the service at once, naming what is missing', async () => {
  await using here = await world()
  const wsdl = (await (await fetch(here.partner.wsdlUrl)).text()).replaceAll('"ListChangedSales"', '"ListSales"')
  await using other = await world({
    misbehave: ({ operation }) => (operation === 'wsdl' ? { kind: 'body', body: wsdl } : undefined)
  })
  const service = await here.start({ PARTNER_WSDL: other.partner.wsdlUrl, PARTNER_TOKEN: 's3cret-token' })
  assert.equal((await service.exited).code, 1)
  assert.match(service.logs, /PARTNER_CONTRACT_MISMATCH[^]*lacks operation ListChangedSales/)
  assert.doesNotMatch(service.logs, /s3cret-token/)
})
