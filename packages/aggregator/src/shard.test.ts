import assert from 'node:assert/strict'
import { truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { startSpan } from '@sales-pipeline/observability'
import { HOUR_MS, sale, ShardWorld, type InputRecord } from './testing/shard-world.ts'

const record: fc.Arbitrary<InputRecord> = fc.record({
  saleId: fc.constantFrom(...Array.from('abcdefghij', (letter) => `shop:${letter}`)),
  sale: fc.option(
    fc
      .tuple(fc.constantFrom('Paris', 'Nantes'), fc.integer({ min: -3, max: 5 }), fc.nat({ max: 1 }))
      .map((fields) => sale(...fields))
  )
})

type Step =
  | { readonly do: 'read'; readonly records: readonly InputRecord[]; readonly batchSize: number }
  | { readonly do: 'crash'; readonly accident: 'lost' | 'unacknowledged' }
  | { readonly do: 'lose state' }
  | { readonly do: 'compact' }
  | { readonly do: 'compact and lose state' }
  | { readonly do: 'foreign record'; readonly nth: number }

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('read' as const),
      records: fc.array(record, { maxLength: 15 }),
      batchSize: fc.integer({ min: 1, max: 6 })
    })
  },
  fc.record({
    do: fc.constant('crash' as const),
    accident: fc.constantFrom('lost' as const, 'unacknowledged' as const)
  }),
  fc.constant({ do: 'lose state' as const }),
  fc.constant({ do: 'compact' as const }),
  fc.constant({ do: 'compact and lose state' as const }),
  fc.record({ do: fc.constant('foreign record' as const), nth: fc.nat({ max: 20 }) })
)

async function take(world: ShardWorld, one: Step): Promise<void> {
  switch (one.do) {
    case 'read':
      world.append(...one.records)
      return world.consume(one.batchSize)
    case 'crash':
      await world.crash(one.accident)
      return world.open()
    case 'lose state':
      await world.loseState()
      return world.open()
    case 'compact':
      world.compact()
      return
    case 'compact and lose state':
      await world.loseState()
      world.compact()
      return world.open()
    case 'foreign record': {
      // As a process does that does not know yet that the shard is no longer its own.
      const old = world.output.log[one.nth]
      if (old !== undefined) world.output.log.push(old)
      return
    }
  }
}

describe('a shard', () => {
  test('hands on the traces of sales that came before it was live', async () => {
    await using world = await ShardWorld.create()
    const { context } = startSpan('arrival', {})
    world.append({ saleId: 'shop:a', sale: sale('Paris', 1), trace: context })
    await world.open()
    await world.finish()
    assert.deepEqual(world.publishedTraces(), [['Paris', [context]]])
  })

  test('hands the trace of a sale on with the group that it is in, and with the one that it leaves', async () => {
    await using world = await ShardWorld.create()
    const [arrival, move, deletion, other] = ['arrival', 'move', 'deletion', 'other'].map(
      (name) => startSpan(name, {}).context
    )
    await world.open()
    await world.finish()
    const steps: InputRecord[][] = [
      [
        { saleId: 'shop:a', sale: sale('Paris', 1), trace: arrival! },
        { saleId: 'shop:b', sale: sale('Paris', 2), trace: other! },
        { saleId: 'shop:c', sale: sale('Paris', 3) }
      ],
      [{ saleId: 'shop:a', sale: sale('Nantes', 1), trace: move! }],
      [{ saleId: 'shop:a', sale: null, trace: deletion! }],
      [{ saleId: 'shop:b', sale: sale('Paris', 2), trace: other! }],
      [{ saleId: 'shop:c', sale: sale('Paris', 4) }]
    ]
    for (const records of steps) {
      world.append(...records)
      await world.finish()
    }
    const published = world.publishedTraces()
    assert.deepEqual(
      published
        .slice(1, 3)
        .map(([city]) => city)
        .toSorted(),
      ['Nantes', 'Paris']
    )
    assert.deepEqual(
      published.map(([, traces]) => traces),
      [[arrival, other], [move], [move], [deletion], []]
    )
  })

  test('publishes what a recount of its input gives, through crashes, lost states, compaction and foreign records', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), record, async (steps, last) => {
        await using world = await ShardWorld.create()
        await world.open()
        for (const one of steps) await take(world, one)
        // A foreign record is noticed with the next one of our own.
        world.append(last, { saleId: 'shop:end', sale: sale('Paris', steps.length + 1) })
        await world.finish()
        assert.equal(world.failure, undefined)
        assert.deepEqual(
          world.warnings.filter((warning) => !warning.includes('Somebody else')),
          []
        )
        assert.deepEqual(world.published(), world.recount())
      }),
      { numRuns: 20 }
    )
  })

  test('versions never go back, and equal versions of a group say the same', async () => {
    await using world = await ShardWorld.create()
    await world.open()
    for (let at = 0; at < 30; at++) {
      world.append({ saleId: `shop:${at % 7}`, sale: at % 5 === 4 ? null : sale('Paris', at) })
      if (at === 20) {
        await world.crash()
        await world.open()
      }
      await world.finish()
    }
    const offsets = world.output.log.map(({ value }) => value.version.offset)
    assert.deepEqual(
      offsets,
      offsets.toSorted((a, b) => Number(a - b))
    )
  })

  test('publishes nothing before it has reached the end of its input', async () => {
    await using world = await ShardWorld.create()
    world.append(...Array.from({ length: 10 }, (_, at) => ({ saleId: `shop:${at}`, sale: sale('Paris', at) })))
    await world.open()
    await world.consumeBatch(9)
    assert.equal(world.shard.phase, 'catching-up')
    assert.equal(world.output.log.length, 0)
    await world.finish()
    assert.equal(world.output.log.length, 1)
  })

  test('goes on after a crash between commit and publishing', async () => {
    await using world = await ShardWorld.create()
    await world.open()
    world.append({ saleId: 'shop:1', sale: sale('Paris', 7) })
    await world.shard.settled()
    world.output.accident = 'lost'
    await world.consume()
    await world.shard.flush()
    assert.match(String(world.failure), /lost/)
    assert.equal(world.output.log.length, 0)
    await world.crash()
    await world.open()
    await world.finish()
    assert.deepEqual(world.published(), world.recount())
  })

  test('reads its output back only from where it knew it, and not at all after an orderly end', async () => {
    await using world = await ShardWorld.create()
    await world.open()
    for (const city of ['Nantes', 'Paris']) {
      world.append({ saleId: `shop:${city}`, sale: sale(city, 7) })
      await world.finish()
    }
    await world.crash()
    await world.open()
    await world.finish()
    assert.equal(world.output.reads, 0)
    await world.crash()
    world.output.log.push(...world.output.log.slice(-1))
    await world.open()
    await world.finish()
    assert.equal(world.output.reads, 1)
    assert.equal(world.output.log.length, 3)
  })

  test('publishes as vanished what only the output knows', async () => {
    await using world = await ShardWorld.create()
    await world.open()
    world.append({ saleId: 'shop:1', sale: sale('Paris', 7) }, { saleId: 'shop:2', sale: sale('Nantes', 7) })
    await world.finish()
    await world.loseState()
    world.append({ saleId: 'shop:1', sale: null }, { saleId: 'shop:3', sale: sale('Nantes', 1) })
    world.compact()
    await world.open()
    await world.finish()
    assert.deepEqual([...world.published().keys()], ['Nantes/0'])
    const paris = world.output.log.findLast(({ group }) => group.city === 'Paris')
    assert.equal(paris?.value.count, 0n)
    assert.deepEqual(paris.value.version, { generation: 1, offset: 4n })
  })

  test('opens a shard without messages', async () => {
    await using world = await ShardWorld.create()
    await world.open()
    await world.finish()
    assert.equal(world.shard.phase, 'live')
  })
})

describe('a state is not trusted', () => {
  async function published(world: ShardWorld): Promise<void> {
    await world.open()
    world.append({ saleId: 'shop:1', sale: sale('Paris', 7) })
    await world.finish()
    await world.crash()
  }

  test('when the input was recreated', async () => {
    await using world = await ShardWorld.create()
    await published(world)
    world.recreateInput()
    await assert.rejects(world.open(), { code: 'AGGREGATOR_INPUT_RECREATED', fix: /GENERATION/ })
    world.generation = 2
    await world.open()
    await world.finish()
    assert.deepEqual(world.published(), new Map())
  })

  test('nor the output, when input and state are gone', async () => {
    await using world = await ShardWorld.create()
    await published(world)
    await world.loseState()
    world.recreateInput()
    await world.open()
    await world.shard.settled()
    assert.equal((world.failure as { code?: string }).code, 'AGGREGATOR_INPUT_RECREATED')
  })

  test('when the settings changed', async () => {
    await using world = await ShardWorld.create()
    await published(world)
    world.settings = 'other'
    await assert.rejects(world.open(), { code: 'AGGREGATOR_SETTINGS_CHANGED', fix: /GENERATION/ })
  })

  test('when a published total as new as the state differs', async () => {
    await using world = await ShardWorld.create()
    await published(world)
    const [{ group, value } = assert.fail()] = world.output.log
    world.output.log.push({ group, value: { ...value, total: value.total + 1n } })
    await world.open()
    await world.shard.settled()
    assert.equal((world.failure as { code?: string }).code, 'AGGREGATOR_OUTPUT_NEWER')
  })

  test('when tombstones may be gone', async () => {
    await using world = await ShardWorld.create()
    await published(world)
    world.append({ saleId: 'shop:1', sale: null }, { saleId: 'shop:2', sale: sale('Nantes', 1) })
    world.compact()
    world.now += 13 * HOUR_MS
    await world.open()
    await world.finish()
    assert.deepEqual([...world.published().keys()], ['Nantes/0'])
  })

  const damages: Record<string, (file: string) => Promise<void>> = {
    garbage: (file) => writeFile(file, 'not a database '.repeat(10_000)),
    zeros: (file) => writeFile(file, Buffer.alloc(100_000)),
    'a few bytes': (file) => writeFile(file, 'abc'),
    'cut off': (file) => truncate(file, 20_000),
    empty: (file) => truncate(file, 0)
  }
  for (const [kind, damage] of Object.entries(damages)) {
    test(`when it is damaged: ${kind}`, async () => {
      await using world = await ShardWorld.create()
      await published(world)
      await damage(join(world.stateFolder, 'data.mdb'))
      await world.open()
      await world.finish()
      assert.deepEqual(world.published(), world.recount())
      assert.equal(world.warnings.length, kind === 'empty' ? 0 : 1)
    })
  }
})

test('what is published carries the source times of all sales behind it, and a rebuild none', async () => {
  await using world = await ShardWorld.create()
  world.append({ saleId: 'shop:a', sale: sale('Paris', 1) })
  await world.open()
  await world.finish()
  assert.deepEqual(
    world.output.times.filter((times) => times !== undefined),
    []
  )
  world.append({ saleId: 'shop:b', sale: sale('Paris', 2) }, { saleId: 'shop:c', sale: sale('Nantes', 3) })
  await world.consumeBatch(1, { oldest: 10, newest: 20 })
  await world.consumeBatch(1, { oldest: 5, newest: 15 })
  await world.finish()
  const told = world.output.times.filter((times) => times !== undefined)
  assert.equal(Math.min(...told.map(({ oldest }) => oldest)), 5)
  assert.equal(Math.max(...told.map(({ newest }) => newest)), 20)
  world.append({ saleId: 'shop:d', sale: sale('Nice', 4) })
  await world.consumeBatch(1)
  await world.finish()
  assert.equal(world.output.times.at(-1), undefined)
})
