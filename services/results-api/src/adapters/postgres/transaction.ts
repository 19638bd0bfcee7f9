import type pg from 'pg'

export async function inTransaction<T>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<T>,
  begin = 'BEGIN'
): Promise<T> {
  const client = await pool.connect()
  client.on('error', toldByTheNextStatement)
  try {
    await client.query(begin)
    const result = await work(client)
    await client.query('COMMIT')
    client.release()
    return result
  } catch (error) {
    // The connection goes with its transaction: after an error neither is worth keeping.
    client.release(true)
    throw error
  } finally {
    client.removeListener('error', toldByTheNextStatement)
  }
}

/** A connection that is lost between two statements: while it is in use the pool does not listen, and nobody listening would end the process. */
function toldByTheNextStatement(): void {
  // The next statement fails with it.
}

/** All statements of the transaction see the store as of one moment. */
export const ONE_MOMENT = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY'
