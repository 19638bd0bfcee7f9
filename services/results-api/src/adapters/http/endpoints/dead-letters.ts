import { readLetterCursor, writeLetterCursor } from '../../../core/dead-letters.ts'
import type { DeadLetterReads } from '../../../dead-letter-ports.ts'
import { deadLetterParameters } from './dead-letter-shapes.ts'
import { endpoint, type Endpoint } from './endpoint.ts'

/** What the services refused, and why; never the refused bytes. */
export function deadLettersEndpoint(reads: DeadLetterReads): Endpoint {
  return endpoint({
    name: 'deadLetters',
    path: '/api/v1/dead-letters',
    summary: 'What the services refused, and why: newest first, with how many there are of each kind',
    parameters: deadLetterParameters,
    answer: 'DeadLetters',
    live: true,
    ask: async (_results, { service, code, limit, cursor }) => {
      const after = cursor === undefined ? undefined : readLetterCursor(cursor)
      const { counts, letters } = await reads.letters({ service, code, after, limit })
      const shown = letters.slice(0, limit)
      const last = letters.length > limit ? shown.at(-1) : undefined
      return {
        summary: counts.map(({ newest, ...count }) => ({ ...count, newest: newest.toISOString() })),
        items: shown.map(({ partition, offset, refusedAt, violations, ...letter }) => ({
          id: `${letter.service}:${partition}:${offset}`,
          ...{ ...letter, violations: [...violations], refusedAt: refusedAt.toISOString() }
        })),
        next: last === undefined ? null : writeLetterCursor(last)
      }
    }
  })
}
