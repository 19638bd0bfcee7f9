import type pg from 'pg'
import { SpanKind, withSpan } from '@sales-pipeline/observability'
import type { Statement } from './statements.ts'

export type Value = string | number | null | undefined

/** What a statement finds, traced. */
export function rowsOf<Row extends pg.QueryResultRow>(
  client: pg.ClientBase,
  { name, text }: Statement,
  values: readonly Value[]
): Promise<Row[]> {
  const attributes = { 'db.system.name': 'postgresql', 'db.operation.name': name }
  return withSpan(name, { kind: SpanKind.CLIENT, attributes }, async () => {
    const result = await client.query<Row>({ name, text, values: [...values] })
    return result.rows
  })
}
