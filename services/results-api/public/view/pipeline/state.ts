import { bdi, h, type Sign, sign as signOf } from '@sales-pipeline/page-kit/browser'
import type { Stage, StageState } from '../../model/stage.ts'

interface Wording {
  /** Its form tells the states apart for those who do not see colours. */
  readonly sign: Sign
  readonly word: string
  readonly tone: string
}

const WORDS: Readonly<Record<StageState, Wording>> = {
  running: { sign: 'dot', word: 'Running', tone: 'good' },
  behind: { sign: 'hourglass', word: 'Behind', tone: 'warn' },
  'not-ready': { sign: 'triangle', word: 'Not ready', tone: 'warn' },
  silent: { sign: 'ring', word: 'Silent', tone: 'bad' },
  stopped: { sign: 'square', word: 'Stopped', tone: 'bad' },
  failed: { sign: 'cross', word: 'Failed', tone: 'bad' }
}

export function stateMark({ state }: Stage): HTMLElement {
  const { sign, word, tone } = WORDS[state]
  return h('span', { class: `state ${tone}` }, signOf(sign), word)
}

export function reasonOf({ reason }: Stage): HTMLElement | null {
  return reason === null ? null : h('p', { class: 'reason' }, bdi(reason))
}
