import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import pg from 'pg'
import { deadLetters, salesByCity, salesBySalesman } from '@sales-pipeline/contracts'
import { KafkaClient, type OutgoingRecord } from '@sales-pipeline/kafka'
import { eventually, spawnService, useStack, type ServiceProcess } from '@sales-pipeline/testkit'
import { breakableProxy } from './breakable-proxy.ts'
import { cityPartial, epochDay, salesmanPartial } from './partials.ts'
import { quiet } from './store.ts'

const CITIES = 40
const DAYS = 60

/** Topics, a database and a producer of one's own; services on them are started by `start`. */
async function openWorld() {
  const stack = await useStack()
  const [topics, database] = [await stack.topics(), await stack.database()]
  const stop = new AbortController()
  const kafka = new KafkaClient(topics.settings, { logger: quiet, signal: stop.signal })
  const producer = kafka.producer()
  const pool = new pg.Pool({ connectionString: database.url, max: 2 })
  const [cities, salesmen] = [await kafka.open(salesByCity), await kafka.open(salesBySalesman)]
  const proxy = await breakableProxy(database.url)
  return {
    ...{ topics, database, kafka, producer, pool, cities, salesmen, proxy },
    start: (env: Record<string, string> = {}) =>
      spawnService('results-api', { ...topics.env, RESULTS_DATABASE_URL: proxy.url, HTTP_PORT: '0', ...env }),
    totals: async () => {
      const { rows } = await pool.query<{ total: string; count: string }>(
        'SELECT sum(total)::text AS total, sum(count)::text AS count FROM city_total WHERE year = 0'
      )
      return [Number(rows[0]?.total), Number(rows[0]?.count)]
    },
    [Symbol.asyncDispose]: async () => {
      stop.abort()
      await producer.disconnect()
      await pool.end()
      await proxy[Symbol.asyncDispose]()
      await database.drop()
    }
  }
}

type World = Awaited<ReturnType<typeof openWorld>>

/** Each call is a later state of every city, day and shard: its sales so far number `state`. */
function states({ cities }: World, state: bigint): OutgoingRecord[] {
  const records: OutgoingRecord[] = []
  for (let shard = 0; shard < salesByCity.partitions; shard++) {
    for (let city = 0; city < CITIES; city++) {
      for (let day = 0; day < DAYS; day++) {
        const { key, value } = cityPartial({
          city: `City ${city}`,
          shard,
          offset: state,
          total: state * 10_000n,
          count: state
        })
        records.push(cities.record({ ...key, day: epochDay('2004-01-01') + day }, value, { partition: shard }))
      }
    }
  }
  return records
}

const groups = CITIES * DAYS * salesByCity.partitions

async function apiOf(service: ServiceProcess): Promise<string> {
  const port = await eventually(() => {
    const [, found] = /"port":(\d+),"message":"Listening for API requests"/.exec(service.logs) ?? []
    assert.ok(found)
    return found
  })
  return `http://127.0.0.1:${port}`
}

async function metric(service: ServiceProcess, pattern: RegExp): Promise<number> {
  const text = await (await fetch(`${service.opsUrl}/metrics`)).text()
  return text
    .split('\n')
    .filter((line) => !line.startsWith('#') && pattern.test(line))
    .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0)
}

describe('results-api', () => {
  test('killed in the middle of a load it arrives at the same totals; a replay from the beginning changes nothing', async () => {
    await using world = await openWorld()
    await using service = await world.start()
    await service.ready()
    const sending = (async () => {
      for (let state = 1n; state <= 4n; state++) await world.producer.send(states(world, state))
    })()
    await eventually(async () => {
      assert.ok((await world.totals())[1]! > 0)
    })
    service.kill('SIGKILL')
    await using second = await service.restart()
    await sending
    // The group waits for the killed member until its session ends.
    await eventually(
      async () => {
        assert.deepEqual(await world.totals(), [4 * groups, 4 * groups])
      },
      { timeoutMs: 60_000 }
    )
    await second.stop()
    const revision = async () =>
      (await world.pool.query<{ sum: string }>('SELECT sum(revision) FROM sink_progress')).rows[0]!.sum
    const before = await revision()
    await world.pool.query('UPDATE sink_progress SET next_offset = 0')
    await using third = await second.restart()
    await eventually(async () => {
      assert.equal(await metric(third, /sink_records_total.*sales-by-city/), 4 * groups)
    })
    assert.deepEqual(await world.totals(), [4 * groups, 4 * groups])
    assert.equal(await revision(), before)
  })

  test('two replicas share the partitions; an emptied store is filled again, whatever the group has committed', async () => {
    await using world = await openWorld()
    await using one = await world.start()
    await using two = await world.start()
    await Promise.all([one.ready(), two.ready()])
    for (let state = 1n; state <= 3n; state++) await world.producer.send(states(world, state))
    await eventually(async () => {
      assert.deepEqual(await world.totals(), [3 * groups, 3 * groups])
    })
    for (const replica of [one, two]) assert.ok((await metric(replica, /sink_records_total.*applied/)) > 0)
    await Promise.all([one.stop(), two.stop()])
    await world.pool.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
    await using third = await one.restart()
    await eventually(async () => {
      assert.deepEqual(await world.totals(), [3 * groups, 3 * groups])
    })
    await third.ready()
  })

  test('while Postgres is away nothing is lost or refused; the service is not ready, and answers 503', async () => {
    await using world = await openWorld()
    await using service = await world.start()
    await service.ready()
    const api = await apiOf(service)
    await world.producer.send(states(world, 1n))
    await eventually(async () => {
      assert.deepEqual(await world.totals(), [groups, groups])
    })
    world.proxy.cut()
    await world.producer.send(states(world, 2n))
    await eventually(async () => {
      assert.equal((await fetch(`${service.opsUrl}/readyz`)).status, 503)
      const reply = await fetch(`${api}/api/v1/top-salesmen`)
      assert.deepEqual([reply.status, reply.headers.get('retry-after')], [503, '2'])
      assert.ok((await metric(service, /store_retries_total/)) > 0)
    })
    assert.equal((await fetch(`${service.opsUrl}/healthz`)).status, 200)
    world.proxy.mend()
    await eventually(async () => {
      assert.deepEqual(await world.totals(), [2 * groups, 2 * groups])
      assert.equal((await fetch(`${service.opsUrl}/readyz`)).status, 200)
    })
    assert.equal(await metric(service, /dead_letters_total/), 0)
    assert.equal((await service.stop()).code, 0)
  })

  test('what cannot be read is a dead letter, and the rest goes on', async () => {
    await using world = await openWorld()
    await using service = await world.start()
    const { key, value } = cityPartial({ city: 'Paris', total: 10_000n })
    const good = world.cities.record(key, value, { partition: 0 })
    const named = salesmanPartial({ total: 10_000n, salesman: ['7', 'Zoë'] })
    await world.producer.send([
      { ...good, value: Buffer.from('garbage') },
      { ...good, value: null },
      world.cities.record({ ...key, country: '' }, value, { partition: 0 }),
      good,
      world.salesmen.record(named.key, named.value, { partition: 0 })
    ])
    await service.ready()
    const api = await apiOf(service)
    await eventually(async () => {
      const reply = (await (await fetch(`${api}/api/v1/salesmen/7`)).json()) as { readonly salesmanName?: string }
      assert.equal(reply.salesmanName, 'Zoë')
    })
    await eventually(async () => {
      assert.deepEqual(await world.totals(), [1, 1])
    })
    const letters: string[] = []
    const topic = await world.kafka.open(deadLetters('results-api'))
    await world.kafka.readPartition(topic, 0, async (messages) => {
      for (const { failure, value: letter } of (await topic.decode(messages)) as {
        failure?: undefined
        value: { code: string; original: Buffer }
      }[]) {
        assert.equal(failure, undefined)
        letters.push(`${letter.code} ${letter.original.length}`)
      }
    })
    const codes = letters.map((letter) => letter.split(' ')[0]).toSorted()
    assert.deepEqual(codes, ['KAFKA_NULL_VALUE', 'KAFKA_UNDECODABLE', 'RESULTS_PARTIAL_REFUSED'])
    assert.equal(await metric(service, /dead_letters_total/), 3)
  })

  test('a schema that is not up to date ends it with the fix', async () => {
    await using world = await openWorld()
    const env = { MIGRATE: 'false' }
    await using service = await world.start(env)
    assert.equal((await service.exited).code, 1)
    assert.match(service.logs, /RESULTS_SCHEMA_OUTDATED.*results-api migrate/)
  })
})
