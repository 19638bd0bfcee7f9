const DEEPEST_CAUSE = 5
const MOST_PARTS = 5

/** What a log line tells of an error. */
export interface ErrorRecord {
  readonly type: string
  readonly message: string
  readonly code?: string
  readonly fix?: string
  readonly stack?: string
  readonly cause?: ErrorRecord
  /** The parts of an AggregateError, such as one for each address that was tried. */
  readonly errors?: readonly ErrorRecord[]
}

/**
 * Describes any thrown value by a fixed list of properties. Clients hang rows, queries and configuration on their errors,
 * so nothing that is not named here may reach a log.
 */
export function errorRecord(thrown: unknown, depth = 0): ErrorRecord {
  if (!(thrown instanceof Error)) return { type: typeof thrown, message: String(thrown) }
  const parts = thrown instanceof AggregateError && depth < DEEPEST_CAUSE ? (thrown.errors as readonly unknown[]) : []
  return {
    type: thrown.name,
    message: thrown.message,
    ...text(thrown, 'code'),
    ...text(thrown, 'fix'),
    ...text(thrown, 'stack'),
    ...(thrown.cause !== undefined && depth < DEEPEST_CAUSE && { cause: errorRecord(thrown.cause, depth + 1) }),
    ...(parts.length > 0 && { errors: parts.slice(0, MOST_PARTS).map((part) => errorRecord(part, depth + 1)) })
  }
}

function text<K extends 'code' | 'fix' | 'stack'>(error: Error, key: K): Partial<Record<K, string>> {
  const value = (error as Partial<Record<K, unknown>>)[key]
  if (typeof value !== 'string' && typeof value !== 'number') return {}
  return { [key]: String(value) } as Partial<Record<K, string>>
}
