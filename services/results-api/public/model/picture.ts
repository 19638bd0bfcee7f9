import { keyOf, type Dataset, type Edge, type Job, type LineageGraph } from './lineage.ts'
import { isStage } from './stage.ts'

export interface StageNode {
  readonly kind: 'stage'
  readonly key: string
  readonly job: Job
}

/** Datasets of one kind that the same stages write and read. */
export interface DataNode {
  readonly kind: 'data'
  readonly key: string
  readonly datasets: readonly Dataset[]
}

/** Where a flow goes by a column that it has nothing to do with. */
export interface PassNode {
  readonly kind: 'pass'
  readonly key: string
}

export type Node = StageNode | DataNode | PassNode

export interface Flow {
  readonly from: string
  readonly to: string
  /** Of the stage at its one end. */
  readonly rowsPerSecond: number
}

/** The pipeline from its sources to its results: columns from first to last, in each its nodes in order. */
export interface Picture {
  readonly columns: readonly (readonly Node[])[]
  readonly flows: readonly Flow[]
}

export function pictureOf({ jobs, datasets, edges }: LineageGraph): Picture {
  const stages = jobs.filter(isStage).map((job): StageNode => ({ kind: 'stage', key: keyOf(job), job }))
  const known = new Set(stages.map(({ key }) => key))
  const drawn = edges.filter(({ job }) => known.has(keyOf(job)))
  const groups = groupsOf(datasets, drawn)
  const nodes: readonly Node[] = [...groups, ...stages]
  const all = flowsOf(stages, groups, drawn)
  const { columns, flows } = withPasses(columnsOf(nodes, all), all)
  return { columns: ordered(columns, flows), flows }
}

function groupsOf(datasets: readonly Dataset[], edges: readonly Edge[]): readonly DataNode[] {
  const usersOf = Map.groupBy(edges, ({ dataset }) => keyOf(dataset))
  const users = (dataset: Dataset): string =>
    (usersOf.get(keyOf(dataset)) ?? [])
      .map(({ job, direction }) => `${direction} ${keyOf(job)}`)
      .toSorted()
      .join('\n')
  const used = datasets.filter((dataset) => usersOf.has(keyOf(dataset)))
  const groups = Map.groupBy(used, (dataset) => `${dataset.namespace}\0${dataset.type}\0${users(dataset)}`)
  return [...groups.values()].map((group) => ({ kind: 'data', key: group.map(keyOf).join('\n'), datasets: group }))
}

function flowsOf(stages: readonly StageNode[], groups: readonly DataNode[], edges: readonly Edge[]): readonly Flow[] {
  const groupOf = new Map(groups.flatMap(({ key, datasets }) => datasets.map((dataset) => [keyOf(dataset), key])))
  const rateOf = new Map(stages.map(({ key, job }) => [key, job.rowsPerSecond]))
  const flows = edges.flatMap(({ job, dataset, direction }): Flow[] => {
    const [stage, data] = [keyOf(job), groupOf.get(keyOf(dataset))]
    if (data === undefined) return []
    const [from, to] = direction === 'in' ? [data, stage] : [stage, data]
    return [{ from, to, rowsPerSecond: rateOf.get(stage) ?? 0 }]
  })
  return [...new Map(flows.map((flow) => [`${flow.from}\n→${flow.to}`, flow])).values()]
}

/** Every node stands one column behind the last that it depends on; a circle is cut where it is closed. */
function columnsOf(nodes: readonly Node[], flows: readonly Flow[]): readonly (readonly Node[])[] {
  const sourcesOf = Map.groupBy(flows, ({ to }) => to)
  const [depths, open] = [new Map<string, number>(), new Set<string>()]
  const depthOf = (key: string): number => {
    const known = depths.get(key)
    if (known !== undefined) return known
    open.add(key)
    const before = (sourcesOf.get(key) ?? []).filter(({ from }) => !open.has(from)).map(({ from }) => depthOf(from))
    open.delete(key)
    const depth = Math.max(-1, ...before) + 1
    depths.set(key, depth)
    return depth
  }
  const columns = Map.groupBy(nodes, ({ key }) => depthOf(key))
  return [...columns].toSorted(([a], [b]) => a - b).map(([, column]) => column)
}

/** No flow is longer than from one column to the next. */
function withPasses(columns: readonly (readonly Node[])[], flows: readonly Flow[]): Picture {
  const columnOf = new Map(columns.flatMap((column, i) => column.map(({ key }): [string, number] => [key, i])))
  const passes = columns.map((): PassNode[] => [])
  const short = flows.flatMap((flow): Flow[] => {
    const [from, to] = [columnOf.get(flow.from) ?? 0, columnOf.get(flow.to) ?? 0]
    const passed = columns.slice(from + 1, Math.max(from + 1, to)).map((_, i): string => {
      const key = `${flow.from}\n→${flow.to}\n${i}`
      passes[from + 1 + i]?.push({ kind: 'pass', key })
      return key
    })
    const stops = [flow.from, ...passed, flow.to]
    return stops.slice(1).map((stop, i) => ({ ...flow, from: stops[i] ?? '', to: stop }))
  })
  return { columns: columns.map((column, i) => [...column, ...(passes[i] ?? [])]), flows: short }
}

const SWEEPS = 4

/** Each node near the middle of what it is joined with, so that few flows cross. */
function ordered(columns: readonly (readonly Node[])[], flows: readonly Flow[]): readonly (readonly Node[])[] {
  const neighbours = new Map<string, string[]>()
  const join = (key: string, other: string): void => {
    neighbours.set(key, [...(neighbours.get(key) ?? []), other])
  }
  for (const { from, to } of flows) {
    join(from, to)
    join(to, from)
  }
  let sorted = columns
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const places = new Map(
      sorted.flatMap((column) => column.map(({ key }, i): [string, number] => [key, (i + 1) / (column.length + 1)]))
    )
    const pull = ({ key }: Node): number => mean((neighbours.get(key) ?? []).map((other) => places.get(other) ?? 0.5))
    sorted = sorted.map((column) => column.toSorted((a, b) => pull(a) - pull(b)))
  }
  return sorted
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0.5 : values.reduce((sum, value) => sum + value, 0) / values.length
}
