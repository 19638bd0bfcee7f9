import { bdi, facts, get, h, nothing, panel, type Part, sign } from '@sales-pipeline/page-kit/browser'
import { shared } from '../data/shared.ts'
import type { SaleLineage, SaleSource, SaleTotal } from '../data/lineage-answers.ts'
import { hrefOf, type Address } from '../model/address.ts'
import type { Format } from '../model/format.ts'
import type { Context } from './context.ts'
import { history } from './sale-history.ts'
import { trace } from './trace.ts'

const UNKNOWN = 'Nothing is known of this sale: none of that id came by, or this service runs with LINEAGE=off.'

/** One sale: what it is, where it was read, its record, the totals that it is part of, and all that it was before. */
export function saleParts({ address, format }: Context, id: string): readonly Part[] {
  /** Each part shows something of one answer. */
  const load = shared(() => get<SaleLineage>(`lineage/sales/${encodeURIComponent(id)}`))
  const part = (title: string, content: (answer: SaleLineage) => HTMLElement): Part =>
    panel<SaleLineage>({
      ...{ title, load, absent: UNKNOWN },
      show: (body, answer) => {
        body.replaceChildren(content(answer))
      }
    })
  return [
    part('The sale', (answer) => whatItIs(answer, address, format)),
    part('Where it comes from', ({ source, record }) =>
      h(
        'div',
        { class: 'stack' },
        source === null ? nothing('Only its end was seen.') : origin(source, format),
        inKafka(record, format)
      )
    ),
    part('Totals that it is part of', (answer) => totals(answer, format)),
    part('History', ({ history: versions }) => history(versions, format)),
    part('Rules of the contract', rules)
  ]
}

function whatItIs({ sale, deleted, record }: SaleLineage, address: Address, format: Format): HTMLElement {
  if (sale === null) return nothing('What it was is not known; only that it was deleted.')
  const { country, region, city, salesmanId, salesmanName, amount, currency, soldAt, product } = sale
  const salesman = hrefOf({ ...address, place: { kind: 'salesman', id: salesmanId } })
  const at = hrefOf({ ...address, place: { kind: 'city', country, city, region } })
  return h(
    'div',
    { class: 'stack' },
    h('p', { class: `large ${deleted ? 'gone' : ''}` }, format.money(amount, currency)),
    ...(deleted
      ? [
          h(
            'p',
            { class: 'verdict warn' },
            sign('cross'),
            `Deleted at its source, seen ${format.instant(record.recordedAt)}.`
          )
        ]
      : []),
    facts([
      ['Sold at', format.instant(soldAt)],
      ['City', h('a', { href: at }, bdi([city, region, country].filter((part) => part !== '').join(', ')))],
      ['Salesman', h('a', { href: salesman }, bdi(salesmanName))],
      ['Product', product === null ? null : bdi(product)]
    ])
  )
}

/** In the terms of its kind of source; what is of no such kind is shown as it was told. */
function origin(source: SaleSource, format: Format): HTMLElement {
  const code = (text: string | null): HTMLElement | null => (text === null ? null : h('code', {}, bdi(text)))
  const isOfNoKind = [source.table, source.file, source.operation].every((one) => one === null)
  return facts([
    ['Source', bdi(source.name)],
    ['Table', code(source.table)],
    ['Log position', code(source.lsn)],
    ['File', code(source.file)],
    ['Place in it', code(source.record)],
    ['Content', code(source.contentHash)],
    ['Operation', code(source.operation)],
    ['Partner', code(source.host)],
    ['Change', code(source.change)],
    ['Dataset', isOfNoKind ? code(source.dataset) : null],
    ['Position', isOfNoKind ? code(source.position) : null],
    ['Read at', format.instant(source.observedAt)]
  ])
}

function inKafka(
  { topic, partition, offset, recordedAt, traceId }: SaleLineage['record'],
  format: Format
): HTMLElement {
  return facts([
    ['Topic', h('code', {}, bdi(topic))],
    ['Partition', format.count(partition)],
    ['Offset', h('code', {}, offset)],
    ['Recorded at', format.instant(recordedAt)],
    ['Trace', trace(traceId)]
  ])
}

function rules({ rules: all }: SaleLineage): HTMLElement {
  if (all.length === 0) return nothing('No state of it was seen that could be checked.')
  const broken = all.filter(({ passed }) => !passed).length
  const verdict =
    broken === 0
      ? h('p', { class: 'verdict good' }, sign('check'), `It keeps all ${all.length} rules.`)
      : h('p', { class: 'verdict warn' }, sign('cross'), `It breaks ${broken} of ${all.length} rules.`)
  const lines = all.map(({ id, field, passed }) =>
    h('li', {}, sign(passed ? 'check' : 'cross'), ` ${id} `, h('code', {}, field), passed ? ' kept' : ' broken')
  )
  return h('div', {}, verdict, h('ul', { class: 'rules' }, ...lines))
}

/** City and salesman, each with the times that have a total of it. */
function totals({ totals: all, sale }: SaleLineage, format: Format): HTMLElement {
  if (sale === null || all.length === 0) return nothing('None, as it is deleted.')
  const { country, region, city, salesmanId, salesmanName, currency } = sale
  const linkOf = ({ of, country: where, period, date }: SaleTotal): HTMLElement => {
    const filter = { country: of === 'city' ? null : where, currency, period, date, from: null, to: null }
    const place = of === 'city' ? { kind: of, country, city, region } : { kind: of, id: salesmanId }
    const time = date === null ? 'All time' : format.date(date)
    return h('a', { class: 'chip', href: hrefOf({ filter, place }) }, time)
  }
  const nameOf = ({ of, country: where }: SaleTotal): string =>
    of === 'city' ? city : `${salesmanName}, ${where ?? 'all countries'}`
  const groups = Map.groupBy(all, nameOf)
  return facts([...groups].map(([name, same]) => [bdi(name), h('span', { class: 'chips' }, ...same.map(linkOf))]))
}
