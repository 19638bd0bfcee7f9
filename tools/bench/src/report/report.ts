import { execFileSync } from 'node:child_process'
import { cpus, loadavg, totalmem } from 'node:os'
import type { Sizes } from '../config.ts'
import type { Peak } from '../measure/memory.ts'
import type { Row } from '../stage.ts'
import { cellsOf, memoryCellsOf, ROW_HEADER, SERVICE_HEADER } from './format.ts'
import { markdownTable, textTable } from './table.ts'

/** How busy the machine was when a stage began; above 0.5 or so, somebody else was measured too. */
export interface StageReport {
  readonly name: string
  readonly loadAverage: number
  readonly seconds: number
  readonly rows: readonly Row[]
  /** Why there are no rows. */
  readonly failure: string | null
}

export interface Report {
  readonly began: string
  readonly machine: {
    readonly cpu: string
    readonly cores: number
    readonly memoryBytes: number
    readonly node: string
  }
  readonly commit: string
  readonly sizes: Sizes
  readonly stages: readonly StageReport[]
  /** By service: its highest peak in all stages. */
  readonly memory: Readonly<Record<string, Peak>>
}

export function machine(): Report['machine'] {
  const cores = cpus()
  return {
    cpu: cores[0]?.model ?? 'unknown',
    cores: cores.length,
    memoryBytes: totalmem(),
    node: process.version
  }
}

export function loadAverage(): number {
  return loadavg()[0] ?? 0
}

/** The commit that is measured, or nothing where this is no clone. */
export function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8', cwd: import.meta.dirname }).trim()
  } catch {
    return ''
  }
}

/** For the terminal: one stage as it ends. */
export function stageText({ name, rows, failure, loadAverage: load, seconds }: StageReport): string {
  const head = `${name} (${seconds.toFixed(0)} s, load average before it ${load.toFixed(1)})`
  if (failure !== null) return `${head}\nFAILED: ${failure}`
  return [head, textTable(ROW_HEADER, rows.map(cellsOf)), ...notesOf(rows)].join('\n')
}

/** For the terminal: everything once more, in one table, and the memory of the services. */
export function summaryText({ stages, memory }: Report): string {
  const rows = stages.flatMap((stage) => stage.rows).map(cellsOf)
  return [textTable(ROW_HEADER, rows), '', textTable(SERVICE_HEADER, memoryRows(memory))].join('\n')
}

export function markdown(report: Report): string {
  const { began, machine: on, sizes, stages, memory } = report
  const rows = stages.flatMap((stage) => stage.rows)
  const failures = stages.flatMap(({ name, failure }) => (failure === null ? [] : [`- **${name} failed**: ${failure}`]))
  const loads = stages.map(({ name, loadAverage: load }) => `${name} ${load.toFixed(1)}`).join(', ')
  return [
    `# Benchmark of ${began}`,
    '',
    `${on.cores} cores (${on.cpu}), Node ${on.node}, commit ${report.commit}. Load average before each stage: ${loads}.`,
    `Sizes: ${Object.entries(sizes)
      .map(([name, value]) => `${name} ${value}`)
      .join(', ')}.`,
    '',
    markdownTable(ROW_HEADER, rows.map(cellsOf)),
    '',
    ...[...notesOf(rows).map((note) => `- ${note.trim()}`), ...failures],
    '',
    markdownTable(SERVICE_HEADER, memoryRows(memory)),
    ''
  ].join('\n')
}

function memoryRows(memory: Report['memory']): string[][] {
  return Object.entries(memory).map(([name, peak]) => memoryCellsOf(name, peak))
}

function notesOf(rows: readonly Row[]): string[] {
  return rows.flatMap(({ what, notes }) => notes.map((note) => `  ${what}: ${note}`))
}
