import { errors } from '../../errors.ts'
import { parseLsn } from '../../core/lsn.ts'
import { KEY_COLUMN, REQUIRED_COLUMNS, roleOf, ROLES, type Role } from '../../core/source-tables.ts'
import type { Slot, SourceIdentity } from '../../core/start-plan.ts'
import type { Connection } from './connection.ts'

/** What of the source database belongs to the pipeline. */
export interface SourceSettings {
  readonly url: string
  readonly slot: string
  readonly publication: string
  readonly schema: string
}

/** The published columns of each table. */
export type PublishedColumns = Readonly<Record<Role, readonly string[]>>

export interface Inspection {
  readonly serverVersion: number
  readonly identity: SourceIdentity
  readonly columns: PublishedColumns
  readonly slot: Slot | undefined
}

const OLDEST_SERVER = 150_000

/** @throws ServiceError naming the first thing that is missing, and the fix. */
export async function inspect(sql: Connection, replication: Connection, settings: SourceSettings): Promise<Inspection> {
  const serverVersion = Number(await sql.value('SHOW server_version_num'))
  if (serverVersion < OLDEST_SERVER) throw errors.CDC_SERVER_TOO_OLD(`it reports ${serverVersion}`)
  const walLevel = await sql.value('SHOW wal_level')
  if (walLevel !== 'logical') throw errors.CDC_WAL_LEVEL(`wal_level is ${String(walLevel)}`)
  const columns = await inspectPublication(sql, settings)
  await inspectTables(sql, settings)
  const slot = await inspectSlot(sql, settings)
  return { serverVersion, identity: await identify(sql, replication), columns, slot }
}

async function identify(sql: Connection, replication: Connection): Promise<SourceIdentity> {
  const { rows } = await replication.client.query<{ systemid: string; timeline: string }>('IDENTIFY_SYSTEM')
  const database = await sql.value('SELECT oid FROM pg_database WHERE datname = current_database()')
  return {
    systemIdentifier: rows[0]?.systemid ?? '',
    timeline: rows[0]?.timeline ?? '',
    database: database ?? ''
  }
}

const PUBLICATION = `
  SELECT pubinsert AND pubupdate AND pubdelete AND pubtruncate AS complete
  FROM pg_publication WHERE pubname = $1`

const PUBLISHED_TABLES = `
  SELECT schemaname, tablename, attnames, rowfilter
  FROM pg_publication_tables WHERE pubname = $1`

interface PublishedTable {
  readonly schemaname: string
  readonly tablename: string
  readonly attnames: readonly string[]
  readonly rowfilter: string | null
}

async function inspectPublication(sql: Connection, settings: SourceSettings): Promise<PublishedColumns> {
  const { publication, schema } = settings
  const [found] = await sql.objects<{ complete: boolean }>(PUBLICATION, [publication])
  if (found === undefined) throw errors.CDC_PUBLICATION_MISSING(publication)
  if (!found.complete) throw errors.CDC_PUBLICATION_INCOMPLETE(`${publication} does not publish every kind of change`)
  const tables = await sql.objects<PublishedTable>(PUBLISHED_TABLES, [publication])
  for (const { schemaname, tablename, rowfilter } of tables) {
    const name = `${schemaname}.${tablename}`
    if (schemaname !== schema || roleOf(tablename) === undefined) throw errors.CDC_TABLE_WITHOUT_CONTRACT(name)
    if (rowfilter !== null) throw errors.CDC_PUBLICATION_INCOMPLETE(`${name} has a row filter`)
  }
  const columns = (role: Role) => publishedColumns(tables, role, settings)
  return { sale: columns('sale'), salesman: columns('salesman'), city: columns('city') }
}

function publishedColumns(tables: readonly PublishedTable[], role: Role, settings: SourceSettings): readonly string[] {
  const table = tables.find(({ tablename }) => tablename === role)
  const name = `${settings.schema}.${role}`
  if (table === undefined) throw errors.CDC_PUBLICATION_INCOMPLETE(`${settings.publication} does not hold ${name}`)
  const missing = REQUIRED_COLUMNS[role].find((column) => !table.attnames.includes(column))
  if (missing !== undefined) throw errors.CDC_COLUMN_MISSING(`${name}.${missing}`)
  return table.attnames
}

const TABLES = `
  SELECT relname AS name, relreplident AS identity, has_table_privilege(class.oid, 'SELECT') AS readable,
    (SELECT array_agg(attname) FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY (indkey)
     WHERE indrelid = class.oid AND indisprimary) AS key
  FROM pg_class AS class WHERE relnamespace = $1::regnamespace AND relname = ANY ($2)`

interface Table {
  readonly name: Role
  readonly identity: string
  readonly readable: boolean
  readonly key: readonly string[] | null
}

async function inspectTables(sql: Connection, { schema }: SourceSettings): Promise<void> {
  const quoted = sql.client.escapeIdentifier(schema)
  for (const { name, identity, readable, key } of await sql.objects<Table>(TABLES, [quoted, ROLES])) {
    if (!readable) throw errors.CDC_TABLE_NOT_READABLE(`${schema}.${name}`)
    if (key?.length !== 1 || key[0] !== KEY_COLUMN[name]) throw errors.CDC_PRIMARY_KEY(`${schema}.${name}`)
    if (identity !== 'd' && identity !== 'f') throw errors.CDC_REPLICA_IDENTITY(`${schema}.${name}`)
  }
}

interface SlotRow {
  readonly plugin: string | null
  readonly database: string | null
  readonly active_pid: number | null
  readonly confirmed_flush_lsn: string | null
  readonly wal_status: string | null
  readonly invalidation_reason?: string | null
}

/** @throws ServiceError CDC_SLOT_FOREIGN, CDC_SLOT_BUSY */
async function inspectSlot(sql: Connection, { slot }: SourceSettings): Promise<Slot | undefined> {
  const [found] = await sql.objects<SlotRow>('SELECT * FROM pg_replication_slots WHERE slot_name = $1', [slot])
  if (found === undefined) return undefined
  const here = await sql.value('SELECT current_database()')
  if (found.plugin !== 'pgoutput' || found.database !== here) {
    throw errors.CDC_SLOT_FOREIGN(
      `${slot} is of ${found.plugin ?? 'physical replication'} in ${String(found.database)}`
    )
  }
  if (found.active_pid !== null) throw errors.CDC_SLOT_BUSY(`${slot} is read by process ${found.active_pid}`)
  const { confirmed_flush_lsn: confirmed, wal_status, invalidation_reason = null } = found
  const lost = invalidation_reason ?? (wal_status === 'lost' ? 'wal_removed' : null)
  return { confirmed: confirmed === null ? null : parseLsn(confirmed), lost }
}
