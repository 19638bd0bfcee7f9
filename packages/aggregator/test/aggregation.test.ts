import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { deadLetters, type DeadLetter, type Sale } from '@sales-pipeline/contracts'
import { aSale, eventually } from '@sales-pipeline/testkit'
import { World } from './world.ts'

const DAY_MS = 86_400_000

/** Sales of 40 cities, 7 salesmen and 3 days; amounts repeat, so that ties occur. */
function manySales(count: number, from = 0): Sale[] {
  return Array.from({ length: count }, (_, at) => {
    const n = from + at
    return aSale({
      sale_id: `shop:${n}`,
      amount: BigInt((n * 7919) % 997) * 1_000n,
      sold_at: Date.UTC(2004, 4, 6) + (n % 3) * DAY_MS + (n % 80_000),
      place: { city: `City ${n % 40}`, country: n % 2 === 0 ? 'France' : 'Spain' },
      salesman: { id: `m${n % 7}`, name: `Name of ${n % 7}` }
    })
  })
}

describe('the totals of both aggregators equal a recount', { concurrency: false }, () => {
  test('after sales, edits, moves and deletions, replayed and late ones included', async () => {
    await using world = await World.create()
    const [cities, salesmen] = await Promise.all([world.followCities(), world.followSalesmen()])
    const services = await Promise.all([world.spawn('city-aggregator'), world.spawn('salesman-aggregator')])
    await Promise.all(services.map((service) => service.ready()))
    const all = manySales(3_000)
    await world.send(...all)
    await world.send(...all.slice(0, 500))
    await world.send(...all.slice(100, 400).map((sale) => ({ ...sale, amount: sale.amount + 1n })))
    await world.send(...all.slice(300, 600).map((sale) => ({ ...sale, place: { ...sale.place, city: 'Elsewhere' } })))
    await world.send(...all.slice(500, 700).map((sale) => ({ ...sale, salesman: { id: 'm1', name: 'Another name' } })))
    await world.delete(...all.slice(650, 900).map(({ sale_id }) => sale_id))
    // A whole group goes: the one salesman and city of Oslo.
    await world.send(aSale({ sale_id: 'shop:oslo', place: { city: 'Oslo', country: 'Norway' } }))
    await eventually(() => {
      assert.ok([...cities().keys()].some((key) => key.includes('Oslo')))
    })
    await world.delete('shop:oslo')
    await eventually(() => {
      assert.deepEqual(cities(), world.expectedCities())
      assert.deepEqual(salesmen(), world.expectedSalesmen())
    })
  })

  test('although a day ends at midnight in the business time zone', async () => {
    await using world = await World.create()
    const cities = await world.followCities()
    await world.spawn('city-aggregator', 'tokyo', { BUSINESS_TIME_ZONE: 'Asia/Tokyo' })
    await world.send(aSale({ sold_at: Date.UTC(2004, 4, 6, 15) }))
    const day = Date.UTC(2004, 4, 7) / DAY_MS
    await eventually(() => {
      assert.deepEqual([...cities().keys()], [`France||Paris|EUR|${day}`])
    })
  })

  test('after SIGTERM in mid-load and a restart', async () => {
    await using world = await World.create()
    const cities = await world.followCities()
    const service = await world.spawn('city-aggregator')
    await service.ready()
    const loading = world.send(...manySales(5_000))
    await eventually(() => {
      assert.ok(cities().size > 0)
    })
    assert.equal((await service.stop()).code, 0)
    await loading
    await service.restart()
    await world.delete('shop:1')
    await eventually(() => {
      assert.deepEqual(cities(), world.expectedCities())
    })
  })
})

describe('the state of a shard', () => {
  test('is rebuilt from the topic when it is lost', async () => {
    await using world = await World.create()
    const cities = await world.followCities()
    const service = await world.spawn('city-aggregator')
    await world.send(...manySales(2_000))
    await eventually(() => {
      assert.deepEqual(cities(), world.expectedCities())
    })
    service.kill('SIGKILL')
    await service.exited
    await world.loseState('city-aggregator')
    await world.delete('shop:7')
    await world.send(aSale({ sale_id: 'shop:8', amount: 5n }))
    const again = await service.restart()
    await again.ready()
    await eventually(() => {
      assert.deepEqual(cities(), world.expectedCities())
    })
    await again.stop()
  })

  test('is rebuilt although compaction has removed what retracts a group, which is published as vanished', async () => {
    const hasty = {
      'segment.ms': '200',
      'min.cleanable.dirty.ratio': '0.01',
      'delete.retention.ms': '0',
      'min.compaction.lag.ms': '0',
      'max.compaction.lag.ms': '200'
    }
    await using world = await World.create({ config: hasty })
    const cities = await world.followCities()
    const service = await world.spawn('city-aggregator')
    const oslo = aSale({ sale_id: 'shop:oslo', place: { city: 'Oslo', country: 'Norway' } })
    await world.send(...manySales(50), oslo)
    await eventually(() => {
      assert.deepEqual(cities(), world.expectedCities())
    })
    service.kill('SIGKILL')
    await service.exited
    await world.loseState('city-aggregator')
    await world.delete('shop:oslo')
    let filler = 1_000
    // Each record rolls the segment before it, which the cleaner may then clean.
    await eventually(
      async () => {
        await world.send(...manySales(60, filler))
        filler += 60
        assert.ok(!(await keysOf(world)).has('shop:oslo'), 'the tombstone is still there')
      },
      { timeoutMs: 60_000, intervalMs: 500 }
    )
    const again = await service.restart()
    await again.ready()
    await eventually(() => {
      assert.deepEqual(cities(), world.expectedCities())
    })
    await again.stop()
  })
})

describe('two replicas', () => {
  test('share the shards; one that is killed is taken over, and no figure changes', async () => {
    await using world = await World.create()
    const cities = await world.followCities()
    const first = await world.spawn('city-aggregator', 'first')
    await first.ready()
    await world.send(...manySales(2_000))
    const second = await world.spawn('city-aggregator', 'second')
    await eventually(async () => {
      assert.deepEqual([await liveShards(first.opsUrl), await liveShards(second.opsUrl)], [3, 3])
    })
    const loading = world.send(...manySales(6_000, 2_000))
    first.kill('SIGKILL')
    await loading
    await world.send(...manySales(500, 1_000).map((sale) => ({ ...sale, amount: 3n })))
    // The group waits out the session of the dead member first.
    await eventually(
      async () => {
        assert.equal(await liveShards(second.opsUrl), 6)
      },
      { timeoutMs: 60_000 }
    )
    await eventually(() => {
      assert.deepEqual(cities(), world.expectedCities())
    })
    const back = await first.restart()
    await world.delete(...manySales(300).map(({ sale_id }) => sale_id))
    await eventually(async () => {
      assert.deepEqual([await liveShards(back.opsUrl), await liveShards(second.opsUrl)], [3, 3])
    })
    await eventually(() => {
      assert.deepEqual(cities(), world.expectedCities())
    })
    await back.stop()
  })
})

test('what cannot be read or breaks the contract is a dead letter, and the rest goes on', async () => {
  await using world = await World.create()
  const cities = await world.followCities()
  const service = await world.spawn('city-aggregator')
  const bad = aSale({ sale_id: 'shop:bad', currency: 'euro' })
  await world.send(aSale({ sale_id: 'shop:1' }))
  const { key } = world.input.record('shop:1', null)
  await world.sendRaw({ key, value: Buffer.from('garbage') })
  await world.producer.send([world.input.record('shop:bad', bad)])
  await world.send(aSale({ sale_id: 'shop:2', amount: 7n }))
  await eventually(() => {
    assert.deepEqual(cities(), world.expectedCities())
  })
  const letters = await eventually(async () => {
    const found = await readDeadLetters(world)
    assert.equal(found.length, 2)
    return found
  })
  const [garbage, broken] = letters.sort((a, b) => (a.code < b.code ? 1 : -1))
  assert.equal(garbage?.code, 'KAFKA_UNDECODABLE')
  assert.equal(garbage.original.toString(), 'garbage')
  assert.match(garbage.origin.position, /^\d+:\d+$/)
  assert.equal(broken?.code, 'AGGREGATOR_SALE_REFUSED')
  assert.deepEqual(
    broken.violations.map(({ field }) => field),
    ['currency']
  )
  const metrics = await (await fetch(`${service.opsUrl}/metrics`)).text()
  assert.match(metrics, /sales_pipeline_dead_letters_total\{code="KAFKA_UNDECODABLE"[^}]*\} 1\n/)
})

/** The keys that the input still holds. */
async function keysOf(world: World): Promise<Set<string>> {
  const keys = new Set<string>()
  for (let partition = 0; partition < world.input.contract.partitions; partition++) {
    await world.kafka.readPartition(world.input, partition, async (messages) => {
      for (const record of await world.input.decode(messages)) if (record.failure === undefined) keys.add(record.key)
    })
  }
  return keys
}

async function liveShards(opsUrl: string): Promise<number> {
  const metrics = await (await fetch(`${opsUrl}/metrics`)).text()
  return Number(/phase_shards\{phase="live"[^}]*\} (\d+)/.exec(metrics)?.[1])
}

async function readDeadLetters(world: World): Promise<DeadLetter[]> {
  const topic = await world.kafka.open(deadLetters('city-aggregator'))
  const letters: DeadLetter[] = []
  await world.kafka.readPartition(topic, 0, async (messages) => {
    for (const record of await topic.decode(messages)) {
      if (record.failure === undefined && record.value !== null) letters.push(record.value)
    }
  })
  return letters
}
