import type { Bench, BenchTopics } from '../bench.ts'
import type { BareCopy } from '../limits/bare-copy.ts'
import { compared, type Row, type Stage } from '../stage.ts'
import { fillCities, fillSalesmen, startStore } from './sink-run.ts'

/** The merge of partial totals into the store, one stream at a time. */
export const resultsSink: Stage = {
  name: 'results-sink',
  about: 'partial totals into the results store, against COPY of the same rows',
  run: async (bench) => [
    await merge(bench, { what: 'results-api sink, cities', table: 'city_partial', fillTopic: fillCities }),
    await merge(bench, { what: 'results-api sink, salesmen', table: 'salesman_partial', fillTopic: fillSalesmen })
  ]
}

interface Stream {
  readonly what: string
  readonly table: string
  readonly fillTopic: (topics: BenchTopics, count: number) => Promise<void>
}

async function merge(bench: Bench, { what, table, fillTopic }: Stream): Promise<Row> {
  const { partials } = bench.sizes
  const topics = await bench.topics()
  await fillTopic(topics, partials)
  await using store = await startStore(bench, topics)
  const ours = await store.filled(partials)
  await store.stop()
  const input: BareCopy = { url: store.database.url, table }
  const limit = { name: 'COPY of the same rows', rate: await bench.limit('bare-copy', input) }
  const notes = [`${partials} partials; each row also moves its day, month, year and all-time totals`]
  return compared({ what, unit: 'partials/s', ours, limit, memory: store.peak(), notes })
}
