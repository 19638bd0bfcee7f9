import { stripVTControlCharacters } from 'node:util'

export interface Column {
  readonly title: string
  readonly align: 'left' | 'right'
}

/** The lines of a table: titles, a rule, rows; each column as wide as its widest cell. Cells may be coloured. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const titles = columns.map(({ title }) => title)
  const widths = columns.map((_, index) => Math.max(...[titles, ...rows].map((row) => width(row[index] ?? ''))))
  const line = (cells: readonly string[]): string =>
    `  ${columns.map(({ align }, index) => pad(cells[index] ?? '', widths[index] ?? 0, align)).join('  ')}`.trimEnd()
  return [line(titles), line(widths.map((columnWidth) => '─'.repeat(columnWidth))), ...rows.map(line)]
}

function pad(cell: string, to: number, align: Column['align']): string {
  const blanks = ' '.repeat(to - width(cell))
  return align === 'left' ? cell + blanks : blanks + cell
}

function width(cell: string): number {
  return stripVTControlCharacters(cell).length
}
