import cors from 'cors'
import express, { type Express, type Request, type Response } from 'express'
import { contextOf, SpanKind, withSpan, type Logger } from '@sales-pipeline/observability'
import type { Access } from '../../access.ts'
import { badRequest, methodNotAllowed, notFound } from '../../core/problem.ts'
import type { Instruments } from '../../metrics.ts'
import type { Results } from '../../ports.ts'
import { identifier } from './access/identify.ts'
import { limitRate } from './access/limit-rate.ts'
import { identifyRequests, requireIdentity } from './access/require-identity.ts'
import { answerer, type Format } from './answer-question.ts'
import { jsonAnswer, problemAnswer, type Answer } from './answer.ts'
import { csvPath, type Endpoint } from './endpoints/endpoint.ts'
import { csvColumns } from './endpoints/shapes.ts'
import { EVENTS_PATH, streamRevisions, type EventStreamOptions } from './events/event-stream.ts'
import { observeRequests, routeOf } from './observe-requests.ts'
import { onError } from './on-error.ts'
import { openApiDocument } from './openapi.ts'
import { pageAnswers } from './page/page-answers.ts'
import { send } from './send.ts'

export interface ApiOptions {
  readonly endpoints: readonly Endpoint[]
  readonly results: Results
  readonly events: EventStreamOptions
  readonly access: Access
  /** Of one client in a minute; undefined: any number. */
  readonly mostRequests: number | undefined
  readonly trustedProxies: number
  /** Whose pages may ask; undefined: only our own. */
  readonly corsOrigins: readonly string[] | undefined
  /** Where the page leads to a trace, with {traceId} in it. */
  readonly traceUrl: string | undefined
  /** Whether an error of `results` passes by itself. */
  readonly isOutage: (error: unknown) => boolean
  readonly instruments: Instruments
  readonly logger: Logger
  readonly version: string
}

const LONGEST_URL = 8000
const ALLOWED = 'GET, HEAD'
const INDEX_PATH = '/api/v1'
const DOCUMENT_PATH = '/openapi.json'
const PAGE_LABEL = '/'

/** Every route as the metrics know it. */
export function routesOf(endpoints: readonly Endpoint[]): string[] {
  return [...endpoints.map(({ path }) => path), EVENTS_PATH, INDEX_PATH, DOCUMENT_PATH, PAGE_LABEL]
}

/** The REST API with its documentation, and its page; problem documents for everything else. */
export function createApi(options: ApiOptions): Express {
  const { endpoints, events, instruments, version, access } = options
  const app = express()
  app.disable('x-powered-by').disable('etag').disable('query parser').enable('case sensitive routing')
  app.set('trust proxy', options.trustedProxies)
  app.use(observeRequests(instruments), boundUrl)
  guard(app, options)
  const answer = answerer(options.results, instruments)
  for (const endpoint of endpoints) {
    const ask = (format: Format | undefined) => async (request: Request) => {
      const params = request.params as Record<string, string>
      return answer({ endpoint, url: request.url, params, format: format ?? formatOf(request, endpoint) })
    }
    route(app, expressPath(endpoint.path), endpoint.path, ask(undefined))
    const csv = csvPath(endpoint)
    if (csv !== undefined) route(app, expressPath(csv), endpoint.path, ask('csv'))
  }
  app.get(EVENTS_PATH, (request, response) => {
    routeOf(response, EVENTS_PATH)
    return streamRevisions(events, request, response)
  })
  app.all(EVENTS_PATH, refuseMethod(EVENTS_PATH))
  const document = openApiDocument(endpoints, { version, isOpen: access.kind === 'open' })
  constant(app, INDEX_PATH, INDEX_PATH, jsonAnswer(indexOf(endpoints, version)))
  constant(app, DOCUMENT_PATH, DOCUMENT_PATH, jsonAnswer(document))
  for (const [path, file] of pageAnswers(options.traceUrl)) constant(app, path, PAGE_LABEL, file)
  app.use(async (request, response) => {
    const detail = `Nothing is at ${request.path.slice(0, 200)}; ${INDEX_PATH} lists what there is.`
    await send(request, response, problemAnswer(notFound(detail)))
  })
  app.use(onError(options.isOutage, options.logger))
  return app
}

/** What stands before the data, each only if it is configured; the page and the documentation hold none. */
function guard(app: Express, { access, mostRequests, corsOrigins }: ApiOptions): void {
  const { origin, ...allowed } = corsOf(corsOrigins ?? [])
  if (corsOrigins !== undefined) app.use(cors({ origin, ...allowed }))
  if (access.kind === 'known') app.use('/api', identifyRequests(identifier(access)))
  if (mostRequests !== undefined) app.use('/api', limitRate(mostRequests))
  if (access.kind === 'known') app.use('/api', requireIdentity)
}

function corsOf(origins: readonly string[]): cors.CorsOptions {
  return {
    origin: origins.includes('*') ? '*' : [...origins],
    methods: ['GET', 'HEAD'],
    allowedHeaders: ['Authorization', 'If-None-Match', 'Last-Event-ID'],
    exposedHeaders: ['ETag', 'Link', 'RateLimit', 'RateLimit-Policy', 'Retry-After', 'WWW-Authenticate'],
    maxAge: 3600
  }
}

function formatOf(request: Request, { answer }: Endpoint): Format {
  if (!request.headers.accept?.includes('csv') || csvColumns(answer).length === 0) return 'json'
  return request.accepts('application/json', 'text/csv') === 'text/csv' ? 'csv' : 'json'
}

function expressPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1')
}

function constant(app: Express, path: string, label: string, answer: Answer): void {
  route(app, path, label, () => Promise.resolve(answer))
}

function route(app: Express, path: string, label: string, answer: (request: Request) => Promise<Answer>): void {
  app.get(path, async (request, response) => {
    routeOf(response, label)
    const attributes = { 'http.request.method': request.method, 'http.route': label, 'url.scheme': 'http' }
    const parent = contextOf(request.headers)
    await withSpan(`${request.method} ${label}`, { kind: SpanKind.SERVER, attributes, parent }, async (span) => {
      await send(request, response, await answer(request))
      span.setAttribute('http.response.status_code', response.statusCode)
    })
  })
  app.all(path, refuseMethod(label))
}

function refuseMethod(label: string) {
  return (request: Request, response: Response): Promise<void> => {
    routeOf(response, label)
    return send(request, response, problemAnswer(methodNotAllowed(request.method, ALLOWED), { allow: ALLOWED }))
  }
}

function indexOf(endpoints: readonly Endpoint[], version: string): object {
  const links = [
    ...endpoints.map(({ path, summary }) => ({ href: path, summary })),
    { href: EVENTS_PATH, summary: 'Server-sent events: each new revision of the results' },
    { href: DOCUMENT_PATH, summary: 'What this API is, as OpenAPI' },
    { href: '/docs', summary: 'The same to read and to try' }
  ]
  return { name: 'Sales rankings', version, links }
}

async function boundUrl(request: Request, response: Response, next: () => void): Promise<void> {
  if (request.url.length <= LONGEST_URL) {
    next()
    return
  }
  const problem = { ...badRequest(`The URL has more than ${LONGEST_URL} characters.`), status: 414 }
  await send(request, response, problemAnswer(problem))
}
