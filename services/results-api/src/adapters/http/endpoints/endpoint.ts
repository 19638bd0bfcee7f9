import { readParameters, type ParameterShape, type ParametersOf, type Reading } from '../../../core/parameters.ts'
import { periodObjection, rangeObjection, type Period } from '../../../core/period.ts'
import type { ParameterError } from '../../../core/problem.ts'
import type { Results } from '../../../ports.ts'
import { csvColumns, type AnswerName, type Answers } from './shapes.ts'

/** What the store said. The answer still lacks the moment it is of, and `next` is not a link yet but a cursor. */
export interface Found {
  readonly items?: readonly object[]
  readonly next?: string | null
}

/** What the store is asked for one request; undefined: there is no such thing. */
export type Question = (results: Results) => Promise<Found | undefined>

/** One kind of question that the API answers: everything that serving and documenting it needs. */
export interface Endpoint {
  readonly name: string
  /** As in OpenAPI: `/cities/{city}`. Parameters named there are part of the path, all others of the query string. */
  readonly path: string
  readonly summary: string
  readonly parameters: ParameterShape
  readonly answer: AnswerName
  /** What a 404 says; endpoints without it always have an answer. */
  readonly notFound?: string
  /** Its answers change without a change of the results: none is kept. */
  readonly live?: boolean
  read(given: Iterable<readonly [name: string, text: string]>): Reading<Question>
}

interface Definition<S extends ParameterShape, A extends AnswerName> extends Omit<Endpoint, 'read'> {
  readonly parameters: S
  readonly answer: A
  readonly ask: (results: Results, parameters: ParametersOf<S>) => Promise<Omit<Answers[A], 'asOf'> | undefined>
}

export function endpoint<S extends ParameterShape, A extends AnswerName>(definition: Definition<S, A>): Endpoint {
  const { ask, ...described } = definition
  return {
    ...described,
    read: (given) => {
      const reading = readParameters(definition.parameters, given, contradictions)
      return 'errors' in reading ? reading : { values: (results) => ask(results, reading.values) }
    }
  }
}

interface Compared {
  readonly period?: Period
  readonly date?: string
  readonly from?: string
  readonly to?: string
  readonly cursor?: string
  readonly currency?: string
}

/** Where its list is as CSV whatever the client accepts; a path that ends in a name has no such place: the name may be anything. */
export function csvPath({ path, answer }: Endpoint): string | undefined {
  return csvColumns(answer).length === 0 || path.endsWith('}') ? undefined : `${path}.csv`
}

/** What is wrong between parameters, whichever an endpoint has. */
function contradictions(values: Readonly<Record<string, unknown>>): ParameterError[] {
  const { period, date, from, to, cursor, currency } = values as Compared
  const mayNameCurrency = 'currency' in values
  const hasRange = from !== undefined || to !== undefined
  const wrong: [parameter: string, message: string | undefined][] = [
    ['date', period === undefined ? undefined : periodObjection(period, date)],
    ['period', period !== undefined && period !== 'all' && hasRange ? 'excludes from and to' : undefined],
    ['to', rangeObjection(from, to)],
    ['cursor', cursor !== undefined && mayNameCurrency && hasRange ? 'excludes from and to' : undefined],
    [
      'currency',
      cursor !== undefined && mayNameCurrency && currency === undefined ? 'is needed with cursor' : undefined
    ]
  ]
  return wrong.flatMap(([parameter, message]) => (message === undefined ? [] : [{ parameter, message }]))
}
