import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { fieldsOf, goesInto, madeOf } from './fields.ts'
import type { ColumnEdge, Dataset, Edge, Health, Job, LineageGraph } from './lineage.ts'
import { shortName } from './lineage.ts'
import { pictureOf, type Node } from './picture.ts'
import { stageOf } from './stage.ts'

const named = (name: string) => ({ namespace: 'test', name })
const job = (name: string, told: Partial<Job> = {}): Job => ({
  ...{ ...named(name), description: null, processing: 'STREAMING', health: 'working' },
  ...{ rowsPerSecond: 0, lag: null, runs: [], ...told }
})
const dataset = (name: string, type = 'TOPIC'): Dataset => ({ ...named(name), type, description: null, fields: [] })
const edge = (name: string, direction: 'in' | 'out', data: string): Edge => ({
  ...{ job: named(name), dataset: named(data), direction }
})
const graph = (jobs: readonly Job[], datasets: readonly Dataset[], edges: readonly Edge[]): LineageGraph => ({
  ...{ jobs, datasets, edges, columnEdges: [] }
})
const nameOf = (node: Node) => {
  if (node.kind === 'pass') return '-'
  return node.kind === 'stage' ? node.job.name : node.datasets.map(({ name }) => name).join('+')
}

test('the picture goes from sources to results; what the same stages use stands together; batches are not drawn', () => {
  const { columns, flows } = pictureOf(
    graph(
      [job('bridge', { rowsPerSecond: 3 }), job('totals'), job('bridge.snapshot', { processing: 'BATCH' })],
      [dataset('sale', 'TABLE'), dataset('city', 'TABLE'), dataset('sales'), dataset('by-city'), dataset('unused')],
      [
        ...['sale', 'city'].flatMap((table) => [edge('bridge', 'in', table), edge('bridge.snapshot', 'in', table)]),
        ...[edge('bridge', 'out', 'sales'), edge('totals', 'in', 'sales'), edge('totals', 'out', 'by-city')]
      ]
    )
  )
  assert.deepEqual(
    columns.map((column) => column.map(nameOf)),
    [['sale+city'], ['bridge'], ['sales'], ['totals'], ['by-city']]
  )
  assert.deepEqual(
    flows.map(({ rowsPerSecond }) => rowsPerSecond),
    [3, 3, 0, 0]
  )
})

const names = fc.constantFrom('a', 'b', 'c', 'd', 'e')
const anyEdges = fc.array(
  fc.tuple(names, fc.constantFrom('in' as const, 'out' as const), names).map(([j, way, d]) => edge(j, way, `d${d}`))
)

test('of any graph, circles included, everything that is joined is drawn once, and flows lead on unless they close a circle', () => {
  const letters = ['a', 'b', 'c', 'd', 'e']
  fc.assert(
    fc.property(anyEdges, (edges) => {
      const { columns, flows } = pictureOf(
        graph(
          letters.map((name) => job(name)),
          letters.map((name) => dataset(`d${name}`)),
          edges
        )
      )
      const keys = columns.flat().map(({ key }) => key)
      assert.equal(new Set(keys).size, keys.length)
      const drawn = columns
        .flat()
        .flatMap((node) => (node.kind === 'data' ? node.datasets.map(({ name }) => name) : []))
      assert.deepEqual(drawn.toSorted(), [...new Set(edges.map((one) => one.dataset.name))].toSorted())
      const columnOf = new Map(columns.flatMap((column, i) => column.map(({ key }) => [key, i] as const)))
      const isCircular = edges.some((one) => one.direction === 'out') && edges.some((one) => one.direction === 'in')
      for (const { from, to } of flows) assert.ok(isCircular || columnOf.get(from)! < columnOf.get(to)!)
    })
  )
})

test('a stage runs, is behind, not ready with its reason, silent, stopped or failed', () => {
  const stateOf = (health: Health | null, value = 0, unit = 'records') =>
    stageOf(job('x', { health, lag: { value, unit } })).state
  assert.deepEqual(
    [stateOf('working'), stateOf('working', 1001), stateOf('working', 11, 'files'), stateOf('working', 1000, 'bytes')],
    ['running', 'behind', 'behind', 'running']
  )
  assert.deepEqual(
    [stateOf('not-ready', 5000), stateOf('silent'), stateOf(null), stateOf('completed'), stateOf('failed')],
    ['not-ready', 'silent', 'silent', 'stopped', 'failed']
  )
  const run = { runId: '1', health: 'not-ready' as const, error: null, startedAt: '', lastEventAt: '', endedAt: null }
  const waiting = job('x', { health: 'not-ready', runs: [{ ...run, reasons: { kafka: 'no broker answers' } }] })
  assert.equal(stageOf(waiting).reason, 'kafka: no broker answers')
})

const field = (name: string, of: string) => ({ ...named(name), field: of })
const made = (from: string, to: string, type = 'DIRECT', subtype = 'IDENTITY'): ColumnEdge => {
  const [[a = '', x = ''], [b = '', y = '']] = [from.split('/'), to.split('/')]
  return { job: named('job'), from: field(a, x), to: field(b, y), type, subtype }
}

test('what a field is made of, step by step; what only groups or joins is told apart', () => {
  const edges = [
    made('sale/amount', 'sales/amount'),
    made('sales/amount', 'by-city/total', 'DIRECT', 'AGGREGATION'),
    made('sales/place.city', 'by-city/total', 'INDIRECT', 'GROUP_BY'),
    made('by-city/total', 'table/total')
  ]
  const shown = madeOf(edges, field('table', 'total')).map((one) => [one.name, one.field, one.steps, one.isDirect])
  assert.deepEqual(shown, [
    ['by-city', 'total', 1, true],
    ['sales', 'amount', 2, true],
    ['sales', 'place.city', 2, false],
    ['sale', 'amount', 3, true]
  ])
  assert.deepEqual(
    goesInto(edges, field('sales', 'place')).map((one) => [one.name, one.isDirect]),
    [
      ['by-city', false],
      ['table', false]
    ]
  )
})

test('one field is made of another exactly if that one goes into it, whatever the edges', () => {
  const ends = fc.tuple(names, names).map(([of, name]) => `${of}/${name}`)
  const edges = fc.array(fc.tuple(ends, ends).map(([from, to]) => made(from, to)))
  fc.assert(
    fc.property(edges, names, names, (all, of, name) => {
      const start = field(of, name)
      for (const there of madeOf(all, start)) {
        const back = goesInto(all, there).some((one) => one.name === of && one.field === name)
        assert.ok(back, `${there.name}/${there.field}`)
      }
    })
  )
})

test('fields of a dataset are paths; names are as short as they are understood', () => {
  const fields = [{ name: 'key' }, { name: 'place', fields: [{ name: 'city' }, { name: 'country' }] }]
  const asked = { ...graph([], [], []), columnEdges: [made('sales/extra', 'x/y')] }
  assert.deepEqual(fieldsOf({ ...dataset('sales'), fields }, asked), ['key', 'place.city', 'place.country', 'extra'])
  assert.deepEqual(
    [
      shortName('results.public.city_total', 'TABLE'),
      shortName('/data/inbox', 'FOLDER'),
      shortName('cdc.a.b', 'TOPIC')
    ],
    ['city_total', 'inbox', 'cdc.a.b']
  )
})
