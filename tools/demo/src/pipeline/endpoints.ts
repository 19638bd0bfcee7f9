import { readFileSync, writeFileSync } from 'node:fs'
import type { Endpoints } from '@sales-pipeline/stack'
import type { ServiceName } from './services.ts'

/** Where everything of a running pipeline is. `make up` writes it to .local/endpoints.json. */
export interface PipelineEndpoints extends Omit<Endpoints, 'postgresUrl' | 'bridgeDatabaseUrl'> {
  /** The root of the REST API: rankings are under /api/v1. */
  readonly resultsApi: string
  /** Files that are dropped here are read. */
  readonly inbox: string
  /** The partner's SOAP service. */
  readonly partnerWsdl: string
  /** Where each service answers /healthz, /readyz and /metrics. */
  readonly services: Readonly<Record<ServiceName, string>>
  /** The folder with a log file of each process. */
  readonly logs: string
}

/** Holds passwords: only the user may read it. */
export function writeEndpoints(file: string, endpoints: PipelineEndpoints): void {
  writeFileSync(file, `${JSON.stringify(endpoints, undefined, 2)}\n`, { mode: 0o600 })
}

/** @throws Error when there is no such file */
export function readEndpoints(file: string): PipelineEndpoints {
  return JSON.parse(readFileSync(file, 'utf8')) as PipelineEndpoints
}

/** What to look at, a line each. Passwords are left out: they are in the file of the endpoints. */
export function describeEndpoints(endpoints: PipelineEndpoints, file: string): string[] {
  const { resultsApi, services } = endpoints
  const passwords = `   (its password is in ${file})`
  const lines: [what: string, where: string][] = [
    ['the page', `${resultsApi}/`],
    ['top cities', `${resultsApi}/api/v1/top-sales-per-city`],
    ['top salesmen', `${resultsApi}/api/v1/top-salesmen`],
    ['the whole API', `${resultsApi}/openapi.json`],
    ['drop files into', endpoints.inbox],
    ['source database', `psql '${withoutPassword(endpoints.sourceDatabaseUrl)}'${passwords}`],
    ['results database', `psql '${withoutPassword(endpoints.resultsDatabaseUrl)}'${passwords}`],
    ['partner (SOAP)', endpoints.partnerWsdl],
    ['Kafka', endpoints.kafkaBootstrap],
    ['schemas', `${endpoints.registryUrl}/subjects`],
    ...Object.entries(services).map(([name, url]): [string, string] => [name, `${url}/metrics`]),
    ['logs', endpoints.logs],
    ['all this as JSON', file]
  ]
  return lines.map(([what, where]) => `  ${what.padEnd(20)} ${where}`)
}

function withoutPassword(url: string): string {
  const stripped = new URL(url)
  stripped.password = ''
  return stripped.href
}
