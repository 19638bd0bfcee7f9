import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { z } from 'zod'
import { createMetrics } from '@sales-pipeline/observability'
import { createApi, routesOf, type ApiOptions } from '../src/adapters/http/api.ts'
import { endpoints } from '../src/adapters/http/endpoints/index.ts'
import type { DeadLetterReads } from '../src/dead-letter-ports.ts'
import type { ReconciliationReads } from '../src/reconciliation-ports.ts'
import type { LineageEndpointsOptions } from '../src/adapters/http/endpoints/lineage.ts'
import { RevisionHub } from '../src/adapters/http/events/revision-hub.ts'
import { isOutage } from '../src/adapters/postgres/outage.ts'
import { createInstruments } from '../src/metrics.ts'
import type { Results, ResultsChanges } from '../src/ports.ts'
import { revisionFeed } from '../src/revision-feed.ts'
import { quiet } from './store.ts'

export interface Reply<Body> {
  readonly status: number
  readonly headers: Headers
  readonly body: Body
}

interface Operation {
  readonly responses: Readonly<
    Record<string, { readonly content: Readonly<Record<string, { schema: { $ref: string } }>> }>
  >
}

export interface OpenApi {
  readonly openapi: string
  readonly paths: Readonly<Record<string, { readonly get: Operation & { readonly parameters: readonly Parameter[] } }>>
  readonly components: { readonly schemas: Readonly<Record<string, Parameters<typeof z.fromJSONSchema>[0]>> }
}

export interface Parameter {
  readonly name: string
  readonly in: string
  readonly required: boolean
  readonly schema: Readonly<Record<string, unknown>>
}

interface Served {
  readonly results: Results
  readonly changes?: ResultsChanges
  readonly lineage?: LineageEndpointsOptions
  readonly deadLetters?: DeadLetterReads
  readonly reconciliation?: ReconciliationReads
}

const NO_LINEAGE: LineageEndpointsOptions = {
  reads: {
    graph: () => Promise.resolve({ jobs: [], runs: [], datasets: [] }),
    history: () => Promise.resolve(undefined),
    breakdown: () => Promise.reject(new Error('There is no lineage'))
  },
  topicPrefix: '',
  now: Date.now
}

const NO_LINES: ReconciliationReads = { lines: () => Promise.resolve({ summary: new Map(), lines: [] }) }
const NO_LETTERS: DeadLetterReads = { letters: () => Promise.resolve({ counts: [], letters: [] }) }

/** The API over real HTTP. Every answer of an endpoint is checked against the document that the API itself gives out. */
export async function serveApi(
  { results, changes, lineage = NO_LINEAGE, deadLetters = NO_LETTERS, reconciliation = NO_LINES }: Served,
  options: Partial<ApiOptions> = {}
) {
  const asked = endpoints({ largestSales: 10, lineage, deadLetters, reconciliation })
  const metrics = createMetrics('test')
  const instruments = createInstruments(metrics, [], routesOf(asked))
  const hub = new RevisionHub(50)
  const stop = new AbortController()
  const feed =
    changes &&
    revisionFeed({ results, changes, publish: hub.publish.bind(hub), isOutage, logger: quiet }).run(stop.signal)
  const server = createServer(
    createApi({
      ...{ endpoints: asked, results, isOutage, instruments, logger: quiet, version: '1.2.3' },
      ...{ events: { hub, mostClients: 3 }, access: { kind: 'open' }, mostRequests: undefined },
      ...{ trustedProxies: 0, corsOrigins: undefined, traceUrl: undefined },
      ...options
    })
  )
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const document = (await (await fetch(`${url}/openapi.json`)).json()) as OpenApi
  const schemas = new Map(
    Object.entries(document.components.schemas).map(([name, schema]) => [name, z.fromJSONSchema(schema)])
  )

  return {
    url,
    document,
    hub,
    metrics: () => metrics.registry.metrics(),
    /** Asks one operation of the document, by its path template, and checks the answer against it. */
    ask: async <Body>(template: string, path: string, init: RequestInit = {}): Promise<Reply<Body>> => {
      const response = await fetch(`${url}${path}`, init)
      const body: unknown = await response.json()
      const documented = document.paths[template]?.get.responses[String(response.status)]
      assert.ok(documented, `${template} documents no status ${response.status}`)
      const type = response.headers.get('content-type')!.replace('; charset=utf-8', '')
      const schema = documented.content[type]?.schema
      assert.ok(schema, `${template} documents no ${type}`)
      schemas.get(schema.$ref.replace('#/components/schemas/', ''))!.parse(body)
      return { status: response.status, headers: response.headers, body: body as Body }
    },
    [Symbol.asyncDispose]: async () => {
      stop.abort()
      await feed
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    }
  }
}
