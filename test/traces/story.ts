import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { deadLetters, type DeadLetter } from '@sales-pipeline/contracts'
import { KafkaClient } from '@sales-pipeline/kafka'
import { createLogger } from '@sales-pipeline/observability'
import { eventually } from '@sales-pipeline/testkit'
import pg from 'pg'
import { SERVICES, startPipeline, type Pipeline } from '../pipeline.ts'
import { paths, type Backend, type Span } from './span.ts'

/** What must never be in a span: names, amounts, e-mail addresses, places, products, lines of files. */
const SECRETS = {
  database: { name: 'Dora Quarrington', city: 'Dunmorven', amount: '4071.2300', edited: '5082.3400' },
  file: { name: 'Felix Abernathy', city: 'Fernhollow', amount: '6093.4500', product: 'felix@example.org' },
  partner: { name: 'Petra Zawadzki', city: 'Pellworth', amount: '7104.5600' },
  refused: { name: 'Rita Unreadable', amount: 'eighty-one' }
}
const SALESMEN = { database: 'agent-d', file: 'agent-f', partner: 'agent-p' }
const SALES = { database: 'shop:t-1', file: 'files:t-2', partner: 'partner:t-3' }
type Source = keyof typeof SALES

const COLUMNS = 'sale_id,salesman_id,salesman_name,city,region,country,amount,currency,sold_at,product'

const INGESTORS = { database: 'db-cdc-bridge', file: 'file-ingestor', partner: 'soap-ingestor' }
const FOUND_BY: Readonly<Record<Source, readonly string[]>> = {
  database: ['postgres commit', 'db-cdc-bridge capture sale'],
  file: ['file-ingestor read sale'],
  partner: ['soap-ingestor receive sale']
}
const RANKINGS = [
  { aggregator: 'city-aggregator', topic: 'sales-by-city', statement: 'apply-city' },
  { aggregator: 'salesman-aggregator', topic: 'sales-by-salesman', statement: 'apply-salesman' }
]
const EDGES = [
  'postgres → db-cdc-bridge',
  'db-cdc-bridge → kafka',
  'file-ingestor → kafka',
  'soap-ingestor → kafka',
  'kafka → city-aggregator',
  'kafka → salesman-aggregator',
  'city-aggregator → kafka',
  'salesman-aggregator → kafka',
  'kafka → results-api',
  'results-api → postgres'
]

/** The way of one sale into a ranking, whatever prefix the topics have. */
function wayOf(source: Source, { aggregator, topic, statement }: (typeof RANKINGS)[number]): string[] {
  return [
    ...FOUND_BY[source],
    ...[`${INGESTORS[source]} send sales`, 'kafka sales', `${aggregator} process sales`],
    ...[`${aggregator} send ${topic}`, `kafka ${topic}`, `results-api process ${topic}`],
    ...[`results-api ${statement}`, `postgres ${statement}`]
  ]
}

/** What must hold wherever the traces go to: one sale from each source, an edit, a deletion, and a line that is refused. */
export function tracesOfThePipeline(startBackend: () => Promise<Backend>): void {
  describe('traces of the whole pipeline', () => {
    let backend: Backend
    let pipeline: Pipeline
    let shop: pg.Client

    before(async () => {
      backend = await startBackend()
      pipeline = await startPipeline({ shared: { OTEL_EXPORTER_OTLP_ENDPOINT: backend.endpoint } })
      shop = new pg.Client(pipeline.sources.databaseUrl)
      await shop.connect()
      await sell(pipeline, shop)
    })

    after(async () => {
      await shop.end()
      await pipeline[Symbol.asyncDispose]()
      await backend[Symbol.asyncDispose]()
    })

    /** The newest trace of a sale, once it has what it is asked for. */
    const newest = (saleId: string, check: (ways: readonly string[], trace: readonly Span[]) => void) =>
      eventually(async () => {
        const [trace = []] = await backend.find('kafka', saleId)
        const ways = paths(trace).map((path) => path.join(' > ').replaceAll(/test-[0-9a-f]+\./g, ''))
        check(ways, trace)
        return trace
      })

    for (const source of Object.keys(SALES) as Source[]) {
      test(`one trace follows a sale from the ${source} to its rows in the results store`, async () => {
        await newest(SALES[source], (ways) => {
          for (const ranking of RANKINGS) includes(ways, wayOf(source, ranking).join(' > '))
        })
      })

      test(`the sale from the ${source} is found by its id, from every service on its way`, async () => {
        const services = [
          INGESTORS[source],
          'kafka',
          ...RANKINGS.map(({ aggregator }) => aggregator),
          'results-api',
          'postgres'
        ]
        const traces = await Promise.all(services.map((service) => backend.find(service, SALES[source])))
        const ids = new Set(traces.map(([trace]) => trace?.[0]?.traceId))
        assert.equal(ids.size, 1, JSON.stringify([...ids]))
        assert.notEqual([...ids][0], undefined)
      })
    }

    test('a sale begins no later than its commit, and its spans are linked to their batch', async () => {
      const trace = await newest(SALES.database, (ways) => {
        assert.ok(ways.length > 0)
      })
      const commit = trace.find(({ name }) => name === 'commit')
      const capture = trace.find(({ name }) => name === 'capture sale')
      assert.ok(commit !== undefined && capture !== undefined && commit.start <= capture.start)
      const batches = (await backend.all()).filter(({ name }) => name === 'deliver changes')
      assert.ok(batches.some(({ spanId }) => capture.links.includes(spanId)))
    })

    test('the service graph has all six services, with Kafka and Postgres between them', async () => {
      const edges = await eventually(async () => {
        const found = await backend.edges()
        for (const edge of EDGES) assert.ok(found.has(edge), `${edge} is not among ${[...found].join(', ')}`)
        return found
      })
      const nodes = new Set([...edges].flatMap((edge) => edge.split(' → ')))
      for (const service of SERVICES) assert.ok(nodes.has(service), service)
      assert.equal(edges.has('db-cdc-bridge → city-aggregator'), false)
    })

    test('what is refused is told by the trace that its dead letter names', async () => {
      const letter = await refusedLine(pipeline)
      await eventually(async () => {
        const spans = (await backend.all()).filter(({ traceId }) => traceId === letter.trace_id)
        assert.ok(spans.some(({ attributes }) => attributes['error.type'] === letter.code))
      })
    })

    test('a log line names the trace and the span that it was written in', async () => {
      const lines = pipeline.process('file-ingestor').logs.split('\n').filter(Boolean)
      const reading = lines.map((line) => JSON.parse(line) as Record<string, unknown>).find((line) => line['file'])
      const spans = await backend.all()
      const named = spans.find(({ spanId }) => spanId === reading?.['span_id'])
      assert.equal(named?.traceId, reading?.['trace_id'])
      assert.equal(named?.name, 'read file')
    })

    test('an edit has a trace of its own, into the place that it leaves and the place that it moves to', async () => {
      const [first] = await backend.find('db-cdc-bridge', SALES.database)
      await shop.query(`UPDATE sale SET amount = $1, city_id = 2 WHERE sale_id = 't-1'`, [SECRETS.database.edited])
      const trace = await newest(SALES.database, (ways, found) => {
        assert.notEqual(found[0]?.traceId, first?.[0]?.traceId)
        const way = wayOf('database', RANKINGS[0]!).join(' > ')
        assert.equal(ways.filter((each) => each === way).length, 2, ways.join('\n'))
      })
      await eventually(async () => {
        const response = await fetch(`${pipeline.resultsApi}/lineage/sales/${encodeURIComponent(SALES.database)}`)
        const { record } = (await response.json()) as { record: { traceId: string } }
        assert.equal(record.traceId, trace[0]?.traceId)
      })
    })

    test('of several sales that change one total, one trace goes on, and the others are linked to it', async () => {
      const row = (n: number) => `m-${n},${SALESMEN.file},${SECRETS.file.name},Twinford,,FR,1.00,EUR,2026-03-03,`
      const rows = Array.from({ length: 20 }, (_, n) => row(n))
      await pipeline.sources.putFile('many.csv', [COLUMNS, ...rows, ''].join('\n'))
      await eventually(async () => {
        const spans = await backend.all()
        const processed = new Map(spans.filter(isNamed('process sales')).map((span) => [span.spanId, span]))
        const shared = spans.filter(isNamed('send sales-by-city')).filter(({ links }) => links.length > 0)
        assert.ok(shared.length > 0)
        const [first] = shared.filter(({ links }) => links.every((link) => processed.has(link)))
        assert.ok(first)
        const others = first.links.map((link) => processed.get(link)?.traceId)
        const back = shared.filter(({ links }) => links.includes(first.spanId)).map(({ traceId }) => traceId)
        assert.equal(others.includes(first.traceId), false)
        assert.deepEqual(back.toSorted(), others.toSorted())
      })
    })

    test('so has a deletion', async () => {
      await shop.query(`DELETE FROM sale WHERE sale_id = 't-1'`)
      const trace = await newest(SALES.database, (ways, spans) => {
        assert.ok(spans.some(({ attributes }) => attributes['kafka.message.tombstone'] === true))
        for (const ranking of RANKINGS) includes(ways, wayOf('database', ranking).join(' > '))
      })
      assert.ok(trace.length > 0)
    })

    test('no span says a name, an amount, a place, an e-mail address or what is in a file', async () => {
      const spans = await backend.all()
      assert.ok(spans.length > 60, `${spans.length} spans`)
      const secrets = [...Object.values(SECRETS).flatMap((of) => Object.values(of)), ...Object.values(SALESMEN)]
      for (const { service, name, values } of spans) {
        const said = JSON.stringify(values)
        for (const secret of secrets) assert.ok(!said.includes(secret), `${service} ${name} says ${said}`)
        for (const secret of secrets)
          assert.ok(!said.includes(secret.replace(/00$/, '')), `${service} ${name}: ${said}`)
      }
    })
  })
}

/** One sale into each source, and one line that cannot be read. */
async function sell({ sources }: Pipeline, shop: pg.Client): Promise<void> {
  const { database, file, partner, refused } = SECRETS
  await shop.query(
    `INSERT INTO city (city_id, name, country) VALUES (1, '${database.city}', 'DK'), (2, 'Elsewhere', 'DK')`
  )
  await shop.query('INSERT INTO salesman VALUES ($1, $2)', [SALESMEN.database, database.name])
  await shop.query(`INSERT INTO sale VALUES ('t-1', $1, 1, NULL, $2, 'USD', now())`, [
    SALESMEN.database,
    database.amount
  ])
  await sources.putFile(
    'story.csv',
    [
      COLUMNS,
      `t-2,${SALESMEN.file},${file.name},${file.city},,FR,${file.amount},EUR,2026-03-01,${file.product}`,
      `t-9,agent-r,${refused.name},Nowhere,,FR,${refused.amount},EUR,2026-03-01,`
    ].join('\n') + '\n'
  )
  const sale = { saleId: 't-3', salesmanId: SALESMEN.partner, salesmanName: partner.name, city: partner.city }
  await sources.putAtPartner(
    [{ ...sale, country: 'DE', amount: partner.amount, currency: 'EUR', soldAt: '2026-03-02T10:00:00Z' }],
    []
  )
}

async function refusedLine({ kafka: settings }: Pipeline): Promise<DeadLetter> {
  const kafka = new KafkaClient(settings, { logger: createLogger({ service: 'test', level: 'silent' }) })
  const topic = await kafka.open(deadLetters('file-ingestor'))
  return eventually(async () => {
    const letters: (DeadLetter | null | undefined)[] = []
    await kafka.readPartition(topic, 0, async (messages) => {
      const decoded = await topic.decode(messages)
      letters.push(...decoded.map((record) => (record.failure === undefined ? record.value : undefined)))
    })
    const [letter] = letters
    assert.ok(letter)
    return letter
  })
}

/** Whatever prefix the topics have. */
function isNamed(name: string): (span: Span) => boolean {
  const [verb, topic] = name.split(' ')
  return (span) => span.name.startsWith(`${verb ?? ''} `) && span.name.endsWith(`.${topic ?? ''}`)
}

function includes(ways: readonly string[], way: string): void {
  assert.ok(ways.includes(way), `${way}\nis not among\n${ways.join('\n')}`)
}
