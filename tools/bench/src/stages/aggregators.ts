import { rm } from 'node:fs/promises'
import { sales, salesByCity, salesBySalesman } from '@sales-pipeline/contracts'
import type { Bench, BenchTopics } from '../bench.ts'
import { generateSales } from '../data/sales.ts'
import type { BareConsumer } from '../limits/bare-consumer.ts'
import { perSecond, type Rate } from '../measure/rate.ts'
import { endsOf, type Ends } from '../measure/topics.ts'
import { compared, rateOf, type Row, type Stage } from '../stage.ts'
import { Aggregation } from './aggregation.ts'
import { fill } from './filling.ts'

const LEAST_SALES_PER_SECOND = 100_000
const LOADED = { what: 'first load', seed: 1 }
const EDITED = { what: 'edits', seed: 2 }

/** Both aggregators: all sales into an empty state, then an edit of every sale. */
export const aggregators: Stage = {
  name: 'aggregators',
  about: 'sales to published totals, against a bare consumer that only decodes',
  run: async (bench) => {
    const folder = await bench.folder()
    try {
      const topics = await bench.topics()
      const both = [
        new Aggregation({ bench, topics, folder, service: 'city-aggregator', output: salesByCity }),
        new Aggregation({ bench, topics, folder, service: 'salesman-aggregator', output: salesBySalesman })
      ]
      const loaded = await pass(bench, topics, both, LOADED)
      return [...loaded, ...(await pass(bench, topics, both, EDITED))]
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }
}

async function pass(
  bench: Bench,
  topics: BenchTopics,
  aggregations: readonly Pick<Aggregation<unknown>, 'run' | 'service'>[],
  { what, seed }: { readonly what: string; readonly seed: number }
): Promise<Row[]> {
  const { aggregated } = bench.sizes
  const input = await topics.kafka.open(sales)
  const from = await endsOf(topics.kafka, input)
  let total = 0n
  await fill(
    topics,
    generateSales({ count: aggregated, seed }).map((sale) => {
      total += sale.amount
      return input.record(sale.sale_id, sale)
    })
  )
  const limit = { name: 'bare consumer that decodes', rate: await bareConsumer(bench, topics, from) }
  const rows: Row[] = []
  for (const aggregation of aggregations) {
    const { ours, applied, memory, records } = await aggregation.run({ count: aggregated, total })
    const aim = rateOf(ours, LEAST_SALES_PER_SECOND)
    const state = Math.round(perSecond(applied)).toLocaleString('en')
    const notes = [`${aggregated} sales; applied to the state at ${state} sales/s; ${records} totals in the output`]
    const name = `${aggregation.service}, ${what}`
    rows.push(compared({ what: name, unit: 'sales/s', ours, limit, memory, aim, notes }))
  }
  return rows
}

function bareConsumer(bench: Bench, { settings, prefix }: BenchTopics, ends: Ends): Promise<Rate> {
  const from = [...ends].map(([partition, offset]) => [partition, offset.toString()] as const)
  const input: BareConsumer = { settings, group: `${prefix}bare-consumer`, from, records: bench.sizes.aggregated }
  return bench.limit('bare-consumer', input)
}
