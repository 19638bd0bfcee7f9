import { bdi, h, hidden, sign } from '@sales-pipeline/page-kit/browser'
import type { SaleState, SaleVersion } from '../data/lineage-answers.ts'
import type { Format } from '../model/format.ts'
import { trace } from './trace.ts'

const FIELD_NAMES: Readonly<Record<string, string>> = {
  ...{ country: 'Country', region: 'Region', city: 'City', salesmanId: 'Salesman id', salesmanName: 'Salesman' },
  ...{ amount: 'Amount', currency: 'Currency', soldAt: 'Sold at', day: 'Day', product: 'Product' }
}

/** What a sale was, newest first, and what each edit changed. */
export function history(versions: readonly SaleVersion[], format: Format): HTMLElement {
  const entries = versions.map((version, index) => {
    const before = versions.slice(index + 1).find(({ state }) => state !== null)?.state ?? null
    return h(
      'li',
      {},
      h(
        'p',
        { class: 'when' },
        h('strong', {}, whatHappened(version, before)),
        ` · ${format.instant(version.recordedAt)}`
      ),
      changes(version, before, format),
      h(
        'p',
        { class: 'quiet' },
        `Partition ${format.count(version.partition)}, offset ${version.offset} · trace `,
        trace(version.traceId)
      )
    )
  })
  return h('ol', { class: 'history' }, ...entries)
}

function whatHappened({ deleted, changed }: SaleVersion, before: SaleState | null): string {
  if (deleted) return 'Deleted'
  if (before === null) return 'First seen'
  return changed.length === 0 ? 'Read again, unchanged' : 'Edited'
}

function changes({ state, changed }: SaleVersion, before: SaleState | null, format: Format): HTMLElement | null {
  if (state === null || before === null || changed.length === 0) return null
  const lines = changed.map((field) => {
    const [then, now] = [shown(before, field, format), shown(state, field, format)]
    return h(
      'li',
      {},
      h('span', { class: 'quiet' }, `${FIELD_NAMES[field] ?? field} `),
      ...[h('s', {}, bdi(then)), ' ', sign('arrow'), ' ', hidden(' became '), h('strong', {}, bdi(now))]
    )
  })
  return h('ul', { class: 'changes' }, ...lines)
}

function shown(state: SaleState, field: string, format: Format): string {
  if (field === 'amount') return format.money(state.amount, state.currency)
  if (field === 'soldAt') return format.instant(state.soldAt)
  if (field === 'day') return format.date(state.day)
  const text = (state as unknown as Readonly<Record<string, string | null>>)[field] ?? ''
  return text === '' ? 'none' : text
}
