import type pg from 'pg'
import { inStatementSpan } from './statement-span.ts'
import type { Statement } from './statements.ts'

export type Value = string | number | null | undefined

/** What a statement finds, traced. */
export function rowsOf<Row extends pg.QueryResultRow>(
  client: pg.ClientBase,
  { name, text }: Statement,
  values: readonly Value[]
): Promise<Row[]> {
  return inStatementSpan(name, async () => {
    const result = await client.query<Row>({ name, text, values: [...values] })
    return result.rows
  })
}
