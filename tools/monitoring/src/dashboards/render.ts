import type { Dashboard, Panel } from './dashboard.ts'

/** Of Grafana 11; newer ones read it too. */
const SCHEMA_VERSION = 39
const COLUMNS = 3
const WIDTH = 24 / COLUMNS
const HEIGHT = 8
const DATASOURCE = { type: 'prometheus', uid: '${datasource}' }

/** The model that Grafana imports. A pipeline without namespaces is among `All`. */
export function grafanaModel({ uid, title, service, panels }: Dashboard): object {
  return {
    uid,
    title,
    tags: ['sales-pipeline'],
    schemaVersion: SCHEMA_VERSION,
    editable: true,
    refresh: '30s',
    time: { from: 'now-1h', to: 'now' },
    templating: { list: [datasource, namespace] },
    links: [
      { type: 'dashboards', title: 'Sales pipeline', tags: ['sales-pipeline'], asDropdown: true, keepTime: true }
    ],
    panels: panels.map((panel, index) => panelModel(panel, index, service))
  }
}

const datasource = { name: 'datasource', type: 'datasource', query: 'prometheus', label: 'Prometheus' }

const namespace = {
  name: 'namespace',
  type: 'query',
  label: 'Namespace',
  datasource: DATASOURCE,
  query: { query: 'label_values(sales_pipeline_service_ready, namespace)', refId: 'A' },
  includeAll: true,
  allValue: '.*',
  current: { text: 'All', value: '$__all' },
  refresh: 2
}

function panelModel({ title, description, unit, queries }: Panel, index: number, service: string | undefined): object {
  const [column, row] = [index % COLUMNS, Math.floor(index / COLUMNS)]
  return {
    id: index + 1,
    type: 'timeseries',
    title,
    ...(description !== undefined && { description }),
    datasource: DATASOURCE,
    gridPos: { x: column * WIDTH, y: row * HEIGHT, w: WIDTH, h: HEIGHT },
    fieldConfig: { defaults: { unit, min: 0 }, overrides: [] },
    options: { legend: { displayMode: 'list', placement: 'bottom' }, tooltip: { mode: 'multi', sort: 'desc' } },
    targets: queries.map(([expr, legendFormat], at) => ({
      refId: String.fromCharCode(65 + at),
      expr: promql(expr, service),
      legendFormat
    }))
  }
}

function promql(expr: string, service: string | undefined): string {
  const pipeline = 'namespace=~"$namespace"'
  if (service === undefined && expr.includes('${of}')) throw new Error(`of no service: ${expr}`)
  return expr.replaceAll('${of}', `service="${service ?? ''}",${pipeline}`).replaceAll('${pipeline}', pipeline)
}
