import express, { type ErrorRequestHandler, type Express, type Request, type Response } from 'express'
import { contextOf, SpanKind, withSpan, type Logger } from '@sales-pipeline/observability'
import { badRequest, internal, invalidParameters, methodNotAllowed, notFound, unavailable } from '../../core/problem.ts'
import type { Instruments } from '../../metrics.ts'
import type { Results } from '../../ports.ts'
import { AnswerCache } from './answer-cache.ts'
import { jsonAnswer, problemAnswer, type Answer } from './answer.ts'
import type { Endpoint } from './endpoint.ts'
import { observeRequests, routeOf } from './observe-requests.ts'
import { openApiDocument } from './openapi.ts'
import { shareNext } from './share-next.ts'

export interface ApiOptions {
  readonly endpoints: readonly Endpoint[]
  readonly results: Results
  /** Whether an error of `results` passes by itself. */
  readonly isOutage: (error: unknown) => boolean
  readonly instruments: Instruments
  readonly logger: Logger
  readonly version: string
}

const LONGEST_URL = 8000
const ALLOWED = 'GET, HEAD'

export const STATIC_ROUTES = ['/', '/openapi.json'] as const

/** The REST API: every endpoint with its documentation; problem documents for everything else. */
export function createApi(options: ApiOptions): Express {
  const { endpoints, instruments, logger, version } = options
  const app = express()
  app.disable('x-powered-by').disable('etag').disable('query parser').enable('case sensitive routing')
  app.use(observeRequests(instruments))
  app.use(boundUrl)
  const answerTo = answerer(options)
  for (const endpoint of endpoints) {
    const path = endpoint.path.replaceAll(/\{(\w+)\}/g, ':$1')
    route(app, path, endpoint.path, (request) => answerTo(endpoint, request))
  }
  const [index, document] = STATIC_ROUTES
  const answers = new Map([
    [index, jsonAnswer(indexOf(endpoints, version))],
    [document, jsonAnswer(openApiDocument(endpoints, version))]
  ])
  for (const [path, answer] of answers) route(app, path, path, () => Promise.resolve(answer))
  app.use((request, response) => {
    const detail = `Nothing is at ${request.path.slice(0, 200)}; / lists what there is.`
    send(response, problemAnswer(notFound(detail)))
  })
  app.use(onError(options.isOutage, logger))
  return app
}

function route(app: Express, path: string, label: string, answer: (request: Request) => Promise<Answer>): void {
  app.get(path, async (request, response) => {
    routeOf(response, label)
    const attributes = { 'http.request.method': request.method, 'http.route': label, 'url.scheme': 'http' }
    const parent = contextOf(request.headers)
    await withSpan(`${request.method} ${label}`, { kind: SpanKind.SERVER, attributes, parent }, async (span) => {
      const { status, headers, body } = await answer(request)
      span.setAttribute('http.response.status_code', status)
      send(response, { status, headers, body })
    })
  })
  app.all(path, ({ method }, response) => {
    routeOf(response, label)
    send(response, problemAnswer(methodNotAllowed(method, ALLOWED), { allow: ALLOWED }))
  })
}

/**
 * Answers from the store, or again as before if no result has changed since. The revision is read after the request has
 * come (one reading serves all that came before it), so an answer is never older than its request.
 */
function answerer({ results, instruments }: ApiOptions): (endpoint: Endpoint, request: Request) => Promise<Answer> {
  const cache = new AnswerCache()
  const currentRevision = shareNext(() => results.revision())
  return async (endpoint, { url, params }) => {
    const { id, asOf } = await currentRevision()
    return cache.get(id, url, async () => {
      const reading = endpoint.read(parametersOf(url, params))
      if ('errors' in reading) return problemAnswer(invalidParameters(reading.errors))
      instruments.storeReads.inc()
      const found = await reading.values(results)
      if (found === undefined) return problemAnswer(notFound(endpoint.notFound ?? ''))
      return jsonAnswer({ ...found, asOf: asOf?.toISOString() ?? null })
    })
  }
}

function parametersOf(url: string, params: Request['params']): (readonly [string, string])[] {
  const query = url.indexOf('?')
  const inPath = Object.entries(params as Record<string, string>)
  return query === -1 ? inPath : [...inPath, ...new URLSearchParams(url.slice(query + 1))]
}

function indexOf(endpoints: readonly Endpoint[], version: string): object {
  const links = endpoints.map(({ path, summary }) => ({ href: path, summary }))
  return { name: 'Sales rankings', version, links: [...links, { href: '/openapi.json', summary: 'What this API is' }] }
}

function boundUrl({ url }: Request, response: Response, next: () => void): void {
  if (url.length <= LONGEST_URL) next()
  else send(response, problemAnswer({ ...badRequest(`The URL has more than ${LONGEST_URL} characters.`), status: 414 }))
}

function onError(isOutage: (error: unknown) => boolean, logger: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error)
      return
    }
    if (error instanceof URIError) {
      send(response, problemAnswer(badRequest('The path is not percent-encoded UTF-8.')))
      return
    }
    const outage = isOutage(error)
    if (outage) logger.warn({ err: error }, 'The results store does not answer a request')
    else logger.error({ err: error, route: request.path }, 'A request failed')
    send(response, problemAnswer(outage ? unavailable() : internal()))
  }
}

function send(response: Response, { status, headers, body }: Answer): void {
  response.writeHead(status, headers).end(body)
}
