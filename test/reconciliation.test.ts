import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { eventually } from '@sales-pipeline/testkit'
import pg from 'pg'
import { Load } from './load.ts'
import { loseSale } from './lost-sale.ts'
import { SERVICES, startPipeline, type Pipeline } from './pipeline.ts'

interface Answer {
  readonly summary: Readonly<Record<'agreed' | 'differs' | 'moving' | 'notJudged', number>>
  readonly items: readonly Line[]
}

interface Line {
  readonly source: string
  readonly day: string
  readonly against: string
  readonly state: string
  readonly expected: { readonly rows: number }
  readonly found: { readonly rows: number }
}

const ROUND = { database: 500, file: 2_000, partner: 500 }
const ENV = { CONTROL_INTERVAL_MS: '1000', RECONCILE_AFTER_MS: '3000' }
const LOOK_MS = 500

describe('reconciliation of the whole pipeline', () => {
  let pipeline: Pipeline
  let load: Load
  let database: pg.Client

  before(async () => {
    pipeline = await startPipeline({ shared: ENV })
    load = await Load.connect(pipeline.sources, 20_261_125)
    database = new pg.Client({ connectionString: pipeline.sources.databaseUrl })
    await database.connect()
  })

  after(async () => {
    await database.end()
    await load.close()
    await pipeline[Symbol.asyncDispose]()
  })

  const ask = async (query: string): Promise<Answer> => {
    const response = await fetch(`${pipeline.resultsApi}/reconciliation?limit=1000${query}`)
    assert.equal(response.status, 200)
    return (await response.json()) as Answer
  }

  /** Waits until nothing differs or moves, and the database's lines are of all that it holds. */
  const agreed = () =>
    eventually(
      async () => {
        const { summary } = await ask('')
        assert.deepEqual({ ...summary, agreed: 0 }, { agreed: 0, differs: 0, moving: 0, notJudged: 0 })
        const { rows } = await database.query<{ count: number }>('SELECT count(*)::int AS count FROM sale')
        const shop = (await ask('&source=shop')).items
        assert.equal(
          shop.reduce((sum, { found }) => sum + found.rows, 0),
          rows[0]?.count
        )
        for (const source of ['files', 'partner', 'all']) assert.ok((await ask(`&source=${source}`)).summary.agreed > 0)
      },
      { timeoutMs: 120_000 }
    )

  test('sources, arrivals and results agree under load and with all six killed, and no alarm was false', async () => {
    const alarms: Line[] = []
    let watching = true as boolean
    const watch = (async () => {
      while (watching) {
        await delay(LOOK_MS)
        const seen = await ask('&state=differs').catch(() => undefined)
        alarms.push(...(seen?.items ?? []).filter(({ against }) => against === 'arrived'))
      }
    })()
    await load.round(ROUND)
    const loading = load.round(ROUND)
    await Promise.all(SERVICES.map((service) => pipeline.killAndRestart(service)))
    await loading
    await agreed()
    watching = false
    await watch
    assert.deepEqual(alarms, [])
  })

  test('a sale that gets lost on its way is named by source and day, until it is there again', async () => {
    const { day, find } = await loseSale(pipeline)
    await eventually(
      async () => {
        const { items } = await ask('&state=differs')
        assert.deepEqual(
          items.map((line) => [line.source, line.day, line.against, line.expected.rows - line.found.rows]),
          [['shop', day, 'arrived', 1]]
        )
      },
      { timeoutMs: 60_000 }
    )
    await find()
    await agreed()
  })
})
