import type { Tally } from '../../../core/reconciliation/judge.ts'
import { readLineCursor, writeLineCursor } from '../../../core/reconciliation/line-cursor.ts'
import { dayRange } from '../../../core/period.ts'
import { sumText } from '../../../core/rankings.ts'
import type { ReconciliationReads } from '../../../reconciliation-ports.ts'
import { endpoint, type Endpoint } from './endpoint.ts'
import { reconciliationParameters } from './reconciliation-shapes.ts'
import { parameters } from './shapes.ts'

/** What the sources say, what arrived, and what the rankings show: where they agree, and where not. */
export function reconciliationEndpoint(reads: ReconciliationReads): Endpoint {
  const { from, to } = parameters
  return endpoint({
    name: 'reconciliation',
    path: '/api/v1/reconciliation',
    summary: 'Whether what the sources say, what arrived and what the rankings show is the same, day by day',
    parameters: { ...reconciliationParameters, from, to },
    answer: 'Reconciliation',
    live: true,
    ask: async (_results, { state, source, from, to, limit, cursor }) => {
      const after = cursor === undefined ? undefined : readLineCursor(cursor)
      const { first, last: end } = dayRange(from, to)
      const filter = { state, source, from: first, to: end, after, limit }
      const { summary, lines } = await reads.lines(filter)
      const shown = lines.slice(0, limit)
      const last = lines.length > limit ? shown.at(-1) : undefined
      const countOf = (one: typeof state & string): number => summary.get(one) ?? 0
      return {
        summary: {
          ...{ agreed: countOf('agreed'), differs: countOf('differs') },
          ...{ moving: countOf('moving'), notJudged: countOf('notJudged') }
        },
        items: shown.map(({ source: of, dataset, day, currency, against, control, ...line }) => ({
          ...{ source: of, dataset: fileOf(dataset), day, currency, against, state: line.state },
          ...{ since: line.since.toISOString(), reason: line.reason },
          ...{ expected: shownTally(line.expected), found: shownTally(line.found) },
          control: control && { position: control.position, observedAt: control.takenAt.toISOString() }
        })),
        next: last === undefined ? null : writeLineCursor(last)
      }
    }
  })
}

function shownTally({ rows, amount }: Tally) {
  return { rows: Number(rows), amount: sumText(amount) }
}

/** A file without the hash of its content. */
function fileOf(dataset: string): string {
  return dataset.replace(/#sha256:[\da-f]+$/, '')
}
