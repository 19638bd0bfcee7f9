/** Columns as wide as their widest cell, two blanks between them. */
export function textTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [header, header.map(() => ''), ...rows]
  const widths = header.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)))
  const lines = all.map((row, index) =>
    widths.map((width, column) => (index === 1 ? '-'.repeat(width) : (row[column] ?? '').padEnd(width))).join('  ')
  )
  return lines.map((line) => line.trimEnd()).join('\n')
}

export function markdownTable(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(header), `|${'---|'.repeat(header.length)}`, ...rows.map(line)].join('\n')
}
