import { bdi, h, tableOf } from '@sales-pipeline/page-kit/browser'
import type { Format } from '../../model/format.ts'
import { keyOf, shortName, type Job, type LineageGraph } from '../../model/lineage.ts'
import { isStage, stageOf } from '../../model/stage.ts'
import { reasonOf, stateMark } from './state.ts'

/** What the picture shows, as a table. */
export function stagesTable(graph: LineageGraph, format: Format): HTMLElement {
  const used = (job: Job, way: 'in' | 'out'): HTMLElement =>
    bdi(
      graph.edges
        .filter(({ job: of, direction }) => keyOf(of) === keyOf(job) && direction === way)
        .map(({ dataset }) => shortName(dataset.name, typeOf(graph, keyOf(dataset))))
        .join(', ')
    )
  const table = tableOf(
    'Stages of the pipeline',
    [
      {
        ...{ name: 'Stage', kind: 'name' },
        cell: (job) => [bdi(job.name), h('span', { class: 'detail below' }, job.description ?? '')]
      },
      { name: 'State', cell: (job) => [stateMark(stageOf(job)), reasonOf(stageOf(job))] },
      { name: 'Rate', kind: 'figure', cell: (job) => format.rate(job.rowsPerSecond) },
      {
        name: 'Waiting',
        kind: 'figure',
        cell: ({ lag }) => (lag === null ? 'not told' : format.lag(lag.value, lag.unit))
      },
      {
        name: 'Heard of',
        kind: 'count',
        cell: ({ runs: [newest] }) => (newest === undefined ? 'never' : format.time(newest.lastEventAt))
      },
      { name: 'Reads', cell: (job) => used(job, 'in') },
      { name: 'Writes', cell: (job) => used(job, 'out') }
    ],
    graph.jobs.filter(isStage)
  )
  return h('div', { class: 'wide', tabindex: '0', role: 'region', 'aria-label': 'Stages of the pipeline' }, table)
}

function typeOf({ datasets }: LineageGraph, key: string): string | null {
  return datasets.find((dataset) => keyOf(dataset) === key)?.type ?? null
}
