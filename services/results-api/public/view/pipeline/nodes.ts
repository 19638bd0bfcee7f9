import { bdi, breakable, h, hidden } from '@sales-pipeline/page-kit/browser'
import { hrefOf, type Address } from '../../model/address.ts'
import type { Format } from '../../model/format.ts'
import { keyOf, shortName, type Dataset, type Job } from '../../model/lineage.ts'
import type { DataNode, Node, StageNode } from '../../model/picture.ts'
import type { PipelinePlace } from '../../model/place.ts'
import { stageOf } from '../../model/stage.ts'
import { reasonOf, stateMark } from './state.ts'

export interface NodeOptions {
  readonly address: Address
  readonly format: Format
  readonly place: PipelinePlace
  /** Datasets that hold what the chosen field is made of, or goes into. */
  readonly related: ReadonlySet<string>
}

export function nodeElement(node: Node, options: NodeOptions): HTMLElement {
  switch (node.kind) {
    case 'stage':
      return stageElement(node, options)
    case 'data':
      return dataElement(node, options)
    case 'pass':
      return h('li', { class: 'pass', 'data-node': node.key, 'aria-hidden': 'true' })
  }
}

function stageElement({ key, job }: StageNode, { format }: NodeOptions): HTMLElement {
  const stage = stageOf(job)
  return h(
    'li',
    { class: `node stage ${stage.state}`, 'data-node': key },
    h('strong', { class: 'name' }, bdi(job.name)),
    stateMark(stage),
    h('p', { class: 'measures' }, bdi(format.rate(job.rowsPerSecond)), lag(job, format)),
    reasonOf(stage)
  )
}

function lag({ lag: waiting }: Job, format: Format): HTMLElement | null {
  return waiting === null ? null : bdi(`${format.lag(waiting.value, waiting.unit)} waiting`)
}

const KINDS: Readonly<Record<string, string>> = {
  ...{ TOPIC: 'Kafka topic', TABLE: 'Table', FOLDER: 'Folder', FILE: 'File', SERVICE: 'Web service' }
}

function dataElement({ key, datasets }: DataNode, options: NodeOptions): HTMLElement {
  const [first] = datasets
  const kind = KINDS[first?.type ?? ''] ?? 'Dataset'
  return h(
    'li',
    { class: 'node data', 'data-node': key },
    h('span', { class: 'kind' }, datasets.length === 1 ? kind : `${kind}s`),
    h('ul', {}, ...datasets.map((dataset) => h('li', {}, datasetLink(dataset, options))))
  )
}

function datasetLink(dataset: Dataset, { address, place, related }: NodeOptions): HTMLElement {
  const { namespace, name, type } = dataset
  const isChosen = place.dataset !== null && keyOf(place.dataset) === keyOf(dataset)
  const isRelated = related.has(keyOf(dataset))
  return h(
    'a',
    {
      href: hrefOf({ ...address, place: { kind: 'pipeline', dataset: { namespace, name }, field: null } }),
      title: `${namespace} ${name}`,
      ...(isChosen && { 'aria-current': 'true' }),
      ...(isRelated && { class: 'related' })
    },
    breakable(shortName(name, type)),
    isRelated ? hidden(' (holds related fields)') : null
  )
}
