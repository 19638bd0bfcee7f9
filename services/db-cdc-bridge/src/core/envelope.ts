import type { ChangeEnvelope, Op } from '@sales-pipeline/contracts'
import type { Image } from './bound-table.ts'
import type { ChangeEmission } from './emission.ts'
import type { Lsn } from './lsn.ts'
import { KEY_COLUMN, type Role } from './source-tables.ts'

export type ChangeSource = ChangeEnvelope['source']

/** Where a change comes from. Without a transaction id it was read by a snapshot. */
export function changeSource(
  schema: string,
  table: Role,
  at: { readonly lsn: Lsn; readonly commitTime: number; readonly xid: number | null }
): ChangeSource {
  return {
    schema,
    table,
    lsn: at.lsn,
    tx_id: at.xid === null ? null : BigInt(at.xid),
    commit_time: at.commitTime,
    snapshot: at.xid === null
  }
}

/** A change for the table's own topic. Without a key it concerns the whole table. */
export function envelopeOf(
  table: Role,
  op: Op,
  key: string | null,
  images: { readonly before: Image | null; readonly after: Image | null },
  source: ChangeSource
): ChangeEmission {
  return {
    kind: 'change',
    table,
    key: { columns: key === null ? [] : [{ name: KEY_COLUMN[table], value: key }] },
    envelope: { op, ...images, source }
  }
}
