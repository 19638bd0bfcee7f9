import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { RunEvent } from '../core/events.ts'
import { FACETS, PROGRESS_FACET, PROGRESS_SCHEMA, schemaUrl, type FacetName, type Place } from '../core/facets.ts'

/** What is wrong with an event; nothing: it is as the standard wants it. */
export type CheckEvent = (event: RunEvent) => string[]

type Bag = Readonly<Record<string, { readonly _schemaURL?: unknown; readonly _producer?: unknown }>>

const PROGRESS_FILE = new URL('../../schemas/SalesPipelineProgressRunFacet.json', import.meta.url)
const UUID = /^[\da-f]{8}-[\da-f]{4}-[1-8][\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/

/** Facets of jobs and of datasets may share a key: what the table of facets calls by another name. */
const OF_DATASETS: Readonly<Record<string, FacetName>> = {
  documentation: 'datasetDocumentation',
  ownership: 'datasetOwnership'
}

/**
 * Checks events against the table of facets in core/facets.ts and, where OPENLINEAGE_SPEC names a folder with the
 * specification's schemas (OpenLineage.json, facets/*.json), against those. `against` says which.
 */
export function eventChecker(folder = process.env['OPENLINEAGE_SPEC']): { check: CheckEvent; against: string } {
  const ajv = new Ajv2020({ allErrors: true, strict: false })
  addFormats.default(ajv)
  ajv.addSchema(JSON.parse(readFileSync(PROGRESS_FILE, 'utf8')) as object)
  const progress = compiled(ajv, PROGRESS_SCHEMA)
  const bySpec = folder === undefined ? undefined : specChecker(ajv, folder)
  return {
    check: (event) => [
      ...frameErrors(event),
      ...bags(event).flatMap(([place, bag]) => bagErrors(place, bag)),
      ...errorsOf(progress, event.run.facets[PROGRESS_FACET]),
      ...(bySpec?.(event) ?? [])
    ],
    against:
      folder === undefined
        ? 'the table of facets in core/facets.ts; set OPENLINEAGE_SPEC to check against the specification too'
        : `the table of facets and the specification in ${folder}`
  }
}

function bags({ run, job, inputs, outputs }: RunEvent): (readonly [Place, Bag])[] {
  return [
    ['run', run.facets],
    ['job', job.facets],
    ...[...inputs, ...outputs].map(({ facets }) => ['dataset', facets] as const),
    ...inputs.map(({ inputFacets }) => ['input', inputFacets] as const),
    ...outputs.map(({ outputFacets }) => ['output', outputFacets] as const)
  ]
}

function frameErrors({ eventTime, run, job, inputs, outputs }: RunEvent): string[] {
  return [
    ...(UUID.test(run.runId) ? [] : [`run id ${run.runId}`]),
    ...(INSTANT.test(eventTime) ? [] : [`event time ${eventTime}`]),
    ...[job, ...inputs, ...outputs].flatMap(({ namespace, name }) =>
      namespace === '' || name === '' ? [`a job or dataset lacks its name: ${namespace} ${name}`] : []
    )
  ]
}

function bagErrors(place: Place, bag: Bag): string[] {
  return Object.entries(bag).flatMap(([key, facet]) => {
    if (key === PROGRESS_FACET) return place === 'run' ? [] : [`${key} in ${place}`]
    const name = (place === 'dataset' ? OF_DATASETS[key] : undefined) ?? (key as FacetName)
    const spec = Object.hasOwn(FACETS, name) ? FACETS[name] : undefined
    if (spec?.place !== place) return [`no facet of a ${place}: ${key}`]
    const missing = spec.required.filter((property) => !Object.hasOwn(facet, property))
    return [
      ...missing.map((property) => `${key} lacks ${property}`),
      ...(facet._schemaURL === schemaUrl(name) ? [] : [`${key} names ${String(facet._schemaURL)}`]),
      ...(typeof facet._producer === 'string' ? [] : [`${key} lacks its producer`])
    ]
  })
}

function specChecker(ajv: Ajv2020, folder: string): CheckEvent {
  const core = readSchema(join(folder, 'OpenLineage.json'))
  ajv.addSchema(core)
  for (const file of readdirSync(join(folder, 'facets')).filter((name) => name.endsWith('.json')))
    ajv.addSchema(readSchema(join(folder, 'facets', file)))
  const ofEvent = compiled(ajv, `${core.$id}#/$defs/RunEvent`)
  return (event) => [
    ...errorsOf(ofEvent, event),
    ...bags(event).flatMap(([, bag]) =>
      Object.values(bag).flatMap((facet) => errorsOf(compiled(ajv, String(facet._schemaURL)), facet))
    )
  ]
}

function readSchema(file: string): { readonly $id: string } {
  return JSON.parse(readFileSync(file, 'utf8')) as { readonly $id: string }
}

/** A `_schemaURL` that the specification does not have fails here: the versions are the ones on disk. */
function compiled(ajv: Ajv2020, url: string): ValidateFunction {
  const found = ajv.getSchema(url)
  if (found === undefined) throw new Error(`no schema ${url}`)
  return found as ValidateFunction
}

function errorsOf(validate: ValidateFunction, value: unknown): string[] {
  if (value === undefined || validate(value)) return []
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`)
}
