import { bdi, button, type Column, h, nothing, panel, type Part, sign, tableOf } from '@sales-pipeline/page-kit/browser'
import type { BehindTotal, CountedSale } from '../data/lineage-answers.ts'
import { Pages } from '../data/pages.ts'
import { hrefOf } from '../model/address.ts'
import type { Format } from '../model/format.ts'
import type { Context } from './context.ts'

const PAGE = 20
/** The lineage follows beside the results: it may need a moment more. */
const ASK_AGAIN_MS = 2000

/** The sales behind a total, by source, and whether they add up to it. None where there is no such total: of a range. */
export function behindTotal(
  { address, currency, format, left }: Context,
  path: string,
  own: Readonly<Record<string, string>>
): readonly Part[] {
  const { period, date } = address.filter
  if (currency === null || period === 'range') return []
  const time = date === null ? {} : { period, date }
  const pages = new Pages<CountedSale, BehindTotal>(path, { ...own, ...time, currency, limit: String(PAGE) })
  const part = panel<BehindTotal>({
    ...{ title: 'The sales behind the total', class: 'behind', lines: 8 },
    absent: 'No sale is known here. A service with LINEAGE=off keeps none.',
    load: () => pages.newest(),
    show: (body, answer) => {
      const more = button('Show more', () => void pages.more().then(() => part.refresh()), { class: 'more' })
      body.replaceChildren(
        statement(answer, format),
        sources(answer, format),
        ...(answer.items.length === 0 ? [nothing('No sales in this time and currency.')] : [sales(answer.items)]),
        ...(answer.next === null ? [] : [more])
      )
      if (!answer.consistent) askAgain()
    }
  })
  let isWaiting = false
  const askAgain = (): void => {
    if (isWaiting || left.aborted) return
    isWaiting = true
    window.setTimeout(() => {
      isWaiting = false
      if (!left.aborted) void part.refresh()
    }, ASK_AGAIN_MS)
  }
  const sales = (items: readonly CountedSale[]): HTMLElement => {
    const columns: readonly Column<CountedSale>[] = [
      {
        ...{ name: 'Sale', kind: 'name' },
        cell: ({ saleId, salesmanName, city }) => [
          h('a', { href: hrefOf({ ...address, place: { kind: 'sale', id: saleId } }) }, bdi(saleId)),
          h('span', { class: 'detail' }, bdi(path.includes('/cities/') ? salesmanName : city))
        ]
      },
      { name: 'Amount', kind: 'figure', cell: (sale) => format.money(sale.amount, sale.currency) },
      { name: 'Sold on', kind: 'count', cell: ({ day }) => format.date(day) }
    ]
    return tableOf('The sales behind the total', columns, items)
  }
  return [part]
}

/** Whether both sides agree, in words. */
function statement(
  { consistent, total, count, currency, ranking, lagRecords }: BehindTotal,
  format: Format
): HTMLElement {
  const sum = `${format.money(total, currency)} in ${format.count(count)} ${count === 1 ? 'sale' : 'sales'}`
  if (consistent) return h('p', { class: 'verdict good' }, sign('check'), `They add up to the ranking’s total: ${sum}.`)
  const shown = `${format.money(ranking.total, currency)} in ${format.count(ranking.count)}`
  const lag = lagRecords === 0 ? '' : ` ${format.count(lagRecords)} records are not in yet.`
  return h('p', { class: 'verdict warn' }, sign('differs'), `They add up to ${sum}; the ranking shows ${shown}.${lag}`)
}

function sources({ sources: each, currency }: BehindTotal, format: Format): HTMLElement {
  return tableOf(
    'By source',
    [
      { name: 'Source', kind: 'name', cell: ({ source }) => bdi(source) },
      { name: 'Total', kind: 'figure', cell: ({ total }) => format.money(total, currency) },
      { name: 'Sales', kind: 'count', cell: ({ count }) => format.count(count) }
    ],
    each
  )
}
