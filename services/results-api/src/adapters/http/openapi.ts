import { z } from 'zod'
import type { Endpoint } from './endpoint.ts'
import { answers, problemShape } from './shapes.ts'

/** Statuses that any endpoint may answer with, beside 200 and 404. */
const PROBLEMS: Readonly<Record<string, string>> = {
  '400': 'A parameter is wrong, or unknown: `errors` lists every one, and what is allowed.',
  '405': 'The method is not allowed; see the header Allow.',
  '500': 'The request failed for a reason that is in the log of the service.',
  '503': 'The results store does not answer; try again after the seconds in the header Retry-After.'
}

/** The OpenAPI 3.1 document of these endpoints, made of the very schemas that read their requests. */
export function openApiDocument(endpoints: readonly Endpoint[], version: string): object {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Sales rankings',
      version,
      description:
        'Live rankings of sales by city and by salesman. Amounts are exact decimals, as strings; amounts of different currencies are never added.'
    },
    paths: Object.fromEntries(endpoints.map((endpoint) => [endpoint.path, { get: operation(endpoint) }])),
    components: {
      schemas: Object.fromEntries(
        Object.entries({ ...answers, Problem: problemShape }).map(([name, shape]) => [name, jsonSchema(shape)])
      )
    }
  }
}

function operation({ name, path, summary, parameters, answer, notFound }: Endpoint): object {
  return {
    operationId: name,
    summary,
    parameters: Object.entries(parameters).map(([parameter, schema]) => describeParameter(parameter, schema, path)),
    responses: {
      '200': { description: 'The answer.', content: content('application/json', answer) },
      ...problems(notFound === undefined ? PROBLEMS : { ...PROBLEMS, '404': notFound })
    }
  }
}

function problems(byStatus: Readonly<Record<string, string>>): object {
  return Object.fromEntries(
    Object.entries(byStatus).map(([status, description]) => [
      status,
      { description, content: content('application/problem+json', 'Problem') }
    ])
  )
}

function content(type: string, schema: string): object {
  return { [type]: { schema: { $ref: `#/components/schemas/${schema}` } } }
}

function describeParameter(name: string, schema: z.ZodType, path: string): object {
  const { description, ...described } = jsonSchema(schema)
  const inPath = path.includes(`{${name}}`)
  return { name, in: inPath ? 'path' : 'query', required: inPath, description, schema: described }
}

function jsonSchema(schema: z.ZodType): Record<string, unknown> {
  return { ...z.toJSONSchema(schema, { io: 'output' }), $schema: undefined }
}
