import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { test } from 'node:test'

import * as soap from 'soap'

import { startPartner } from '../src/index.ts'

const asText = (text: string): string => text
const connect = (url: string): Promise<soap.Client> =>
  soap.createClientAsync(url, {
    disableCache: true,
    customDeserializer: { decimal: asText, dateTime: asText, int: asText, boolean: asText }
  })

async function call(client: soap.Client, operation: string, request: object): Promise<Record<string, unknown>> {
  const method = client[`${operation}Async`] as (request: object) => Promise<[Record<string, unknown>]>
  return (await method(request))[0]
}

const sale = {
  saleId: '007',
  salesmanId: '0012',
  salesmanName: 'Zoë <Nuñez> & Søn',
  city: 'San Rafael',
  region: 'CA',
  country: 'USA',
  amount: '123456789012345.6700',
  currency: 'USD',
  soldAt: '2005-05-31T00:00:00.000Z',
  product: '1969 "Harley"'
}

test('a sale that is put is listed to the last digit, and listed as deleted once it is deleted', async () => {
  await using partner = await startPartner()
  const client = await connect(partner.wsdlUrl)
  const put = await call(client, 'PutSales', { sale: [sale, { ...sale, saleId: '008' }] })
  assert.equal(put['count'], '2')
  const request = { changedSince: put['changedAt'], pageSize: 1 }
  const first = await call(client, 'ListChangedSales', request)
  assert.deepEqual(first['sale'], [
    { saleId: '007', changedAt: put['changedAt'], deleted: 'false', ...without(sale, 'saleId') }
  ])
  const second = await call(client, 'ListChangedSales', { ...request, pageToken: first['nextPageToken'] })
  assert.equal(second['nextPageToken'], undefined)

  const deleted = await call(client, 'DeleteSales', { saleId: ['007', 'unknown'] })
  assert.equal(deleted['count'], '1')
  const changes = await call(client, 'ListChangedSales', { changedSince: deleted['changedAt'], pageSize: 10 })
  assert.deepEqual(changes['sale'], [{ saleId: '007', changedAt: deleted['changedAt'], deleted: 'true' }])
})

test('the WSDL names the service by the address that it was asked for at', async () => {
  await using partner = await startPartner({ host: '0.0.0.0' })
  const asked = new URL(partner.wsdlUrl)
  asked.hostname = 'localhost'
  const wsdl = await (await fetch(asked)).text()
  assert.equal(/soap:address location="([^"]*)"/.exec(wsdl)?.[1], `http://localhost:${asked.port}/sales`)
})

test('a bad request is answered with a fault that names the element', async () => {
  await using partner = await startPartner()
  const client = await connect(partner.wsdlUrl)
  const refused = (operation: string, request: object, field: RegExp): Promise<void> =>
    assert.rejects(call(client, operation, request), { message: field })
  await refused('ListChangedSales', { changedSince: 'yesterday', pageSize: 10 }, /changedSince must be a dateTime/)
  await refused(
    'ListChangedSales',
    { changedSince: sale.soldAt, pageSize: 0 },
    /pageSize must be a number from 1 to 10000/
  )
  await refused('ListChangedSales', { changedSince: sale.soldAt, pageSize: 1, pageToken: 'x' }, /pageToken must be/)
  await refused('PutSales', {}, /sale is missing/)
  await refused('PutSales', { sale: [sale, { ...sale, amount: '1e3' }] }, /sale\[1\]\.amount must be a decimal/)
  await refused('PutSales', { sale: [without(sale, 'city')] }, /sale\[0\]\.city is missing/)
  await refused('DeleteSales', {}, /saleId is missing/)
  assert.deepEqual([...partner.ledger.sales()], [])
})

test('as a program: loads DATA, says when it is ready, ends on SIGTERM, names a wrong setting', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'partner-'))
  try {
    const data = join(folder, 'sales.csv')
    await writeFile(
      data,
      'sale_id,salesman_id,salesman_name,city,country,amount,currency,sold_at\n1,2,Ann,Lyon,France,10.50,EUR,2005-01-31\n'
    )
    const program = run({ DATA: data, PORT: '0' })
    const line = await createInterface(program.stdout)[Symbol.asyncIterator]().next()
    const [, url = ''] =
      /^partner-service ready: (\S+) \(1 sales\)$/.exec(String(line.value)) ?? assert.fail(String(line.value))
    const listed = await call(await connect(url), 'ListChangedSales', {
      changedSince: '1970-01-01T00:00:00Z',
      pageSize: 10
    })
    assert.match(JSON.stringify(listed), /"amount":"10.50".*"soldAt":"2005-01-31T00:00:00Z"/)
    program.kill('SIGTERM')
    assert.deepEqual(await once(program, 'exit'), [0, null])

    assert.match(await complaint({ PORT: 'high' }), /PORT must be a number/)
    assert.match(await complaint({ PORT: '0', DATA: join(folder, 'none.csv') }), /set DATA to an existing file/)
  } finally {
    await rm(folder, { recursive: true })
  }
})

const main = new URL('../src/main.ts', import.meta.url).pathname
const run = (env: NodeJS.ProcessEnv) => spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'pipe'] })

async function complaint(env: NodeJS.ProcessEnv): Promise<string> {
  const program = run(env)
  const chunks: Buffer[] = []
  program.stderr.on('data', (chunk: Buffer) => chunks.push(chunk))
  assert.deepEqual(await once(program, 'close'), [1, null])
  return Buffer.concat(chunks).toString()
}

function without<T extends object>(value: T, key: keyof T): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key)) as Partial<T>
}
