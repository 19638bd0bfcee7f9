import { invalidParameters, notFound } from '../../core/problem.ts'
import type { Instruments } from '../../metrics.ts'
import type { Results } from '../../ports.ts'
import { AnswerCache } from './answer-cache.ts'
import { found, jsonAnswer, problemAnswer, type Answer } from './answer.ts'
import { csvOf } from './csv.ts'
import type { Endpoint, Found } from './endpoints/endpoint.ts'
import { csvColumns } from './endpoints/shapes.ts'
import { shareNext } from '../../share-next.ts'

export type Format = 'json' | 'csv'

/** One request of one endpoint. */
export interface Asked {
  readonly endpoint: Endpoint
  readonly url: string
  /** Of the path. */
  readonly params: Readonly<Record<string, string>>
  readonly format: Format
}

/**
 * Answers from the store, or again as before if no result has changed since. The revision is read after the request has
 * come (one reading serves all that came before it), so an answer is never older than its request.
 */
export function answerer(results: Results, instruments: Instruments): (asked: Asked) => Promise<Answer> {
  const cache = new AnswerCache()
  const currentRevision = shareNext(() => results.revision())
  return async ({ endpoint, url, params, format }) => {
    const { id, asOf } = await currentRevision()
    const ask = async (): Promise<Answer> => {
      const reading = endpoint.read(parametersOf(url, params))
      if ('errors' in reading) return problemAnswer(invalidParameters(reading.errors))
      instruments.storeReads.inc()
      const answer = await reading.values(results)
      if (answer === undefined) return problemAnswer(notFound(endpoint.notFound ?? ''))
      return shown(endpoint, format, linked(answer, url), asOf)
    }
    return endpoint.live === true ? ask() : cache.get(id, `${format} ${url}`, ask)
  }
}

function shown({ answer }: Endpoint, format: Format, values: Found, asOf: Date | null): Answer {
  const link = values.next == null ? {} : { link: `<${values.next}>; rel="next"` }
  if (format === 'json') return jsonAnswer({ ...values, asOf: asOf?.toISOString() ?? null }, link)
  return found(csvOf(csvColumns(answer), values.items ?? []), 'text/csv; charset=utf-8', {
    'content-disposition': `attachment; filename="${answer}.csv"`,
    ...link
  })
}

/** The same request, but for the page that it asks for. */
function linked(answer: Found, url: string): Found {
  if (answer.next == null) return answer
  const [path = '', query = ''] = url.split('?')
  const parameters = new URLSearchParams(query)
  parameters.set('cursor', answer.next)
  return { ...answer, next: `${path}?${parameters.toString()}` }
}

function parametersOf(url: string, params: Asked['params']): (readonly [string, string])[] {
  const query = url.indexOf('?')
  const inPath = Object.entries(params)
  return query === -1 ? inPath : [...inPath, ...new URLSearchParams(url.slice(query + 1))]
}
