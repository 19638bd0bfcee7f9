import { bdi, h, nothing } from '@sales-pipeline/page-kit/browser'
import { hrefOf, type Address } from '../../model/address.ts'
import { datasetOf, fieldsOf, goesInto, madeOf, type RelatedField } from '../../model/fields.ts'
import { keyOf, shortName, type FieldName, type LineageGraph } from '../../model/lineage.ts'
import { PIPELINE, type PipelinePlace } from '../../model/place.ts'

/** What the transformations of OpenLineage mean to a reader. */
const WAYS: Readonly<Record<string, string>> = {
  ...{ IDENTITY: 'as it is', TRANSFORMATION: 'converted', AGGREGATION: 'summed up', GROUP_BY: 'groups by it' },
  ...{ JOIN: 'joins by it', SORT: 'sorts by it', FILTER: 'filters by it', CONDITIONAL: 'decides by it' }
}

export interface Related {
  readonly above: readonly RelatedField[]
  readonly below: readonly RelatedField[]
}

/** What the chosen field is made of, and what it goes into. */
export function relatedTo(graph: LineageGraph, { dataset, field }: PipelinePlace): Related {
  if (dataset === null || field === null) return { above: [], below: [] }
  const chosen: FieldName = { ...dataset, field }
  return { above: madeOf(graph.columnEdges, chosen), below: goesInto(graph.columnEdges, chosen) }
}

export function fieldsPanel(
  graph: LineageGraph,
  address: Address,
  place: PipelinePlace,
  related: Related
): HTMLElement {
  const dataset = place.dataset && datasetOf(graph, place.dataset)
  if (place.dataset === null) return nothing('Choose a dataset in the picture: its fields are shown here.')
  if (!dataset) return nothing('Nothing was heard of that dataset.')
  const links = fieldsOf(dataset, graph).map((field) =>
    h(
      'a',
      {
        ...{ class: 'chip', href: hrefOf({ ...address, place: { ...place, field } }) },
        ...(field === place.field && { 'aria-current': 'true' })
      },
      bdi(field)
    )
  )
  const close = h('a', { class: 'tool', href: hrefOf({ ...address, place: PIPELINE }) }, 'Close')
  return h(
    'div',
    { class: 'stack' },
    h(
      'p',
      { class: 'card-head' },
      h('strong', {}, bdi(dataset.name)),
      h('span', { class: 'quiet' }, bdi(dataset.namespace)),
      close
    ),
    dataset.description === null ? null : h('p', { class: 'quiet' }, bdi(dataset.description)),
    links.length === 0
      ? nothing('Its fields are not told.')
      : h('nav', { class: 'chips', 'aria-label': 'Fields' }, ...links),
    place.field === null
      ? h('p', { class: 'quiet' }, 'Choose a field to see what it is made of and what it goes into.')
      : h(
          'div',
          { class: 'sides' },
          side('Made of', related.above, graph, address),
          side('Goes into', related.below, graph, address)
        )
  )
}

function side(title: string, fields: readonly RelatedField[], graph: LineageGraph, address: Address): HTMLElement {
  const content = fields.length === 0 ? nothing('Nothing.') : h('ol', { class: 'fields' }, ...fields.map(line))
  return h('section', {}, h('h3', {}, title), content)

  function line(related: RelatedField): HTMLElement {
    const { namespace, name, field, ways, isDirect, steps, job } = related
    const type = datasetOf(graph, related)?.type ?? null
    const href = hrefOf({ ...address, place: { kind: 'pipeline', dataset: { namespace, name }, field } })
    const how = ways.map((way) => WAYS[way] ?? way.toLowerCase()).join(', ')
    return h(
      'li',
      { class: isDirect ? 'direct' : 'indirect', 'data-steps': String(Math.min(steps, MOST_STEPS)) },
      h('a', { href }, bdi(field)),
      h('span', { class: 'detail' }, bdi(shortName(name, type))),
      h('span', { class: 'detail below' }, `${how} · ${job}`)
    )
  }
}

const MOST_STEPS = 5

/** The datasets that hold them. */
export function datasetsOf({ above, below }: Related): ReadonlySet<string> {
  return new Set([...above, ...below].map(keyOf))
}
