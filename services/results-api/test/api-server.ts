import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { z } from 'zod'
import { createMetrics } from '@sales-pipeline/observability'
import { createApi, STATIC_ROUTES } from '../src/adapters/http/api.ts'
import { endpoints } from '../src/adapters/http/endpoints.ts'
import { isOutage } from '../src/adapters/postgres/outage.ts'
import { createInstruments } from '../src/metrics.ts'
import type { Results } from '../src/ports.ts'
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

/** The API over real HTTP. Every answer of an endpoint is checked against the document that the API itself gives out. */
export async function serveApi(results: Results) {
  const asked = endpoints({ largestSales: 10 })
  const metrics = createMetrics('test')
  const instruments = createInstruments(metrics, [], [...asked.map(({ path }) => path), ...STATIC_ROUTES])
  const server = createServer(
    createApi({ endpoints: asked, results, isOutage, instruments, logger: quiet, version: '1.2.3' })
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
    metrics: () => metrics.registry.metrics(),
    /** Asks one operation of the document, by its path template, and checks the answer against it. */
    ask: async <Body>(template: string, path: string, init: RequestInit = {}): Promise<Reply<Body>> => {
      const response = await fetch(`${url}${path}`, init)
      const body: unknown = await response.json()
      const documented = document.paths[template]?.get.responses[String(response.status)]
      assert.ok(documented, `${template} documents no status ${response.status}`)
      const [type, { schema }] = Object.entries(documented.content)[0]!
      assert.equal(response.headers.get('content-type'), `${type}; charset=utf-8`)
      schemas.get(schema.$ref.replace('#/components/schemas/', ''))!.parse(body)
      return { status: response.status, headers: response.headers, body: body as Body }
    },
    [Symbol.asyncDispose]: async () => {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    }
  }
}
