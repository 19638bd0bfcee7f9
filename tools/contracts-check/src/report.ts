import { MODES, sentenceOf, type Break } from '@sales-pipeline/contracts'
import type { ChangedValue } from './check.ts'

/** What a changed schema means, as text: a line a mode, who is upgraded first, and what would keep the promise. */
export function reportOf({ stream, promised, evolution, nearest }: ChangedValue): string {
  const { breaks, order, reinterpreted } = evolution
  const width = Math.max(...MODES.map((mode) => mode.length))
  const modes = MODES.map(
    (mode) => `  ${mode.padEnd(width)}  ${breaks[mode].length === 0 ? 'yes' : listed(breaks[mode], width)}`
  )
  const lines = [`${stream} value changes; it promises ${promised}`, ...modes]
  for (const line of reinterpreted) lines.push(`  whatever the mode: bytes get another meaning: ${line}`)
  lines.push(`  upgrade: ${order}`)
  if (breaks[promised].length > 0)
    lines.push(`  nearest: ${nearest?.join(`\n${' '.repeat('  nearest: '.length)}`) ?? 'none; start a new topic'}`)
  return lines.join('\n')
}

function listed(breaks: readonly Break[], width: number): string {
  return breaks.map((one) => `no: ${sentenceOf(one)}`).join(`\n${' '.repeat(width + '    '.length)}`)
}
