import { h, type Child } from './dom.ts'

export interface Column<Row> {
  readonly name: string
  /** name: the header of its row; rank, figure, count: how it is set. */
  readonly kind?: 'name' | 'rank' | 'figure' | 'count'
  readonly cell: (row: Row) => Child | readonly Child[]
}

const CLASSES = { name: '', rank: 'rank', figure: 'figure', count: 'figure count' }

/** A table of rows. Its caption is for those who do not see the heading above it. */
export function tableOf<Row>(
  caption: string,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  attributesOf: (row: Row) => Readonly<Record<string, string>> = () => ({})
): HTMLTableElement {
  return h(
    'table',
    { class: 'ranking' },
    h('caption', { class: 'visually-hidden' }, caption),
    h('thead', {}, headRow(columns)),
    h('tbody', {}, ...rows.map((row) => h('tr', attributesOf(row), ...columns.map((column) => cellOf(column, row)))))
  )
}

function headRow(columns: readonly Pick<Column<never>, 'name' | 'kind'>[]): HTMLElement {
  const heads = columns.map(({ name, kind }) =>
    h('th', { scope: 'col', class: kind && CLASSES[kind].replace(' count', '') }, name)
  )
  return h('tr', {}, ...heads)
}

function cellOf<Row>({ kind, cell }: Column<Row>, row: Row): HTMLElement {
  const content = cell(row)
  const children = Array.isArray(content) ? (content as readonly Child[]) : [content as Child]
  if (kind === 'name') return h('th', { scope: 'row' }, ...children)
  return h('td', { class: kind && CLASSES[kind] }, ...children)
}
