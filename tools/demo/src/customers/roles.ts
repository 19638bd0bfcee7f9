import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { customerTopics } from '@sales-pipeline/contracts'
import { provision } from '@sales-pipeline/kafka'
import {
  configuredPorts,
  freePorts,
  HOST,
  LOCAL_FOLDER,
  readPort,
  requireFreePort,
  SERVICE_NODE_FLAGS,
  startMongodb,
  startStack,
  timed,
  type Mongodb,
  type Progress,
  type Stack
} from '@sales-pipeline/stack'
import { keepProcess, type KeptProcess } from '../pipeline/keeper.ts'

const MAIN = join(import.meta.dirname, '../../../../services/customer-quality/src/main.ts')
const PORTAL_PORT = { variable: 'SALES_PORTAL_PORT', default: 8090 }
const READY_WITHIN_MS = 90_000
const ROLES = ['portal', 'assessor', 'keeper-mdm', 'keeper-sandbox'] as const

export interface Customers {
  /** The page. */
  readonly portalUrl: string
  readonly mongodbUri: string
  readonly logs: string
  /** Rejects when something that is needed has ended. Otherwise never settles. */
  readonly failed: Promise<never>
  stop(): Promise<void>
}

export interface StartOptions {
  /** The folder under .local. */
  readonly name: string
  readonly progress: Progress
  readonly signal: AbortSignal
}

/** Starts the stack, a MongoDB and the four roles, empty. If anything fails, all is stopped before this rejects. */
export async function startCustomers({ name, progress, signal }: StartOptions): Promise<Customers> {
  const port = readPort(PORTAL_PORT.variable, process.env[PORTAL_PORT.variable], PORTAL_PORT.default)
  await requireFreePort(port, 'portal', PORTAL_PORT.variable)
  const stack = await startStack({ name, ports: configuredPorts(process.env), progress, signal })
  const running: { stop(): Promise<void> }[] = []
  const stop = async (): Promise<void> => {
    await Promise.all(running.map((part) => part.stop()))
    await stack.stop()
  }
  try {
    const mongodb = await startMongodb({ logs: stack.logs, progress, signal })
    running.push(mongodb)
    const kept = await startRoles(stack, mongodb, port, { progress, signal, started: (role) => running.push(role) })
    const failed = Promise.race([stack.failed, ...kept.map((role) => role.failed)])
    // Nobody need listen.
    failed.catch(() => undefined)
    return { portalUrl: `http://${HOST}:${port}`, mongodbUri: mongodb.uri, logs: stack.logs, failed, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

interface Around {
  readonly progress: Progress
  readonly signal: AbortSignal
  readonly started: (role: KeptProcess) => void
}

async function startRoles(
  { endpoints: { kafkaBootstrap, registryUrl }, logs }: Stack,
  { uri }: Mongodb,
  port: number,
  { progress, signal, started }: Around
): Promise<KeptProcess[]> {
  const settings = { brokers: [kafkaBootstrap], registryUrl, topicPrefix: '', clientId: 'provision' }
  const step = { begin: 'creating topics, registering schemas', end: 'provisioned' }
  await timed(progress, 'contracts', step, () => provision(settings, { topics: customerTopics }))
  const common = {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    KAFKA_BROKERS: kafkaBootstrap,
    SCHEMA_REGISTRY_URL: registryUrl,
    HTTP_PORT: String(port),
    RATE_LIMIT: '0',
    MONGODB_URI: uri,
    PSEUDONYM_KEY: randomBytes(32).toString('hex'),
    NODE_COMPILE_CACHE: join(LOCAL_FOLDER, 'cache/node')
  }
  const ports = await freePorts(ROLES.length)
  const kept: KeptProcess[] = []
  await Promise.all(
    ROLES.map((role, at) => {
      const opsPort = String(ports[at])
      return keepProcess({
        process: {
          name: role,
          command: process.execPath,
          args: [...SERVICE_NODE_FLAGS, MAIN],
          env: { ...common, ROLE: role, OPS_PORT: opsPort },
          logFile: join(logs, `${role}.log`)
        },
        ask: () => askReady(`http://${HOST}:${opsPort}/readyz`),
        started: (role) => {
          kept.push(role)
          started(role)
        },
        ...{ onCrash: 'give-up', timeoutMs: READY_WITHIN_MS, signal, progress }
      })
    })
  )
  return kept
}

async function askReady(url: string): Promise<void> {
  const response = await fetch(url, { signal: AbortSignal.timeout(2000) })
  const verdict = await response.text()
  if (!response.ok) throw new Error(verdict.trim())
}
