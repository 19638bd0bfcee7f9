import type { Metrics } from '@sales-pipeline/observability'
import type { Count, Job } from '../core/model.ts'
import type { Reading } from '../core/tally.ts'

/** Reads what a job's measures say now. @throws Error naming a metric that the service does not have: a bug. */
export async function readMeasures({ registry }: Metrics, { measures }: Job): Promise<Reading> {
  const sum = async (counts: readonly Count[]): Promise<number> => {
    const values = await Promise.all(counts.map((count) => valueOf(registry, count)))
    return values.reduce((total, value) => total + value, 0)
  }
  const rowsOut = Object.entries(measures.rowsOut).map(async ([name, counts]) => [name, await sum(counts)] as const)
  return {
    at: performance.now(),
    rowsIn: await sum(measures.rowsIn),
    rowsRefused: await sum(measures.rowsRefused),
    rowsOut: Object.fromEntries(await Promise.all(rowsOut)),
    ...(measures.lag && { lag: await sum(measures.lag.counts) })
  }
}

async function valueOf(registry: Metrics['registry'], { metric, labels = {} }: Count): Promise<number> {
  const found = registry.getSingleMetric(metric)
  if (found === undefined) throw new Error(`there is no metric ${metric}`)
  const { values } = await found.get()
  return values
    .filter((series) => Object.entries(labels).every(([name, wanted]) => wanted.includes(String(series.labels[name]))))
    .reduce((total, { value }) => total + value, 0)
}
