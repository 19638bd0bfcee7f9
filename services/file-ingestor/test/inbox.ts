import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkpoints, deadLetters, sales, type DeadLetter, type Sale, type Topic } from '@sales-pipeline/contracts'
import { KafkaClient, type DecodedRecord } from '@sales-pipeline/kafka'
import { createLogger } from '@sales-pipeline/observability'
import { spawnService, useStack, type ServiceProcess } from '@sales-pipeline/testkit'

const SERVICE = 'file-ingestor'

/** An inbox of one's own with topics of one's own, and what the service makes of it. */
export interface Inbox extends AsyncDisposable {
  readonly folder: string
  start(env?: Readonly<Record<string, string>>): Promise<ServiceProcess>
  /** Drops a file the way it should be done: written under another name, then renamed. `age` in seconds decides which comes first. */
  drop(name: string, content: string | Buffer, age?: number): void
  /** A file beside the inbox; answers with its path. */
  file(name: string, content: string): string
  /** Names in a folder of the inbox, dot files included. */
  names(folder?: 'done' | 'failed'): string[]
  text(path: string): string
  /** Everything ever sent to `sales`, oldest first within a key. */
  sent(): Promise<DecodedRecord<string, Sale>[]>
  /** The latest state of every sale that is there. */
  table(): Promise<Map<string, Sale>>
  deadLetters(): Promise<DeadLetter[]>
  /** The checkpoints that are left. */
  checkpoints(): Promise<Map<string, Readonly<Record<string, string>>>>
}

export async function openInbox(): Promise<Inbox> {
  const { settings, env } = await (await useStack()).topics()
  const root = mkdtempSync(join(tmpdir(), 'file-ingestor-'))
  const folder = join(root, 'inbox')
  const stop = new AbortController()
  const logger = createLogger({ service: 'test', level: 'error' })
  const kafka = new KafkaClient(settings, { logger, signal: stop.signal })

  async function all<K, V>(contract: Topic<K, V>): Promise<DecodedRecord<K, V>[]> {
    const topic = await kafka.open(contract)
    const records: DecodedRecord<K, V>[] = []
    for (let partition = 0; partition < contract.partitions; partition++) {
      await kafka.readPartition(topic, partition, async (messages) => {
        for (const record of await topic.decode(messages)) {
          if (record.failure !== undefined) throw new Error(record.failure.message)
          records.push(record)
        }
      })
    }
    return records
  }

  return {
    folder,
    start: (more = {}) =>
      spawnService(SERVICE, { ...env, INBOX_DIR: folder, SETTLE_MS: '50', SCAN_INTERVAL_MS: '100', ...more }),
    drop: (name, content, age) => {
      const path = join(folder, name)
      writeFileSync(`${path}.part`, content)
      if (age !== undefined) utimesSync(`${path}.part`, Date.now() / 1000 - age, Date.now() / 1000 - age)
      renameSync(`${path}.part`, path)
    },
    file: (name, content) => {
      writeFileSync(join(root, name), content)
      return join(root, name)
    },
    names: (inner?: string) => readdirSync(inner === undefined ? folder : join(folder, inner)).sort(),
    text: (path) => readFileSync(join(folder, path), 'utf8'),
    sent: () => all(sales),
    table: async () => {
      const table = new Map<string, Sale>()
      for (const { key, value } of await all(sales)) {
        if (value === null) table.delete(key)
        else table.set(key, value)
      }
      return table
    },
    deadLetters: async () => (await all(deadLetters(SERVICE))).flatMap(({ value }) => (value === null ? [] : [value])),
    checkpoints: async () => {
      const left = new Map<string, Readonly<Record<string, string>>>()
      for (const { key, value } of await all(checkpoints(SERVICE))) {
        if (value === null) left.delete(key.item)
        else left.set(key.item, value.state)
      }
      return left
    },
    [Symbol.asyncDispose]: async () => {
      stop.abort()
      rmSync(root, { recursive: true, force: true })
      await Promise.resolve()
    }
  }
}

export const EMPTY_INBOX = ['done', 'failed']

export const HEADER = 'sale_id,salesman_id,salesman_name,city,region,country,amount,currency,sold_at'

/** A row of CSV under HEADER: sale `id`, of 1.25 EUR times `factor`. */
export function csvRow(id: number | string, factor = 1): string {
  return `${id},7,Ann,Nantes,,France,${(factor * 1.25).toFixed(2)},EUR,2003-01-06`
}
