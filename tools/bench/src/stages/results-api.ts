import { freePorts, HOST, waitUntilReady } from '@sales-pipeline/stack'
import type { Bench } from '../bench.ts'
import type { BareHttpServer } from '../limits/bare-http-server.ts'
import type { HttpLoad } from '../limits/http-load.ts'
import { startProgram } from '../limits/run.ts'
import type { Rate } from '../measure/rate.ts'
import { compared, type Row, type Stage } from '../stage.ts'
import { fillCities, startStore, type StoreRun } from './sink-run.ts'

const LIMITS = [10, 100]
const WARM_UP_SECONDS = 2
const READY_WITHIN_MS = 30_000
/** Node's own server adds these. */
const ADDED_BY_SERVER = new Set(['connection', 'date', 'keep-alive'])

/** Requests for the ranking of cities. */
export const resultsApi: Stage = {
  name: 'results-api',
  about: 'GET top-sales-per-city, against a bare node:http server of the same answer',
  run: async (bench) => {
    const topics = await bench.topics()
    const { partials } = bench.sizes
    await fillCities(topics, partials)
    await using store = await startStore(bench, topics)
    await store.filled(partials)
    await store.ready()
    const rows: Row[] = []
    for (const limit of LIMITS) rows.push(await ask(bench, store, limit))
    return rows
  }
}

async function ask(bench: Bench, store: StoreRun, limit: number): Promise<Row> {
  const path = `/api/v1/top-sales-per-city?currency=USD&limit=${limit}`
  // As the load asks: uncompressed, so that headers and bytes belong together.
  const response = await fetch(`http://${HOST}:${store.port}${path}`, { headers: { 'accept-encoding': 'identity' } })
  const body = await response.text()
  if (!response.ok) throw new Error(`GET ${path}: ${response.status} ${body}`)
  const headers = Object.fromEntries([...response.headers].filter(([name]) => !ADDED_BY_SERVER.has(name)))
  const ours = await load(bench, store.port, path)
  const memory = store.peak()
  const rate = await bareServer(bench, path, { headers, body })
  const { concurrency } = bench.sizes
  const notes = [`answers of ${Buffer.byteLength(body)} bytes, ${concurrency} kept connections`]
  const what = `results-api, limit=${limit}`
  return compared({ what, unit: 'requests/s', ours, limit: { name: 'bare node:http server', rate }, memory, notes })
}

function load(bench: Bench, port: number, path: string): Promise<Rate> {
  const { concurrency: connections, requestSeconds: seconds } = bench.sizes
  const input: HttpLoad = { host: HOST, port, path, connections, warmUpSeconds: WARM_UP_SECONDS, seconds }
  return bench.limit('http-load', input)
}

async function bareServer(bench: Bench, path: string, answer: Pick<BareHttpServer, 'headers' | 'body'>): Promise<Rate> {
  const [port = 0] = await freePorts(1)
  const input: BareHttpServer = { host: HOST, port, ...answer }
  const server = await startProgram('bare-http-server', input, bench.stack.logs)
  try {
    const answers = async (): Promise<void> => {
      await (await fetch(`http://${HOST}:${port}${path}`)).arrayBuffer()
    }
    await waitUntilReady(server, answers, { timeoutMs: READY_WITHIN_MS, signal: new AbortController().signal })
    return await load(bench, port, path)
  } finally {
    await server.stop()
  }
}
