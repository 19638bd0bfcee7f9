import { join } from 'node:path'
import { eventually } from '@sales-pipeline/testkit'
import { SERVICES, type ServiceName } from '../pipeline.ts'
import type { Sources } from '../sources.ts'
import { putAtPartner } from './partner.ts'
import { PortForward } from './port-forward.ts'
import { HELM, KUBECTL, run } from './shell.ts'

const CHART = join(import.meta.dirname, '../../charts/sales-pipeline')
const RELEASE = 'sales'
/** Images may have to be pulled. */
const INSTALL_MINUTES = 10
const PARTNER_PORT = 8000

/** Runs in file-ingestor's container: what comes on stdin becomes a file of the inbox, whole or not at all. */
const RECEIVE = `
  const { renameSync, writeFileSync, readFileSync } = require('node:fs')
  const path = process.env.INBOX_DIR + '/' + process.argv[1]
  writeFileSync(path + '.part', readFileSync(0))
  renameSync(path + '.part', path)`

const MEMORY = `
  const { readFileSync } = require('node:fs')
  console.log(/^RssAnon:\\s+(\\d+) kB$/m.exec(readFileSync('/proc/1/status', 'utf8'))[1])`

/** The whole pipeline as a Helm release in a namespace of the cluster that KUBECONFIG names. */
export class Release implements AsyncDisposable {
  readonly sources: Sources
  readonly resultsApi: string
  readonly #namespace: string
  readonly #values: readonly string[]
  readonly #forwards: readonly PortForward[]

  private constructor(
    namespace: string,
    values: readonly string[],
    sources: Sources,
    forwards: readonly PortForward[]
  ) {
    const [api] = forwards
    this.resultsApi = `http://${api?.address ?? ''}/api/v1`
    this.sources = sources
    this.#namespace = namespace
    this.#values = values
    this.#forwards = forwards
  }

  /** Installs the chart and waits for every pod; the namespace may have been made before, with what `values` refer to. */
  static async install(namespace: string, values: readonly string[]): Promise<Release> {
    await run(KUBECTL, ['create', 'namespace', namespace]).catch(ignoreExisting)
    const restricted = 'pod-security.kubernetes.io/enforce=restricted'
    await run(KUBECTL, ['label', '--overwrite', 'namespace', namespace, restricted])
    await helm(namespace, ['install', RELEASE, CHART, ...values, '--set', 'demo.enabled=true'])
    await rolledOut(namespace)
    const forwards = await Promise.all([
      PortForward.open(namespace, 'results-api', 8080),
      PortForward.open(namespace, 'source-db', 5432),
      PortForward.open(namespace, 'partner-service', PARTNER_PORT)
    ])
    const [, database, partner] = forwards
    const { username, password, database: name } = await secret(namespace, 'source-db-source')
    const sources: Sources = {
      databaseUrl: `postgres://${username ?? ''}:${password ?? ''}@${database.address}/${name ?? ''}`,
      putFile: (file, text) => putFile(namespace, file, text),
      putAtPartner: (sales, deleted) => putAtPartner(`http://${partner.address}/sales`, sales, deleted)
    }
    return new Release(namespace, values, sources, forwards)
  }

  /** A new revision of the release, with these values over those before. */
  async upgrade(...set: readonly string[]): Promise<void> {
    await helm(this.#namespace, [
      'upgrade',
      RELEASE,
      CHART,
      ...this.#values,
      '--set',
      ['demo.enabled=true', ...set].join(',')
    ])
    await rolledOut(this.#namespace)
  }

  /** Back to the revision before. */
  async rollback(): Promise<void> {
    await helm(this.#namespace, ['rollback', RELEASE])
    await rolledOut(this.#namespace)
  }

  async test(): Promise<string> {
    return run(HELM, ['-n', this.#namespace, 'test', RELEASE, '--timeout', `${INSTALL_MINUTES}m`], {
      timeoutMs: INSTALL_MINUTES * 60_000
    })
  }

  /** Ends a service's pods with next to no grace, as a lost node would; its controller brings new ones. */
  async kill(service: ServiceName): Promise<void> {
    const selector = `app.kubernetes.io/name=${service}`
    await run(KUBECTL, ['-n', this.#namespace, 'delete', 'pod', '-l', selector, '--grace-period=1', '--wait=true'])
  }

  /** The names of a service's pods that are ready. */
  async pods(service: ServiceName): Promise<string[]> {
    const list = JSON.parse(
      await run(KUBECTL, ['-n', this.#namespace, 'get', 'pod', '-l', `app.kubernetes.io/name=${service}`, '-o', 'json'])
    ) as { items: { metadata: { name: string }; status: { conditions?: { type: string; status: string }[] } }[] }
    const ready = list.items.filter(({ status }) =>
      status.conditions?.some((condition) => condition.type === 'Ready' && condition.status === 'True')
    )
    return ready.map(({ metadata }) => metadata.name)
  }

  /** Anonymous memory of each service's first pod, in MiB. */
  async memory(): Promise<Record<string, number>> {
    const entries = SERVICES.map(async (service) => {
      const [pod = ''] = await this.pods(service)
      const kilobytes = await run(KUBECTL, ['-n', this.#namespace, 'exec', pod, '--', 'node', '--eval', MEMORY])
      return [service, Math.round(Number(kilobytes) / 1024)] as const
    })
    return Object.fromEntries(await Promise.all(entries))
  }

  /** Removes the release, and waits until its pods are gone. */
  async uninstall(): Promise<void> {
    await this[Symbol.asyncDispose]()
    await helm(this.#namespace, ['uninstall', RELEASE])
    const part = 'app.kubernetes.io/part-of=sales-pipeline'
    // The pod of `helm test` stays, for its log.
    const running = ['-l', part, '--field-selector=status.phase=Running']
    await run(KUBECTL, ['-n', this.#namespace, 'wait', '--for=delete', 'pod', ...running, '--timeout=120s'], {
      timeoutMs: 130_000
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#forwards.map((forward) => forward[Symbol.asyncDispose]()))
  }
}

async function helm(namespace: string, args: readonly string[]): Promise<void> {
  const wait = ['--wait', '--timeout', `${INSTALL_MINUTES}m`]
  await run(HELM, ['-n', namespace, ...args, ...wait], { timeoutMs: (INSTALL_MINUTES + 1) * 60_000 })
}

async function rolledOut(namespace: string): Promise<void> {
  const part = 'app.kubernetes.io/part-of=sales-pipeline'
  await run(
    KUBECTL,
    ['-n', namespace, 'rollout', 'status', 'deployment,statefulset', '-l', part, `--timeout=${INSTALL_MINUTES}m`],
    {
      timeoutMs: INSTALL_MINUTES * 60_000
    }
  )
}

/** While its pod is being replaced there is nobody to take the file. */
function putFile(namespace: string, name: string, text: string): Promise<void> {
  return eventually(
    async () => {
      const into = ['-n', namespace, 'exec', '-i', 'deployment/file-ingestor', '--', 'node', '--eval', RECEIVE, name]
      await run(KUBECTL, into, { input: text })
    },
    { timeoutMs: 120_000, intervalMs: 500 }
  )
}

async function secret(namespace: string, name: string): Promise<Readonly<Record<string, string>>> {
  const { data } = JSON.parse(await run(KUBECTL, ['-n', namespace, 'get', 'secret', name, '-o', 'json'])) as {
    data: Record<string, string>
  }
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]))
}

function ignoreExisting(error: unknown): void {
  if (!String(error).includes('AlreadyExists')) throw error
}
