import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deadLetters, type DeadLetter } from '@sales-pipeline/contracts'
import { eventually } from '@sales-pipeline/testkit'
import { refusingServices } from '../src/core/dead-letters.ts'
import { PostgresDeadLetterStore } from '../src/adapters/postgres/dead-letter-store.ts'
import { openWorld, type World } from './lineage-world.ts'

const PATH = '/api/v1/dead-letters'
const DAY_MS = 86_400_000

interface Letters {
  readonly summary: readonly { readonly service: string; readonly code: string; readonly count: number }[]
  readonly items: readonly {
    readonly id: string
    readonly code: string
    readonly message: string
    readonly size: number
    readonly violations: DeadLetter['violations']
    readonly refusedAt: string
  }[]
  readonly next: string | null
}

function aLetter(overrides: Partial<DeadLetter> = {}): DeadLetter {
  return {
    ...{ service: 'whoever', code: 'FILE_ROW_REFUSED', message: 'amount is no number', trace_id: null },
    ...{ original: Buffer.from('very private'), content_type: 'text/csv', refused_at: Date.now() },
    origin: { system: 'file', dataset: 'a.csv', position: 'line 2' },
    violations: [{ field: 'amount', rule: 'amount', version: 2, value: '"ten"', message: 'is no number' }],
    ...overrides
  }
}

async function send(world: World, service: string, letters: readonly DeadLetter[]): Promise<void> {
  const topic = await world.kafka.open(deadLetters(service))
  await world.producer.send(letters.map((letter) => topic.record(null, letter)))
}

const held = (world: World): Promise<{ count: number }> =>
  world.one<{ count: number }>('SELECT count(*)::int AS count FROM dead_letter')

test('what every service refused is there: newest first, counted, page by page, without the bytes', async () => {
  await using world = await openWorld()
  const start = Date.now()
  for (const [index, service] of refusingServices.entries())
    await send(world, service, [aLetter({ refused_at: start + index }), aLetter({ refused_at: start + 10 + index })])
  await send(world, 'file-ingestor', [
    aLetter({ code: 'KAFKA_UNDECODABLE', message: `nul \0 ${'x'.repeat(5000)}`, refused_at: 400_000_000_000_000 })
  ])
  await using service = await world.start()
  await eventually(async () => {
    assert.equal((await held(world)).count, 13)
  })
  const seen: Letters['items'][number][] = []
  let page = await world.api.ask<Letters>(PATH, `${PATH}?limit=4`)
  for (;;) {
    seen.push(...page.body.items)
    if (page.body.next === null) break
    page = await world.api.ask<Letters>(PATH, page.body.next)
  }
  assert.equal(new Set(seen.map(({ id }) => id)).size, 13)
  const times = seen.map(({ refusedAt }) => refusedAt)
  assert.deepEqual(times, times.toSorted().toReversed())
  assert.doesNotMatch(JSON.stringify(seen), /private/)
  assert.deepEqual([seen.at(-1)?.id, seen.at(-1)?.size], ['db-cdc-bridge:0:0', 12])
  assert.deepEqual(seen.at(-1)?.violations, aLetter().violations)

  const path = `${PATH}?service=file-ingestor`
  const { body: files } = await world.api.ask<Letters>(PATH, path)
  assert.deepEqual(files.summary.map(({ code, count }) => `${code} ${count}`).toSorted(), [
    'FILE_ROW_REFUSED 2',
    'KAFKA_UNDECODABLE 1'
  ])
  const { body: odd } = await world.api.ask<Letters>(PATH, `${path}&code=KAFKA_UNDECODABLE`)
  assert.equal(odd.items.length, 1)
  assert.ok((odd.items[0]?.message.length ?? 0) < 2100)
  const csv = await fetch(`${world.api.url}${PATH}.csv?limit=1`)
  assert.match(await csv.text(), /^id,service,code,message,origin,/)
  await service.stop()
})

test('nothing is doubled by reading again, and what is too old is dropped and not counted', async () => {
  await using world = await openWorld()
  await send(world, 'soap-ingestor', [aLetter(), aLetter(), aLetter({ refused_at: Date.now() - 31 * DAY_MS })])
  await using first = await world.start()
  await eventually(async () => {
    assert.equal((await held(world)).count, 3)
  })
  first.kill('SIGKILL')
  await world.store.pool.query('UPDATE lineage_progress SET next_offset = 0')
  await using second = await first.restart()
  await eventually(async () => {
    const { behind } = await world.one<{ behind: number }>(
      `SELECT count(*) FILTER (WHERE next_offset <> 3)::int AS behind FROM lineage_progress
        WHERE topic LIKE '%dead-letters.soap-ingestor'`
    )
    assert.equal(behind, 0)
  })
  const store = new PostgresDeadLetterStore(world.store.pool)
  await store.trim()
  const { body } = await world.api.ask<Letters>(PATH, PATH)
  assert.deepEqual(
    body.summary.map(({ service, count }) => [service, count]),
    [['soap-ingestor', 2]]
  )
  assert.equal(body.items.length, 2)
  await store.forget('soap-ingestor', { topic: 'none', partition: 0, next: 0n, end: 0n })
  assert.deepEqual((await world.api.ask<Letters>(PATH, PATH)).body.summary, [])
  await second.stop()
})
