import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { ServiceError } from '@sales-pipeline/service-kit'
import { errors } from '../../errors.ts'

/** Values as Postgres writes them, lossless for every type. */
const RAW_TEXT = { getTypeParser: () => (text: string) => text } as unknown as pg.CustomTypesConfig

/** What decides how values look, so that snapshot, reread and stream show the same text; and no time limit. */
const SESSION = `
  SET client_encoding = 'UTF8';
  SET datestyle = 'ISO, YMD';
  SET intervalstyle = 'iso_8601';
  SET timezone = 'UTC';
  SET bytea_output = 'hex';
  SET extra_float_digits = 1;
  SET statement_timeout = 0;
  SET lock_timeout = 0;
  SET idle_in_transaction_session_timeout = 0`

const CONNECT_TIMEOUT_MS = 10_000
const END_TIMEOUT_MS = 2000

export type Row = readonly (string | null)[]

/** One connection to the source, whose values are all text. Its queries must not overlap. */
export class Connection implements AsyncDisposable {
  readonly client: pg.Client
  readonly #lost = Promise.withResolvers<never>()

  private constructor(client: pg.Client) {
    this.client = client
    this.#lost.promise.catch(() => undefined)
    client.on('error', (error) => {
      this.#lost.reject(error)
    })
    client.on('end', () => {
      this.#lost.reject(errors.CDC_SOURCE_UNREACHABLE('the connection has ended'))
    })
  }

  /** @throws ServiceError when the source refuses us for good; else whatever the network says. */
  static async open(url: string, mode: 'sql' | 'replication'): Promise<Connection> {
    const connection = new Connection(
      new pg.Client({
        connectionString: url,
        application_name: 'db-cdc-bridge',
        connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
        keepAlive: true,
        types: RAW_TEXT,
        ...(mode === 'replication' && { replication: 'database' })
      })
    )
    try {
      await connection.client.connect()
      await connection.run(SESSION)
      return connection
    } catch (error) {
      await connection[Symbol.asyncDispose]()
      throw refusalOr(error, mode)
    }
  }

  /** Rejects when the connection is lost. */
  get lost(): Promise<never> {
    return this.#lost.promise
  }

  async rows(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    const { rows } = await this.client.query<(string | null)[]>({ text, values: [...values], rowMode: 'array' })
    return rows
  }

  /** Each row of the query as a JSON object. */
  async objects<T>(text: string, values: readonly unknown[] = []): Promise<T[]> {
    const rows = await this.rows(`SELECT to_jsonb(row) FROM (${text}) AS row`, values)
    return rows.map(([json]) => JSON.parse(json ?? 'null') as T)
  }

  /** One value of one row. */
  async value(text: string, values: readonly unknown[] = []): Promise<string | null> {
    return (await this.rows(text, values))[0]?.[0] ?? null
  }

  /** By the simple protocol: several statements, or a replication command. */
  async run(text: string): Promise<void> {
    await this.client.query(text)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // A connection that is lost already cannot be ended in order, and one to nowhere never ends.
    const ended = this.client.end().catch(() => undefined)
    await Promise.race([ended, delay(END_TIMEOUT_MS, undefined, { ref: false })])
    this.client.connection.stream.destroy()
  }
}

function refusalOr(error: unknown, mode: string): unknown {
  const code = sqlState(error)
  const message = error instanceof Error ? error.message : String(error)
  if (mode === 'replication' && code === '42501') return errors.CDC_ROLE_CANNOT_REPLICATE(message, { cause: error })
  if (code?.startsWith('28') === true || code === '3D000') return errors.CDC_ACCESS_DENIED(message, { cause: error })
  return error
}

/** The five characters by which Postgres names an error, if it is one of Postgres. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined
}

/** Connection, resources, operator intervention, system, conflicting state, rollback, internal: all pass. */
const PASSING_CLASSES = ['08', '40', '53', '55', '57', '58', 'XX']
const NETWORK_CODE = /^(E[A-Z]+|EAI_AGAIN)$/

/** Whether waiting helps: the source is away, restarting, or busy. */
export function isOutage(error: unknown): boolean {
  if (error instanceof ServiceError) return error.retryable
  const state = sqlState(error)
  if (state !== undefined) return PASSING_CLASSES.includes(state.slice(0, 2))
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? String(error.code) : ''
  return NETWORK_CODE.test(code) || /^(Connection terminated|timeout expired)/.test(error.message)
}
