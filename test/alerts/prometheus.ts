import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePorts, HOST, spawnChild, waitUntilReady } from '@sales-pipeline/stack'

/** One result of a query: its labels and its last value. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}

/** A real Prometheus that scrapes every second. */
export interface Prometheus extends AsyncDisposable {
  query(promql: string): Promise<readonly Sample[]>
  /** Names of alerts that are firing, each with the service: `DeadLetters file-ingestor`. */
  firing(): Promise<readonly string[]>
}

export interface PrometheusOptions {
  /** Ops URLs of the services. */
  readonly targets: readonly string[]
  /** The text of a rule file. */
  readonly rules: string
}

export async function startPrometheus({ targets, rules }: PrometheusOptions): Promise<Prometheus> {
  const command = process.env['PROMETHEUS'] ?? 'prometheus'
  const folder = await mkdtemp(join(tmpdir(), 'prometheus-'))
  const [port = 0] = await freePorts(1)
  const config = {
    global: { scrape_interval: '1s', scrape_timeout: '1s', evaluation_interval: '1s' },
    rule_files: ['rules.yaml'],
    scrape_configs: [
      { job_name: 'sales-pipeline', static_configs: [{ targets: targets.map((url) => new URL(url).host) }] }
    ]
  }
  await writeFile(join(folder, 'prometheus.yaml'), JSON.stringify(config))
  await writeFile(join(folder, 'rules.yaml'), rules)
  const logFile = join(folder, 'log')
  const child = await spawnChild({
    ...{ name: 'prometheus', command, logFile, background: true },
    args: [
      `--config.file=${join(folder, 'prometheus.yaml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=${HOST}:${port}`
    ]
  })
  const ask = async (path: string): Promise<Response> => {
    const response = await fetch(`http://${HOST}:${port}${path}`, { signal: AbortSignal.timeout(10_000) })
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return response
  }
  const ready = async (): Promise<void> => {
    await ask('/-/ready')
  }
  await waitUntilReady(child, ready, { timeoutMs: 30_000, signal: new AbortController().signal })
  return {
    query: async (promql) => {
      const { data } = (await (await ask(`/api/v1/query?query=${encodeURIComponent(promql)}`)).json()) as QueryAnswer
      return data.result.map(({ metric, value: [, value] }) => ({ labels: metric, value: Number(value) }))
    },
    firing: async () => {
      const { data } = (await (await ask('/api/v1/alerts')).json()) as AlertsAnswer
      const names = data.alerts
        .filter(({ state }) => state === 'firing')
        .map(({ labels }) => `${labels['alertname'] ?? ''} ${labels['service'] ?? ''}`)
      return [...new Set(names)].toSorted()
    },
    [Symbol.asyncDispose]: async () => {
      await child.stop()
      await rm(folder, { recursive: true, force: true })
    }
  }
}

interface QueryAnswer {
  readonly data: { readonly result: readonly { metric: Record<string, string>; value: [number, string] }[] }
}

interface AlertsAnswer {
  readonly data: { readonly alerts: readonly { labels: Record<string, string>; state: string }[] }
}
