import { configuredPorts, readPort, requireFreePort, type Ports } from '@sales-pipeline/stack'
import { SERVICES, type ServiceName } from './services.ts'

export interface PipelinePorts {
  readonly stack: Ports
  readonly resultsApi: number
  readonly partner: number
  /** Where each service answers /healthz, /readyz and /metrics. */
  readonly ops: Readonly<Record<ServiceName, number>>
}

const RESULTS_API = { variable: 'SALES_RESULTS_API_PORT', default: 8080 }
const PARTNER = { variable: 'SALES_PARTNER_PORT', default: 18000 }
const FIRST_OPS_PORT = 19464

/** The well-known ports, or what the environment sets instead. */
export function pipelinePorts(env: NodeJS.ProcessEnv): PipelinePorts {
  const read = ({ variable, default: otherwise }: { variable: string; default: number }): number =>
    readPort(variable, env[variable], otherwise)
  return {
    stack: configuredPorts(env),
    resultsApi: read(RESULTS_API),
    partner: read(PARTNER),
    ops: Object.fromEntries(
      SERVICES.map(({ name }, index) => [name, read({ variable: opsVariable(name), default: FIRST_OPS_PORT + index })])
    ) as Record<ServiceName, number>
  }
}

/** Refuses ports that are in use, naming who holds each and the variable that moves ours. The stack checks its own. */
export async function requireFreePipelinePorts(ports: PipelinePorts): Promise<void> {
  await requireFreePort(ports.resultsApi, 'results-api', RESULTS_API.variable)
  await requireFreePort(ports.partner, 'partner-service', PARTNER.variable)
  for (const { name } of SERVICES) await requireFreePort(ports.ops[name], name, opsVariable(name))
}

/** Such as SALES_FILE_INGESTOR_OPS_PORT. */
function opsVariable(service: ServiceName): string {
  return `SALES_${service.toUpperCase().replaceAll('-', '_')}_OPS_PORT`
}
