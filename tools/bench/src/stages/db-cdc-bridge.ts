import { cdc, sales } from '@sales-pipeline/contracts'
import type { TestDatabase } from '@sales-pipeline/testkit'
import type pg from 'pg'
import type { Bench, BenchTopics, MeasuredService } from '../bench.ts'
import { connected, insertMarket, insertSales, SOURCE_SCHEMA } from '../data/source.ts'
import type { BareReader } from '../limits/bare-reader.ts'
import type { Rate } from '../measure/rate.ts'
import { compared, type Row, type Stage } from '../stage.ts'
import { Carried } from './carried.ts'

const PUBLICATION = 'sales_pipeline'
const BARE_SLOT = 'bare_reader'
const SALES_PER_TRANSACTION = 100
/** As the service's. */
const BATCH_BYTES = 700_000

/** Snapshot and stream of change data capture. */
export const dbCdcBridge: Stage = {
  name: 'db-cdc-bridge',
  about: 'change data capture, against a bare reader of the slot and a bare producer of the same bytes',
  run: async (bench) => {
    await using database = await bench.stack.database([SOURCE_SCHEMA])
    const client = await connected(database.url)
    try {
      return await new BridgeRun(bench, await bench.topics(), database, client).run()
    } finally {
      await client.end()
    }
  }
}

class BridgeRun {
  readonly #bench: Bench
  readonly #topics: BenchTopics
  readonly #database: TestDatabase
  readonly #client: pg.Client

  constructor(bench: Bench, topics: BenchTopics, database: TestDatabase, client: pg.Client) {
    this.#bench = bench
    this.#topics = topics
    this.#database = database
    this.#client = client
  }

  async run(): Promise<Row[]> {
    const { rows } = this.#bench.sizes
    await insertMarket(this.#client)
    await this.#insert(0, rows)
    const snapshot = await this.#snapshot(rows)

    await this.#createBareSlot()
    await this.#insert(rows, 2 * rows)
    const stream = await this.#stream(rows)
    return [snapshot, ...stream]
  }

  /** The first start: everything that is there. For information. */
  async #snapshot(rows: number): Promise<Row> {
    const carried = await Carried.from(this.#bench, this.#topics)
    await using bridge = await this.#start()
    await bridge.ready()
    await carried.until(rows, bridge)
    return compared({
      what: 'db-cdc-bridge, snapshot',
      unit: 'sales/s',
      ours: await carried.rate(),
      memory: bridge.peak()
    })
  }

  /** The next start: everything committed since is in the slot. */
  async #stream(rows: number): Promise<Row[]> {
    const carried = await Carried.from(this.#bench, this.#topics, [sales.name, cdc('public', 'sale').name])
    const bridge = await this.#start()
    await carried.until(rows, bridge)
    await bridge.stop()
    const [ours, memory] = [await carried.rate(), bridge.peak()]
    const notes = [`${rows} inserts in transactions of ${SALES_PER_TRANSACTION}; each is an envelope and a sale`]
    const row = { what: 'db-cdc-bridge, stream', unit: 'sales/s', ours, memory }
    return [
      compared({ ...row, limit: { name: 'bare reader of the slot', rate: await this.#bareReader(rows) }, notes }),
      compared({
        ...row,
        limit: { name: 'bare producer of the same bytes', rate: await carried.bareProducer(BATCH_BYTES) }
      })
    ]
  }

  #start(): Promise<MeasuredService> {
    return this.#bench.start('db-cdc-bridge', this.#topics, {
      SOURCE_DATABASE_URL: this.#database.bridgeUrl,
      SLOT_NAME: 'bridge',
      PUBLICATION
    })
  }

  #insert(from: number, to: number): Promise<void> {
    return insertSales(this.#client, { from, to, perTransaction: SALES_PER_TRANSACTION })
  }

  /** As the role that may. */
  async #createBareSlot(): Promise<void> {
    const bridge = await connected(this.#database.bridgeUrl)
    await bridge.query(`SELECT pg_create_logical_replication_slot('${BARE_SLOT}', 'pgoutput')`)
    await bridge.end()
  }

  #bareReader(rows: number): Promise<Rate> {
    const input: BareReader = {
      url: this.#database.bridgeUrl,
      slot: BARE_SLOT,
      publication: PUBLICATION,
      transactions: Math.ceil(rows / SALES_PER_TRANSACTION),
      salesPerTransaction: SALES_PER_TRANSACTION
    }
    return this.#bench.limit('bare-reader', input)
  }
}
