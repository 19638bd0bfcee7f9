import type { Bench } from './bench.ts'
import type { Peak } from './measure/memory.ts'
import { perSecond, type Rate } from './measure/rate.ts'

/** One measured part of the pipeline. */
export interface Stage {
  readonly name: string
  /** For --help: what is measured against what. */
  readonly about: string
  run(bench: Bench): Promise<readonly Row[]>
}

export interface Quantity {
  readonly value: number
  /** Such as `sales/s` or `ms`. */
  readonly unit: string
}

/** One line of the results. */
export interface Row {
  readonly what: string
  readonly ours: Quantity
  /** What the same path gives when nothing is done on it, measured in the same run on the same data. */
  readonly limit: (Quantity & { readonly name: string }) | null
  readonly memory: Peak | null
  /** Null: for information. */
  readonly aim: Aim | null
  readonly notes: readonly string[]
}

export interface Aim {
  readonly text: string
  readonly met: boolean
}

const LEAST_RATIO = 0.5

export interface Comparison {
  readonly what: string
  readonly unit: string
  readonly ours: Rate
  readonly limit?: { readonly name: string; readonly rate: Rate }
  readonly memory?: Peak
  readonly notes?: readonly string[]
  /** Default: half of the limit. */
  readonly aim?: Aim | null
}

/** A row of two rates of the same unit. */
export function compared({ what, unit, ours, limit, memory, notes, aim }: Comparison): Row {
  const [value, most] = [perSecond(ours), limit === undefined ? null : perSecond(limit.rate)]
  return {
    what,
    ours: { value, unit },
    limit: limit === undefined || most === null ? null : { name: limit.name, value: most, unit },
    memory: memory ?? null,
    aim: aim === undefined ? halfOf(value, most) : aim,
    notes: notes ?? []
  }
}

/** At least so many of the unit a second. */
export function rateOf(ours: Rate, least: number): Aim {
  return { text: `≥ ${least.toLocaleString('en')}/s`, met: perSecond(ours) >= least }
}

function halfOf(value: number, most: number | null): Aim | null {
  return most === null ? null : { text: `ratio ≥ ${LEAST_RATIO}`, met: value >= most * LEAST_RATIO }
}
