import pg from 'pg'

/**
 * SQLSTATE classes and codes that pass by themselves: connection exceptions (08), lack of resources (53), the operator's
 * intervention (57, a cancelled statement included), conflicts (40), locks (55P03), a replica that is not promoted yet (25006).
 * https://www.postgresql.org/docs/18/errcodes-appendix.html
 */
const TRANSIENT = /^(08|53|57|40|55P03$|25006$)/

/** Whether waiting helps: Postgres is away, busy or in conflict. Everything else it will refuse again. */
export function isOutage(error: unknown): boolean {
  if (error instanceof pg.DatabaseError) return TRANSIENT.test(error.code ?? '')
  if (error instanceof AggregateError) return error.errors.every(isOutage)
  // Lost and refused connections and time-outs come as plain errors; a bug of ours does not.
  return error instanceof Error && error.constructor === Error
}
