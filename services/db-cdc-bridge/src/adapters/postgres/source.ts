import type { Snapshot } from '../../core/commit-visibility.ts'
import { parseLsn, type Lsn } from '../../core/lsn.ts'
import type { Chunk, ReadChunk } from '../../core/rereads.ts'
import { errors } from '../../errors.ts'
import type { ChangeFeed, SnapshotReader, Source, SourceSession } from '../../ports.ts'
import { PostgresChangeFeed } from './change-feed.ts'
import { Connection, isOutage, sqlState } from './connection.ts'
import { loadDimensions } from './dimensions.ts'
import { inspect, type Inspection, type SourceSettings } from './inspection.ts'
import { currentSnapshot, SaleReader } from './sale-reader.ts'
import { PostgresSnapshotReader } from './snapshot-reader.ts'

/** A Postgres database, read by logical replication. */
export class PostgresSource implements Source {
  readonly #settings: SourceSettings
  readonly #watermarkPrefix: string

  constructor(settings: SourceSettings, watermarkPrefix: string) {
    this.#settings = settings
    this.#watermarkPrefix = watermarkPrefix
  }

  async connect(): Promise<SourceSession> {
    const sql = await Connection.open(this.#settings.url, 'sql')
    try {
      const replication = await Connection.open(this.#settings.url, 'replication')
      try {
        const inspection = await inspect(sql, replication, this.#settings)
        return new PostgresSession(sql, replication, this.#settings, inspection, this.#watermarkPrefix)
      } catch (error) {
        await replication[Symbol.asyncDispose]()
        throw error
      }
    } catch (error) {
      await sql[Symbol.asyncDispose]()
      throw error
    }
  }

  isOutage(error: unknown): boolean {
    return isOutage(error)
  }
}

const LOG_STATE = `
  SELECT pg_current_wal_insert_lsn(), pg_current_wal_insert_lsn() - restart_lsn
  FROM (SELECT 1) AS one LEFT JOIN pg_replication_slots ON slot_name = $1`

/** Two connections: one for SQL beside the stream, one for the stream. */
class PostgresSession implements SourceSession {
  readonly identity: Inspection['identity']
  readonly slot: Inspection['slot']
  readonly #sql: Connection
  readonly #replication: Connection
  readonly #settings: SourceSettings
  readonly #columns: Inspection['columns']
  readonly #sales: SaleReader
  /** The queries of rereads and of metrics come one after the other. */
  #turn: Promise<unknown> = Promise.resolve()

  constructor(
    sql: Connection,
    replication: Connection,
    settings: SourceSettings,
    { identity, slot, columns, serverVersion }: Inspection,
    watermarkPrefix: string
  ) {
    this.#sql = sql
    this.#replication = replication
    this.#settings = settings
    this.identity = identity
    this.slot = slot
    this.#columns = columns
    this.#sales = new SaleReader(sql, settings.schema, watermarkPrefix, serverVersion)
  }

  async dropSlot(): Promise<void> {
    await this.#sql.rows('SELECT pg_drop_replication_slot($1)', [this.#settings.slot])
  }

  async createSlot(): Promise<SnapshotReader> {
    return this.#openSnapshot(await createSlot(this.#replication, this.#settings.slot))
  }

  async openMoment(signal: AbortSignal): Promise<SnapshotReader> {
    await using replication = await Connection.open(this.#settings.url, 'replication')
    const end = (): void => void replication[Symbol.asyncDispose]()
    signal.addEventListener('abort', end, { once: true })
    try {
      const created = await createSlot(
        replication,
        `${this.#settings.slot.slice(0, LONGEST_SLOT)}_control`,
        'TEMPORARY'
      )
      const sql = await this.#openSnapshot(created)
      signal.addEventListener('abort', () => void sql[Symbol.asyncDispose](), { once: true })
      return sql
    } finally {
      signal.removeEventListener('abort', end)
    }
  }

  /** The snapshot is exported for as long as the slot's connection does nothing else. */
  async #openSnapshot(created: CreatedSlot): Promise<PostgresSnapshotReader> {
    const snapshot = { name: created.snapshot_name, consistentPoint: parseLsn(created.consistent_point) }
    const sql = await Connection.open(this.#settings.url, 'sql')
    try {
      return await PostgresSnapshotReader.open(sql, snapshot, this.#settings.schema, this.#columns)
    } catch (error) {
      await sql[Symbol.asyncDispose]()
      throw error
    }
  }

  async loadDimensions() {
    const dimensions = await loadDimensions(this.#sql, this.#settings.schema)
    const loadedBefore = parseLsn((await this.#sql.value('SELECT pg_current_wal_insert_lsn()')) ?? '')
    return { dimensions, loadedBefore }
  }

  stream(from: Lsn): Promise<ChangeFeed> {
    return PostgresChangeFeed.start(this.#replication, this.#settings, from)
  }

  readChunk(command: ReadChunk, handIn: (chunk: Chunk) => void): Promise<void> {
    return this.#inTurn(() => this.#sales.read(command, handIn))
  }

  currentSnapshot(): Promise<Snapshot> {
    return this.#inTurn(() => currentSnapshot(this.#sql))
  }

  async logState() {
    const [row] = await this.#inTurn(() => this.#sql.rows(LOG_STATE, [this.#settings.slot]))
    return { end: parseLsn(row?.[0] ?? '0/0'), retainedBytes: Number(row?.[1] ?? 0) }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.#replication[Symbol.asyncDispose](), this.#sql[Symbol.asyncDispose]()])
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#turn.then(work)
    this.#turn = result.catch(() => undefined)
    return result
  }
}

interface CreatedSlot {
  readonly consistent_point: string
  readonly snapshot_name: string
}

/** A name has at most 63 bytes. */
const LONGEST_SLOT = 55

async function createSlot({ client }: Connection, name: string, kept: 'TEMPORARY' | '' = ''): Promise<CreatedSlot> {
  try {
    const { rows } = await client.query<CreatedSlot>(
      `CREATE_REPLICATION_SLOT ${client.escapeIdentifier(name)} ${kept} LOGICAL pgoutput (SNAPSHOT 'export')`
    )
    const [created] = rows
    if (created === undefined) throw errors.CDC_SLOT_UNAVAILABLE('the server made none')
    return created
  } catch (error) {
    if (sqlState(error) === '53400') throw errors.CDC_SLOT_UNAVAILABLE((error as Error).message, { cause: error })
    throw error
  }
}
