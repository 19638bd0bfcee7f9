import type { Ranked, Ranking } from '../steelwheels/expected.ts'
import { PUBLISHED } from '../steelwheels/published.ts'
import { grouped, style } from '../terminal/style.ts'
import { table } from '../terminal/table.ts'

/** The first lines of a ranking; the last column says whether each agrees with what was published, or with the CSV files. */
export function rankingTable(title: string, found: Ranking, expected: Ranking, length: number): string[] {
  const right = new Map(expected.lines.map((line) => [line.key, line]))
  const rows = found.lines
    .slice(0, length)
    .map((line) => [
      String(line.rank),
      nameOf(line),
      grouped(line.total),
      grouped(String(line.count)),
      agreement(line, right.get(line.key))
    ])
  return table(
    [
      { title: '#', align: 'right' },
      { title, align: 'left' },
      { title: 'total (USD)', align: 'right' },
      { title: 'sales', align: 'right' },
      { title: 'agrees with', align: 'left' }
    ],
    rows
  )
}

/** Who moved between two rankings, of those that are among the first in either: up, down, or with another total. */
export function movementTable(title: string, before: Ranking, after: Ranking, length: number): string[] {
  const earlier = new Map(before.lines.map((line) => [line.key, line]))
  const rows = after.lines.flatMap((line) => {
    const was = earlier.get(line.key)
    if (was === undefined || Math.min(was.rank, line.rank) > length) return []
    if (was.rank === line.rank && was.total === line.total) return []
    return [
      [`${was.rank} → ${line.rank}`, arrow(was, line), nameOf(line), `${grouped(was.total)} → ${grouped(line.total)}`]
    ]
  })
  return table(
    [
      { title: 'rank', align: 'left' },
      { title: '', align: 'left' },
      { title, align: 'left' },
      { title: 'total (USD)', align: 'right' }
    ],
    rows
  )
}

/** Names every ranking with the number of its lines: `all sales: 78 cities, 15 salesmen`. */
export function comparedRankings(rankings: readonly Ranking[]): string[] {
  const scopes = Map.groupBy(rankings, ({ question }) => question.year ?? question.country ?? 'all sales')
  return [...scopes].map(([scope, within]) => {
    const sizes = within.map(({ question, lines }) => `${lines.length} ${question.who}`)
    return `${scope}: ${sizes.join(', ')}`
  })
}

function agreement(line: Ranked, right: Ranked | undefined): string {
  const published = PUBLISHED.totals.get(line.key)
  if (published !== undefined) {
    return line.total === published ? style.good('✓ published report') : style.bad(`✗ published: ${grouped(published)}`)
  }
  return line.total === right?.total
    ? style.good('✓ CSV files')
    : style.bad(`✗ CSV files: ${grouped(right?.total ?? '0')}`)
}

function arrow(was: Ranked, is: Ranked): string {
  if (is.rank < was.rank) return style.good('▲')
  return is.rank > was.rank ? style.bad('▼') : style.faint('=')
}

/** Without the id that a salesman's key begins with. */
function nameOf({ key }: Ranked): string {
  return key.replace(/^\d+ /, '')
}
