import assert from 'node:assert/strict'
import { rename, stat, writeFile } from 'node:fs/promises'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { withClient } from '@sales-pipeline/stack'
import { eventually } from '@sales-pipeline/testkit'
import * as soap from 'soap'
import { readEndpoints, type PipelineEndpoints } from '../src/pipeline/endpoints.ts'
import { RankingsApi } from '../src/rankings-api.ts'
import { Commands, familyOf, isRunning } from './command.ts'

test('make up serves whoever feeds it, restarts what crashes, and leaves nothing behind', async (t) => {
  await using commands = await Commands.prepare()
  const file = join(commands.folder, 'endpoints.json')

  await t.test('it comes up, once', async () => {
    const first = await commands.run('up')
    assert.equal(first.code, 0, first.output)
    assert.equal((await stat(file)).mode & 0o777, 0o600)
    // Each was ready when `up` returned; on a loaded machine a consumer group may rebalance again at any moment.
    for (const url of Object.values(readEndpoints(file).services)) {
      await eventually(async () => {
        const answer = await fetch(`${url}/readyz`)
        assert.equal(answer.status, 200, await answer.text())
      })
    }
    const second = await commands.run('up')
    assert.equal(second.code, 0, second.output)
    assert.match(second.output, /already up/)
  })

  await t.test('a supervisor that is killed takes all processes with it, and the next start copes', async () => {
    const supervisor = supervisorOf(commands)
    const family = familyOf(supervisor)
    for (const part of ['kafka.Kafka', 'apicurio', 'postgres', 'partner-service', 'results-api']) {
      assert.ok(
        family.some(({ command }) => command.includes(part)),
        part
      )
    }
    process.kill(supervisor, 'SIGKILL')
    await eventually(() => {
      assert.deepEqual(family.filter(isRunning), [])
    })
    const again = await commands.run('up')
    assert.equal(again.code, 0, again.output)
  })

  await t.test('a file, a row and a SOAP call are in the rankings', async () => {
    const endpoints = readEndpoints(file)
    await Promise.all([dropFile(endpoints, 'Lyon'), insertRow(endpoints, 'Nice'), putSale(endpoints, 'Metz')])
    await cities(endpoints, ['Lyon, France 10.50', 'Nice, France 10.50', 'Metz, France 10.50'])
  })

  await t.test('a service that crashes is started again', async () => {
    const endpoints = readEndpoints(file)
    const aggregator = familyOf(supervisorOf(commands)).find(({ command }) => command.includes('city-aggregator'))
    process.kill(aggregator!.pid, 'SIGKILL')
    await dropFile(endpoints, 'Brest')
    await cities(endpoints, ['Brest, France 10.50', 'Lyon, France 10.50', 'Nice, France 10.50', 'Metz, France 10.50'])
  })

  await t.test('it goes down, once', async () => {
    const family = familyOf(supervisorOf(commands))
    const first = await commands.run('down')
    assert.equal(first.code, 0, first.output)
    assert.deepEqual(family.filter(isRunning), [])
    await assert.rejects(stat(file), { code: 'ENOENT' })
    const second = await commands.run('down')
    assert.equal(second.code, 0, second.output)
    assert.match(second.output, /Nothing is up/)
  })
})

function supervisorOf({ folder }: Commands): number {
  return Number.parseInt(readFileSync(join(folder, 'supervisor.pid'), 'utf8'))
}

async function cities({ resultsApi }: PipelineEndpoints, expected: readonly string[]): Promise<void> {
  const api = new RankingsApi(resultsApi)
  await eventually(
    async () => {
      const { lines } = await api.ranking({ who: 'cities' })
      assert.deepEqual(lines.map(({ key, total }) => `${key} ${total}`).sort(), [...expected].sort())
    },
    { timeoutMs: 60_000 }
  )
}

async function dropFile({ inbox }: PipelineEndpoints, city: string): Promise<void> {
  const header = 'sale_id,salesman_id,salesman_name,city,region,country,amount,currency,sold_at'
  await writeFile(join(inbox, `${city}.tmp`), `${header}\n${city},7,Ann,${city},,France,10.50,USD,2005-03-01\n`)
  await rename(join(inbox, `${city}.tmp`), join(inbox, `${city}.csv`))
}

async function insertRow({ sourceDatabaseUrl }: PipelineEndpoints, city: string): Promise<void> {
  await withClient(sourceDatabaseUrl, async (client) => {
    await client.query("INSERT INTO salesman VALUES ('7', 'Ann')")
    await client.query("INSERT INTO city (name, country) VALUES ($1, 'France')", [city])
    await client.query(
      "INSERT INTO sale SELECT $1, '7', city_id, NULL, 10.50, 'USD', '2005-03-01T00:00:00Z' FROM city WHERE name = $1",
      [city]
    )
  })
}

async function putSale({ partnerWsdl }: PipelineEndpoints, city: string): Promise<void> {
  const client = await soap.createClientAsync(partnerWsdl)
  const put = client['PutSalesAsync'] as (request: object) => Promise<unknown>
  const salesman = { salesmanId: '7', salesmanName: 'Ann' }
  const sale = { city, country: 'France', amount: '10.50', currency: 'USD', soldAt: '2005-03-01T00:00:00Z' }
  await put({ sale: [{ saleId: city, ...salesman, ...sale }] })
}
