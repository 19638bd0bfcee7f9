import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Bench } from '../bench.ts'
import { csvLines, generateSales, jsonLines } from '../data/sales.ts'
import { compared, type Row, type Stage } from '../stage.ts'
import { Carried } from './carried.ts'

const SEED = 1
/** As the service's. */
const BATCH_BYTES = 500_000

/** One large CSV, then the same sales as JSON, one object a line. */
export const fileIngestor: Stage = {
  name: 'file-ingestor',
  about: 'one CSV file, against a bare producer of the same bytes',
  run: async (bench) => {
    const folder = await bench.folder()
    try {
      const csv = await ingest(bench, folder, { name: 'sales.csv', lines: csvLines, isLimited: true })
      const json = await ingest(bench, folder, { name: 'sales.ndjson', lines: jsonLines, isLimited: false })
      return [csv, json]
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  }
}

interface Input {
  readonly name: string
  readonly lines: typeof csvLines
  readonly isLimited: boolean
}

async function ingest(bench: Bench, folder: string, { name, lines, isLimited }: Input): Promise<Row> {
  const { rows } = bench.sizes
  const topics = await bench.topics()
  const written = join(folder, name)
  const inbox = join(folder, `inbox-of-${name}`)
  await pipeline(lines(generateSales({ count: rows, seed: SEED })), createWriteStream(written))
  await using ingestor = await bench.start('file-ingestor', topics, {
    INBOX_DIR: inbox,
    SETTLE_MS: '100',
    SCAN_INTERVAL_MS: '100'
  })
  await ingestor.ready()
  const carried = await Carried.from(bench, topics)
  await rename(written, join(inbox, name))
  await carried.until(rows, ingestor)
  await ingestor.stop()
  const row = { what: `file-ingestor, ${name}`, unit: 'sales/s', ours: await carried.rate(), memory: ingestor.peak() }
  if (!isLimited) return compared(row)
  return compared({
    ...row,
    limit: { name: 'bare producer of the same bytes', rate: await carried.bareProducer(BATCH_BYTES) }
  })
}
