import type { Provenance } from '@sales-pipeline/contracts'

/** Where a sale was read, in the terms of its kind of source; null: not of that kind. */
export interface Origin {
  readonly table: string | null
  readonly lsn: string | null
  readonly file: string | null
  readonly contentHash: string | null
  /** Such as `line 12`. */
  readonly record: string | null
  readonly operation: string | null
  readonly host: string | null
  /** What the partner said of the sale: when it changed, and its id. */
  readonly change: string | null
}

const NOWHERE: Origin = {
  ...{ table: null, lsn: null, file: null, contentHash: null },
  ...{ record: null, operation: null, host: null, change: null }
}
const FILE = /^(.*)#(sha256:[\da-f]+)$/s
const OPERATION = /^([^@]+)@(.+)$/s

/** Reads what the ingestors write into `dataset` and `position`; anything else stays unread. */
export function originOf({ system, dataset, position }: Pick<Provenance, 'system' | 'dataset' | 'position'>): Origin {
  if (system === 'postgres') return { ...NOWHERE, table: dataset, lsn: position }
  if (system === 'file') {
    const [, file = dataset, contentHash = null] = FILE.exec(dataset) ?? []
    return { ...NOWHERE, file, contentHash, record: position }
  }
  if (system === 'soap') {
    const [, operation = dataset, host = null] = OPERATION.exec(dataset) ?? []
    return { ...NOWHERE, operation, host, change: position }
  }
  return NOWHERE
}
