import type { LineageGraph } from './lineage.ts'
import { DEAD_LETTERS, PIPELINE, RECONCILIATION, type Place } from './place.ts'
import { isStage, stageOf, type StageState } from './stage.ts'

/** What a question got; absent: this service does not keep such answers, unknown: it could not be asked. */
export type Told<Answer> = Answer | 'absent' | 'unknown'

export type Tone = 'good' | 'warn' | 'bad' | 'unknown'

export interface Finding {
  readonly tone: Tone
  readonly text: string
  readonly place: Place
}

/** How the pipeline stands: a finding for each thing that is watched. */
export type Standing = readonly Finding[]

interface Letters {
  readonly items: readonly { readonly refusedAt: string }[]
  readonly next: string | null
}

interface Days {
  readonly summary: { readonly differs: number; readonly agreed: number }
}

const DAY_MS = 86_400_000

export function standingOf(graph: Told<LineageGraph>, letters: Told<Letters>, days: Told<Days>, now: number): Standing {
  return [ofStages(graph), ofLetters(letters, now), ofDays(days)].filter((finding) => finding !== undefined)
}

const WORST: readonly (readonly [state: StageState, words: string, tone: Tone])[] = [
  ['failed', 'failed', 'bad'],
  ['silent', 'silent', 'bad'],
  ['stopped', 'stopped', 'bad'],
  ['not-ready', 'not ready', 'warn'],
  ['behind', 'behind', 'warn']
]

function ofStages(graph: Told<LineageGraph>): Finding | undefined {
  const place = PIPELINE
  if (graph === 'absent') return undefined
  if (graph === 'unknown') return { tone: 'unknown', text: 'Stages unknown', place }
  const states = graph.jobs.filter(isStage).map((job) => stageOf(job).state)
  if (states.length === 0) return { tone: 'unknown', text: 'No stage heard of', place }
  const troubles = WORST.flatMap(([state, words, tone]) => {
    const count = states.filter((one) => one === state).length
    return count === 0 ? [] : [{ text: `${count} ${words}`, tone }]
  })
  if (troubles[0] === undefined) return { tone: 'good', text: `All ${states.length} stages run`, place }
  return { tone: troubles[0].tone, text: `Stages: ${troubles.map(({ text }) => text).join(', ')}`, place }
}

function ofLetters(letters: Told<Letters>, now: number): Finding | undefined {
  const place = DEAD_LETTERS
  if (letters === 'absent') return undefined
  if (letters === 'unknown') return { tone: 'unknown', text: 'Dead letters unknown', place }
  const recent = letters.items.filter(({ refusedAt }) => Date.parse(refusedAt) > now - DAY_MS).length
  const orMore = recent === letters.items.length && letters.next !== null ? '+' : ''
  const text = `${recent}${orMore} dead ${recent === 1 && orMore === '' ? 'letter' : 'letters'} in 24 h`
  return { tone: recent === 0 ? 'good' : 'warn', text, place }
}

function ofDays(days: Told<Days>): Finding | undefined {
  const place = RECONCILIATION
  if (days === 'absent') return undefined
  if (days === 'unknown') return { tone: 'unknown', text: 'Reconciliation unknown', place }
  const { differs, agreed } = days.summary
  if (differs > 0) return { tone: 'bad', text: `${differs} ${differs === 1 ? 'day differs' : 'days differ'}`, place }
  return { tone: agreed > 0 ? 'good' : 'unknown', text: agreed > 0 ? 'No day differs' : 'No day compared yet', place }
}
