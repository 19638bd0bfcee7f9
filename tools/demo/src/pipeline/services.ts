import type { Endpoints } from '@sales-pipeline/stack'

/** What the environments of the services are made of. */
export interface Surroundings {
  readonly stack: Endpoints
  readonly inbox: string
  readonly partnerWsdl: string
  readonly resultsApiPort: number
  /** A folder of the service's own. */
  readonly stateOf: (service: string) => string
}

interface ServiceSpec<Name extends string> {
  readonly name: Name
  /** What it reads beside what every service reads. */
  readonly env: (around: Surroundings) => Readonly<Record<string, string>>
}

function service<const Name extends string>(name: Name, env: ServiceSpec<Name>['env']): ServiceSpec<Name> {
  return { name, env }
}

/** The containers of the pipeline. */
export const SERVICES = [
  service('db-cdc-bridge', ({ stack }) => ({ SOURCE_DATABASE_URL: stack.bridgeDatabaseUrl })),
  service('file-ingestor', ({ inbox }) => ({ INBOX_DIR: inbox })),
  service('soap-ingestor', ({ partnerWsdl }) => ({ PARTNER_WSDL: partnerWsdl, POLL_INTERVAL_MS: '1000' })),
  service('city-aggregator', ({ stateOf }) => ({ STATE_DIR: stateOf('city-aggregator') })),
  service('salesman-aggregator', ({ stateOf }) => ({ STATE_DIR: stateOf('salesman-aggregator') })),
  service('results-api', ({ stack, resultsApiPort }) => ({
    RESULTS_DATABASE_URL: stack.resultsDatabaseUrl,
    HTTP_PORT: String(resultsApiPort)
  }))
] as const

export type ServiceName = (typeof SERVICES)[number]['name']
