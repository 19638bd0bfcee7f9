import type { Role } from '../../core/source-tables.ts'
import type { Connection } from './connection.ts'

/** A table's name for a statement. */
export function tableName({ client }: Connection, schema: string, table: Role): string {
  return `${client.escapeIdentifier(schema)}.${client.escapeIdentifier(table)}`
}
