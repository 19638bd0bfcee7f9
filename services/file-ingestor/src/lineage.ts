import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { sales } from '@sales-pipeline/contracts'
import {
  fileDataset,
  folderDataset,
  saleColumns,
  topicDataset,
  type BegunRun,
  type Dataset,
  type Job,
  type Runs
} from '@sales-pipeline/lineage'
import { CANONICAL_COLUMNS } from '@sales-pipeline/sales-intake'
import type { Config } from './config.ts'
import type { Content, Counts } from './core/lifecycle.ts'
import type { Observer } from './world.ts'

const ROWS = 'sales_pipeline_inbox_rows_total'
const COLUMNS = CANONICAL_COLUMNS.map((name) => ({ name, type: 'string' }))

type Settings = Pick<Config, 'KAFKA_BROKERS' | 'TOPIC_PREFIX' | 'LINEAGE_NAMESPACE'>

/** What the ingestor does as long as it runs. */
export function inboxJob(inbox: string, config: Settings): Job {
  const folder = folderDataset(inbox, { description: 'Folder that files of sales are dropped into', fields: COLUMNS })
  const output = topicDataset(sales, { brokers: config.KAFKA_BROKERS, topicPrefix: config.TOPIC_PREFIX })
  return {
    ...common(config, folder),
    name: 'file-ingestor',
    description: 'Takes the files of the inbox one after the other, and makes sales of their rows.',
    processing: 'STREAMING',
    kind: 'SERVICE',
    measures: {
      rowsIn: [{ metric: ROWS }],
      rowsRefused: [{ metric: 'sales_pipeline_dead_letters_total' }],
      rowsOut: { [output.name]: [{ metric: 'sales_pipeline_inbox_rows_sent_total' }] },
      lag: { unit: 'files', counts: [{ metric: 'sales_pipeline_inbox_pending_files' }] }
    }
  }
}

/** What it does with one file. */
export function fileJob(inbox: string, name: string, hash: string, config: Settings): Job {
  const description = 'A file of sales, by the hash of its content'
  const file = fileDataset(join(inbox, name), { description, fields: COLUMNS, version: `sha256:${hash}` })
  return {
    ...common(config, file),
    name: 'file-ingestor.file',
    description: 'Reads one file from its beginning to its end.',
    processing: 'BATCH',
    kind: 'FILE',
    measures: { rowsIn: [], rowsRefused: [], rowsOut: {} }
  }
}

function common(config: Settings, input: Dataset) {
  const output = topicDataset(sales, { brokers: config.KAFKA_BROKERS, topicPrefix: config.TOPIC_PREFIX })
  return {
    namespace: config.LINEAGE_NAMESPACE,
    owner: sales.owner,
    inputs: [input],
    outputs: [{ ...output, columns: saleColumns(input) }]
  }
}

/** The run of a file is the same whoever reads it, and however often after a crash: it follows from what the file is. */
export function runIdOf(name: string, { hash, size, mtimeNs }: Content): string {
  const digest = createHash('sha256').update(`${name}\0${hash}\0${size}\0${mtimeNs}`).digest('hex')
  // A UUID of version 8 (https://www.rfc-editor.org/rfc/rfc9562#section-5.8): its other bits are ours.
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-8${digest.slice(13, 16)}-8${digest.slice(17, 20)}-${digest.slice(20, 32)}`
}

type Watching = Pick<Observer, 'started' | 'judged' | 'broken' | 'finished' | 'changed' | 'withdrawn'>

/** Tells of each file as a run of its own. One file is read at a time. */
export class FileRuns implements Watching {
  readonly #runs: Pick<Runs, 'begin'>
  readonly #jobOf: (name: string, hash: string) => Job
  readonly #output: string
  #current: { readonly name: string; readonly run: BegunRun; counts: Counts } | undefined
  #defect: string | undefined

  constructor(runs: Pick<Runs, 'begin'>, inbox: string, config: Settings) {
    this.#runs = runs
    this.#jobOf = (name, hash) => fileJob(inbox, name, hash, config)
    this.#output = config.TOPIC_PREFIX + sales.name
  }

  started(name: string, after: Counts, content: Content): void {
    this.#current = { name, run: this.#begin(name, content), counts: after }
    this.#defect = undefined
  }

  judged(_verdicts: unknown, reached: Counts): void {
    if (this.#current !== undefined) this.#current.counts = reached
  }

  broken(_name: string, { code, message }: { readonly code: string; readonly message: string }): void {
    this.#defect = `${code}: the file ${message}`
  }

  /** Also of a file that was read before this process began, and only now is moved. */
  finished(name: string, outcome: 'done' | 'failed', _target: string, known: Counts & Content): void {
    const run = this.#current?.name === name ? this.#current.run : this.#begin(name, known)
    if (outcome === 'done') run.complete(this.#counted(known))
    else run.fail(this.#defect ?? 'the file could not be read to its end', this.#counted(known))
    this.#current = undefined
  }

  changed(name: string): void {
    this.#giveUp(name)
  }

  withdrawn(name: string): void {
    this.#giveUp(name)
  }

  #giveUp(name: string): void {
    if (this.#current?.name === name) this.#current.run.abort(this.#counted(this.#current.counts))
    this.#current = undefined
  }

  #begin(name: string, content: Content): BegunRun {
    return this.#runs.begin(this.#jobOf(name, content.hash), runIdOf(name, content))
  }

  #counted({ records, refused }: Counts) {
    return { rowsIn: records, rowsRefused: refused, rowsOut: { [this.#output]: records - refused } }
  }
}
