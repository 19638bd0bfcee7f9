import { get, h, nothing, panel, type Part } from '@sales-pipeline/page-kit/browser'
import { shared } from '../../data/shared.ts'
import type { Format } from '../../model/format.ts'
import type { LineageGraph } from '../../model/lineage.ts'
import type { PipelinePlace } from '../../model/place.ts'
import { MOST_WAITING } from '../../model/stage.ts'
import type { Context } from '../context.ts'
import { batches } from './batches.ts'
import { datasetsOf, fieldsPanel, relatedTo } from './fields.ts'
import { PipelinePicture } from './picture.ts'
import { stagesTable } from './stages.ts'

const ABSENT = 'This service keeps no lineage: it runs with LINEAGE=off.'
const EMPTY = 'No stage has told anything yet. With LINEAGE=off none ever does.'

/** The pipeline as it runs: its picture, which field is made of which, and work that has an end. */
export function pipelineParts(context: Context, place: PipelinePlace): readonly Part[] {
  const load = shared(() => get<LineageGraph>('lineage'))
  const part = (title: string, content: (graph: LineageGraph) => HTMLElement): Part =>
    panel<LineageGraph>({
      ...{ title, load, absent: ABSENT },
      show: (body, graph) => {
        body.replaceChildren(graph.jobs.length === 0 ? nothing(EMPTY) : content(graph))
      }
    })
  const { address, format } = context
  return [
    picturePart(context, place, load),
    part('Fields', (graph) => fieldsPanel(graph, address, place, relatedTo(graph, place))),
    part('Files and snapshots', (graph) => batches(graph, format))
  ]
}

function picturePart(
  { address, format, left }: Context,
  place: PipelinePlace,
  load: () => Promise<LineageGraph>
): Part {
  const picture = new PipelinePicture(left)
  const table = h('details', { class: 'figures' })
  const asOf = h('p', { class: 'quiet' })
  return panel<LineageGraph>({
    ...{ title: 'From the sources to the results', class: 'pipeline', absent: ABSENT, load, lines: 8 },
    show: (body, graph) => {
      if (graph.jobs.length === 0) {
        body.replaceChildren(nothing(EMPTY))
        return
      }
      if (!picture.element.isConnected) body.replaceChildren(picture.element, asOf, table)
      picture.show(graph, { address, format, place, related: datasetsOf(relatedTo(graph, place)) })
      table.replaceChildren(h('summary', {}, 'As a table'), stagesTable(graph, format))
      asOf.textContent = `As of ${format.time(new Date().toISOString())}. ${meaningOfBehind(format)}`
    }
  })
}

function meaningOfBehind(format: Format): string {
  const most = Object.entries(MOST_WAITING).map(([unit, value]) => format.lag(value, unit))
  return `Behind: more than ${new Intl.ListFormat('en', { type: 'disjunction' }).format(most)} wait.`
}
