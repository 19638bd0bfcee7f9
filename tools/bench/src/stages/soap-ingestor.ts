import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { freePorts, HOST, spawnChild, waitUntilReady, type Child } from '@sales-pipeline/stack'
import type { Bench } from '../bench.ts'
import { csvLines, generateSales } from '../data/sales.ts'
import type { BareSoapClient } from '../limits/bare-soap-client.ts'
import { compared, type Row, type Stage } from '../stage.ts'
import { Carried } from './carried.ts'

const PARTNER = join(import.meta.dirname, '../../../../examples/partner-service/src/main.ts')
const READY_WITHIN_MS = 60_000
const SEED = 2
const PAGE_SIZE = 1000
/** As the service's: what an outbox takes unless told otherwise. */
const BATCH_BYTES = 900_000

/** The first load from a partner, which is a process of its own. */
export const soapIngestor: Stage = {
  name: 'soap-ingestor',
  about: 'the first load from the demo partner, against the bare SOAP client fetching the same pages',
  run: async (bench) => {
    const folder = await bench.folder()
    const [port = 0] = await freePorts(1)
    const partner = await startPartner(bench, folder, port)
    try {
      return await load(bench, `http://${HOST}:${port}/sales?wsdl`)
    } finally {
      await partner.stop()
      await rm(folder, { recursive: true, force: true })
    }
  }
}

async function load(bench: Bench, wsdl: string): Promise<Row[]> {
  const topics = await bench.topics()
  const carried = await Carried.from(bench, topics)
  await using ingestor = await bench.start('soap-ingestor', topics, {
    PARTNER_WSDL: wsdl,
    PAGE_SIZE: String(PAGE_SIZE),
    POLL_INTERVAL_MS: '60000'
  })
  await carried.until(bench.sizes.soapSales, ingestor)
  await ingestor.stop()
  const row = { what: 'soap-ingestor', unit: 'sales/s', ours: await carried.rate(), memory: ingestor.peak() }
  const input: BareSoapClient = { wsdl, pageSize: PAGE_SIZE }
  const client = { name: 'bare SOAP client', rate: await bench.limit('bare-soap-client', input) }
  const producer = { name: 'bare producer of the same bytes', rate: await carried.bareProducer(BATCH_BYTES) }
  return [compared({ ...row, limit: client }), compared({ ...row, limit: producer, aim: null })]
}

async function startPartner(bench: Bench, folder: string, port: number): Promise<Child> {
  const data = join(folder, 'partner.csv')
  await pipeline(csvLines(generateSales({ count: bench.sizes.soapSales, seed: SEED })), createWriteStream(data))
  const partner = await spawnChild({
    name: 'partner-service',
    command: process.execPath,
    args: [PARTNER],
    env: { ...process.env, HOST, PORT: String(port), DATA: data },
    logFile: join(bench.stack.logs, 'partner-service.log')
  })
  const ask = async (): Promise<void> => {
    const response = await fetch(`http://${HOST}:${port}/sales?wsdl`, { signal: AbortSignal.timeout(5000) })
    await response.arrayBuffer()
    if (!response.ok) throw new Error(`status ${response.status}`)
  }
  await waitUntilReady(partner, ask, { timeoutMs: READY_WITHIN_MS, signal: new AbortController().signal })
  return partner
}
