import { z } from 'zod'
import { csvPath, type Endpoint } from './endpoints/endpoint.ts'
import { answers, csvColumns, indexShape, problemShape } from './endpoints/shapes.ts'
import { EVENTS_PATH } from './events/event-stream.ts'

/** What any endpoint may answer, beside 200. */
const PROBLEMS: Readonly<Record<string, string>> = {
  '405': 'The method is not allowed; see the header Allow.',
  '414': 'The URL is too long.',
  '429': 'Too many requests in a minute; try again after the seconds in the header Retry-After.',
  '500': 'The request failed for a reason that is in the log of the service.',
  '503': 'What is needed for the answer is away; try again after the seconds in the header Retry-After.'
}
const BAD_REQUEST = {
  '400': 'A parameter is wrong, or unknown: `errors` lists every one, and what is allowed. Or the path cannot be read.'
}
const UNAUTHORIZED = { '401': 'No key or token came with the request, or none that is accepted.' }
const NOT_MODIFIED = {
  '304': { description: 'The answer still is the one of If-None-Match.', headers: header('ETag') }
}

export interface DocumentOptions {
  readonly version: string
  /** Whether anybody may ask. */
  readonly isOpen: boolean
}

/** The OpenAPI 3.1 document of these endpoints, made of the very schemas that read their requests. */
export function openApiDocument(endpoints: readonly Endpoint[], { version, isOpen }: DocumentOptions): object {
  const problems = isOpen ? PROBLEMS : { ...PROBLEMS, ...UNAUTHORIZED }
  const paths = [
    ['/api/v1', { get: { ...index, responses: { ...responses('Index'), ...problemsOf(problems) } } }],
    ...endpoints.flatMap((endpoint) => pathsOf(endpoint, problems)),
    [EVENTS_PATH, { get: { ...events, responses: { ...eventResponses, ...problemsOf(problems) } } }]
  ] as [string, object][]
  const shapes = { ...answers, Index: indexShape, Problem: problemShape }
  return {
    openapi: '3.1.0',
    info: { title: 'Sales rankings', version, description: DESCRIPTION },
    paths: Object.fromEntries(paths),
    ...(!isOpen && { security: [{ bearer: [] }] }),
    components: {
      schemas: Object.fromEntries(Object.entries(shapes).map(([name, shape]) => [name, jsonSchema(shape)])),
      ...(!isOpen && { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } })
    }
  }
}

const DESCRIPTION =
  'Live rankings of sales by city and by salesman. Amounts are exact decimals, as strings; amounts of different currencies are never added.'

const index = { operationId: 'index', summary: 'What this API has', parameters: [] }
const events = {
  operationId: 'events',
  summary: 'Server-sent events: `revision` at once and whenever the results have changed, with a comment now and then',
  parameters: [
    {
      ...{ name: 'Last-Event-ID', in: 'header', required: false, schema: { type: 'string' } },
      description: 'The last event that the client has seen: the revision is told at once only if it is another.'
    }
  ]
}
const eventResponses = {
  '200': {
    description: 'A stream without end. The data of an event is JSON: `revision`, and `asOf` as in every answer.',
    content: { 'text/event-stream': { schema: { type: 'string' } } }
  }
}

function pathsOf(endpoint: Endpoint, problems: Readonly<Record<string, string>>): [string, object][] {
  const { name, path, summary, parameters, answer, notFound } = endpoint
  const isList = csvColumns(answer).length > 0
  const described = Object.entries(parameters).map(([one, schema]) => describeParameter(one, schema, path))
  const own = { ...BAD_REQUEST, ...problems, ...(notFound !== undefined && { '404': notFound }) }
  const operation = (operationId: string, contents: object): object => ({
    get: { operationId, summary, parameters: described, responses: { ...contents, ...problemsOf(own) } }
  })
  const asJson: [string, object] = [path, operation(name, responses(answer, isList))]
  const csv = {
    '200': { description: 'The answer as CSV.', headers: headersOf(answer), content: CSV },
    ...NOT_MODIFIED
  }
  const where = csvPath(endpoint)
  return where === undefined ? [asJson] : [asJson, [where, operation(`${name}Csv`, csv)]]
}

const CSV = { 'text/csv': { schema: { type: 'string' } } }

function responses(answer: string, isList = false): object {
  const content = { ...contentOf('application/json', answer), ...(isList && CSV) }
  return { '200': { description: 'The answer.', headers: headersOf(answer), content }, ...NOT_MODIFIED }
}

function headersOf(answer: string): object {
  const isPaged = answer in answers && 'next' in answers[answer as keyof typeof answers].shape
  return { ...header('ETag'), ...(isPaged && header('Link')) }
}

function header(name: 'ETag' | 'Link'): object {
  const description = { ETag: 'Differs for every other answer.', Link: 'rel="next": the next page, if there is one.' }[
    name
  ]
  return { [name]: { description, schema: { type: 'string' } } }
}

function problemsOf(byStatus: Readonly<Record<string, string>>): object {
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, description]) => [
      status,
      { description, content: contentOf('application/problem+json', 'Problem') }
    ])
  )
}

function contentOf(type: string, schema: string): object {
  return { [type]: { schema: { $ref: `#/components/schemas/${schema}` } } }
}

function describeParameter(name: string, schema: z.ZodType, path: string): object {
  const { description, ...described } = jsonSchema(schema)
  const inPath = path.includes(`{${name}}`)
  const required = inPath || !schema.safeParse(undefined).success
  return { name, in: inPath ? 'path' : 'query', required, description, schema: described }
}

function jsonSchema(schema: z.ZodType): Record<string, unknown> {
  return { ...z.toJSONSchema(schema, { io: 'output' }), $schema: undefined }
}
