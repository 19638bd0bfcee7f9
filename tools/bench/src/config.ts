import { defineConfig, variable, type ConfigOf } from '@sales-pipeline/service-kit'

const shape = {
  BENCH_ROWS: variable
    .integer({ min: 10_000 })
    .describe('sales that the database bridge and the file ingestor carry; the other sizes follow it')
    .default(200_000),
  BENCH_AGGREGATED: variable.integer({ min: 10_000 }).describe('sales of an aggregator (2.5 × BENCH_ROWS)').optional(),
  BENCH_PARTIALS: variable.integer({ min: 5_000 }).describe('partial totals of the sink (0.5 × BENCH_ROWS)').optional(),
  BENCH_SOAP_SALES: variable.integer({ min: 10_000 }).describe('sales of the partner (0.15 × BENCH_ROWS)').optional(),
  BENCH_REQUEST_SECONDS: variable.integer({ min: 1 }).describe('how long each kind of request is sent').default(5),
  BENCH_CONCURRENCY: variable.integer({ min: 1, max: 1000 }).describe('requests under way at a time').default(32),
  BENCH_LATENCY_SECONDS: variable.integer({ min: 1 }).describe('how long latency is measured').default(30),
  BENCH_LATENCY_RATE: variable
    .integer({ min: 50, max: 10_000 })
    .describe('sales a second meanwhile, each a commit of its own')
    .default(500),
  BENCH_PROFILE: variable
    .boolean()
    .describe('whether each service writes a CPU profile to .local/bench/profiles (slows it down)')
    .default(false)
}

export const config = defineConfig(shape)

export type Sizes = ReturnType<typeof sizesOf>

/** The sizes of a run, those that were not given in proportion to BENCH_ROWS. */
export function sizesOf(given: ConfigOf<typeof shape>) {
  const rows = given.BENCH_ROWS
  return {
    rows,
    aggregated: given.BENCH_AGGREGATED ?? rows * 2.5,
    partials: given.BENCH_PARTIALS ?? rows / 2,
    soapSales: given.BENCH_SOAP_SALES ?? Math.max(10_000, Math.round(rows * 0.15)),
    requestSeconds: given.BENCH_REQUEST_SECONDS,
    concurrency: given.BENCH_CONCURRENCY,
    latencySeconds: given.BENCH_LATENCY_SECONDS,
    latencyRate: given.BENCH_LATENCY_RATE
  }
}
