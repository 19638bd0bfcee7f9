import { bdi, h, nothing, type Sign, sign as signOf, tableOf } from '@sales-pipeline/page-kit/browser'
import type { Format } from '../../model/format.ts'
import type { Health, Job, LineageGraph, Run } from '../../model/lineage.ts'
import { isStage } from '../../model/stage.ts'

const MOST = 10

const WORDS: Readonly<Record<Health, readonly [sign: Sign, word: string, tone: string]>> = {
  working: ['dot', 'Running', 'good'],
  'not-ready': ['triangle', 'Not ready', 'warn'],
  silent: ['ring', 'Silent', 'bad'],
  completed: ['check', 'Completed', 'good'],
  failed: ['cross', 'Failed', 'bad'],
  aborted: ['square', 'Given up', 'warn']
}

/** Work that has an end, newest first: files, snapshots. */
export function batches({ jobs }: LineageGraph, format: Format): HTMLElement {
  const runs = jobs
    .filter((job) => !isStage(job))
    .flatMap((job) => job.runs.map((run) => ({ job, run })))
    .toSorted((a, b) => b.run.startedAt.localeCompare(a.run.startedAt))
    .slice(0, MOST)
  if (runs.length === 0) return nothing('No file and no snapshot was read yet.')
  return tableOf<{ readonly job: Job; readonly run: Run }>(
    'Files and snapshots',
    [
      {
        ...{ name: 'Work', kind: 'name' },
        cell: ({ job, run }) => [
          bdi(job.name),
          h('span', { class: 'detail below' }, format.moment(run.startedAt)),
          run.error === null ? null : h('span', { class: 'detail below' }, bdi(run.error))
        ]
      },
      { name: 'Outcome', kind: 'figure', cell: ({ run }) => outcome(run.health) }
    ],
    runs
  )
}

function outcome(health: Health): HTMLElement {
  const [sign, word, tone] = WORDS[health]
  return h('span', { class: `state ${tone}` }, signOf(sign), word)
}
