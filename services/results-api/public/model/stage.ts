import type { Health, Job, Run } from './lineage.ts'

/** How a stage of the pipeline fares, in the words of the page. */
export type StageState = 'running' | 'behind' | 'not-ready' | 'silent' | 'stopped' | 'failed'

export interface Stage {
  readonly state: StageState
  /** Why, where it says so itself. */
  readonly reason: string | null
}

/** More than so much not done yet is behind; less is what any batch leaves for a moment. */
export const MOST_WAITING: Readonly<Record<string, number>> = { records: 1000, files: 10, bytes: 16_777_216 }

const STATES: Readonly<Record<Health, StageState>> = {
  working: 'running',
  'not-ready': 'not-ready',
  silent: 'silent',
  completed: 'stopped',
  aborted: 'stopped',
  failed: 'failed'
}

export function stageOf({ health, lag, runs }: Job): Stage {
  const state = health === null ? 'silent' : STATES[health]
  const isBehind = state === 'running' && lag !== null && lag.value > (MOST_WAITING[lag.unit] ?? 0)
  return { state: isBehind ? 'behind' : state, reason: reasonOf(runs, health) }
}

function reasonOf(runs: readonly Run[], health: Health | null): string | null {
  const telling = runs.find((run) => run.health === health)
  if (telling === undefined) return null
  const reasons = Object.entries(telling.reasons).map(([component, why]) => `${component}: ${why}`)
  return telling.error ?? (reasons.join('; ') || null)
}

/** Work that goes on as long as its service does; anything else has an end of its own. */
export function isStage({ processing }: Job): boolean {
  return processing !== 'BATCH'
}
