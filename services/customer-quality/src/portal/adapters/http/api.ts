import express, { type Express, type Request, type RequestHandler, type Response } from 'express'
import type { CustomerRecord } from '@sales-pipeline/contracts'
import { contextOf, SpanKind, withSpan, type Logger } from '@sales-pipeline/observability'
import { limitRate } from '../../../http/limit-rate.ts'
import { observeRequests, PAGE } from '../../../http/observe.ts'
import { onError } from '../../../http/on-error.ts'
import { servePage } from '../../../http/page.ts'
import { refuseMethod, sendJson, sendProblem } from '../../../http/problem.ts'
import type { portalInstruments } from '../../../metrics.ts'
import { problemsOf, readForm, recordOf, type FieldProblem } from '../../core/registration.ts'
import type { Notices } from '../../notices.ts'

export interface ApiOptions {
  /** Whether Kafka has the record. */
  readonly deliver: (record: CustomerRecord) => Promise<boolean>
  readonly notices: Notices
  readonly now: () => number
  readonly instruments: ReturnType<typeof portalInstruments>
  /** Of one address in a minute; 0: any number. */
  readonly mostRequests: number
  readonly trustedProxies: number
  readonly logger: Logger
  /** Aborted when the process is to stop: nobody waits any longer. */
  readonly signal: AbortSignal
}

const ONE = '/api/v1/registrations/:id'
const CHECK = '/api/v1/registrations/check'
export const ROUTES: readonly string[] = [ONE, CHECK, PAGE]

const UUID = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/
const LARGEST_BODY = '8kb'
const LONGEST_WAIT_S = 25
const RETRY_AFTER_S = 2

/** The page, and what it asks. */
export function createApi(options: ApiOptions): Express {
  const app = express()
  app.disable('x-powered-by').disable('etag').set('query parser', 'simple').set('trust proxy', options.trustedProxies)
  app.use(observeRequests(options.instruments, ROUTES))
  if (options.mostRequests > 0) app.use('/api', limitRate(options.mostRequests))
  app.use('/api', express.json({ limit: LARGEST_BODY, strict: false }))
  app.post(CHECK, check(options))
  app.all(CHECK, refuseMethod('POST'))
  app.param('id', requireUuid)
  app.put(ONE, register(options))
  app.get(ONE, tellStatus(options))
  app.all(ONE, refuseMethod('GET, PUT'))
  servePage(app, 'index.html', ['/', '/status/:id'])
  app.use((_request, response) => {
    sendProblem(response, 404, 'A registration is PUT to /api/v1/registrations/ with a UUID; the page is at /.')
  })
  app.use(onError(options.logger))
  return app
}

/** Says what is wrong with a form, without taking it. */
function check({ now }: ApiOptions): RequestHandler {
  return (request, response) => {
    const read = readForm(request.body)
    const problems = 'problems' in read ? read.problems : problemsOf(recordOf('check', read.registration, now()))
    sendJson(response, 200, { problems })
  }
}

function register({ deliver, instruments, now }: ApiOptions) {
  const refuse = (response: Response, problems: readonly FieldProblem[]): void => {
    instruments.registrations.inc({ outcome: 'refused' })
    sendProblem(response, 422, 'Mend the fields that are named, and send it again.', { problems })
  }
  return spanned('PUT', async (request, response) => {
    if (request.body === undefined) {
      sendProblem(response, 415, 'Send the registration as JSON, with content-type application/json.')
      return
    }
    const read = readForm(request.body)
    if ('problems' in read) {
      refuse(response, read.problems)
      return
    }
    const id = request.params['id'] as string
    const record = recordOf(id, read.registration, now())
    const problems = problemsOf(record)
    for (const { rule } of problems) instruments.problems.inc({ rule })
    if (problems.some(({ refused }) => refused)) {
      refuse(response, problems)
    } else if (await deliver(record)) {
      instruments.registrations.inc({ outcome: 'accepted' })
      sendJson(response.location(`/status/${id}`), 202, {
        id,
        state: 'received',
        received_at: record.changed_at,
        problems
      })
    } else {
      instruments.registrations.inc({ outcome: 'unavailable' })
      response.set('retry-after', String(RETRY_AFTER_S))
      sendProblem(response, 503, 'It may yet arrive. Send it again under the same id: nothing is taken twice.')
    }
  })
}

/** Whoever knows the id may ask: it is as good as a password, and nothing personal is in the answer. */
function tellStatus({ notices, signal }: ApiOptions): RequestHandler {
  return async (request, response) => {
    const [wait, since] = [numberOf(request.query['wait']), numberOf(request.query['since'])]
    const gone = new AbortController()
    response.once('close', () => {
      gone.abort()
    })
    const waitMs = Math.min(wait, LONGEST_WAIT_S) * 1000
    const id = request.params['id'] as string
    const notification = await notices.of(id, since, waitMs, AbortSignal.any([signal, gone.signal]))
    if (!response.destroyed)
      sendJson(
        response,
        200,
        notification === undefined ? { id, state: 'waiting' } : { id, state: 'assessed', notification }
      )
  }
}

function numberOf(text: unknown): number {
  return typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : 0
}

function spanned(method: string, handle: (request: Request, response: Response) => Promise<void>): RequestHandler {
  const attributes = { 'http.request.method': method, 'http.route': ONE }
  return (request, response) => {
    const options = { kind: SpanKind.SERVER, attributes, parent: contextOf(request.headers) }
    return withSpan(`${method} ${ONE}`, options, () => handle(request, response))
  }
}

function requireUuid(_request: Request, response: Response, next: () => void, id: string): void {
  if (UUID.test(id)) next()
  else sendProblem(response, 400, 'The id of a registration is a UUID in lower case, which its sender makes up.')
}
