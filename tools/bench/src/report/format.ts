import type { Peak } from '../measure/memory.ts'
import type { Quantity, Row } from '../stage.ts'

const MIB = 1024 * 1024
const MOST_MEMORY = 300_000_000

/** Three digits are what a measurement is good for. */
function shown({ value, unit }: Quantity): string {
  const digits = value >= 100 ? Math.round(value) : Number(value.toPrecision(3))
  return `${digits.toLocaleString('en')} ${unit}`
}

function shownBytes(bytes: number): string {
  return `${Math.round(bytes / MIB)} MiB`
}

export const ROW_HEADER = ['stage', 'ours', 'limit of its path', 'limit', 'ratio', 'memory', 'peak RSS', 'aim', '']

/** The cells of a row, as ROW_HEADER names them. */
export function cellsOf({ what, ours, limit, memory, aim }: Row): string[] {
  return [
    what,
    shown(ours),
    limit?.name ?? '–',
    limit === null ? '–' : shown(limit),
    limit === null ? '–' : (ours.value / limit.value).toFixed(2),
    memory === null ? '–' : shownBytes(memory.anonymous),
    memory === null ? '–' : shownBytes(memory.resident),
    aim?.text ?? '–',
    aim === null ? '' : mark(aim.met)
  ]
}

export const SERVICE_HEADER = ['service', 'memory', 'peak RSS', 'aim', '']

/** The cells of a service's highest peak in the whole run, as SERVICE_HEADER names them. */
export function memoryCellsOf(name: string, { anonymous, resident }: Peak): string[] {
  return [name, shownBytes(anonymous), shownBytes(resident), 'memory < 300 MB', mark(anonymous < MOST_MEMORY)]
}

function mark(met: boolean): string {
  return met ? 'met' : 'NOT MET'
}
