import { withoutCredentials } from '@sales-pipeline/observability'
import type { Happening } from './core/events.ts'

/** What an event tells of an error: its code too, and no password of a URL. */
export function described(error: unknown): NonNullable<Happening['error']> {
  if (!(error instanceof Error)) return { message: withoutCredentials(String(error)) }
  const { code } = error as { code?: unknown }
  const message = typeof code === 'string' ? `${code}: ${error.message}` : error.message
  const stack = error.stack === undefined ? {} : { stack: withoutCredentials(error.stack) }
  return { message: withoutCredentials(message), ...stack }
}
