import { ByteReader, epochMillis, ProtocolError } from './bytes.ts'
import type { Lsn } from './lsn.ts'

/** The value of an out-of-line column that the change left as it was: Postgres does not send it. */
export const UNCHANGED: unique symbol = Symbol('unchanged')

/** A column's value in Postgres' text form. */
export type Value = string | null | typeof UNCHANGED

/** The values of a row, in the order of the relation's columns. */
export type Tuple = readonly Value[]

export interface Begin {
  readonly kind: 'begin'
  /** Where the commit record begins: orders transactions. */
  readonly commitLsn: Lsn
  /** Epoch milliseconds. */
  readonly commitTime: number
  readonly xid: number
}

export interface Commit {
  readonly kind: 'commit'
  readonly commitLsn: Lsn
  /** Where the commit record ends: to acknowledge it acknowledges the transaction. */
  readonly endLsn: Lsn
}

export interface Origin {
  readonly kind: 'origin'
  readonly name: string
}

export interface RelationColumn {
  readonly name: string
  /** Part of the replica identity. */
  readonly identity: boolean
  readonly typeOid: number
}

/** d: primary key, f: whole row, n: nothing, i: a chosen index. */
export type ReplicaIdentity = 'd' | 'f' | 'n' | 'i'

/** Sent before a table's first change in a session, and after each change of its definition. */
export interface Relation {
  readonly kind: 'relation'
  readonly oid: number
  readonly schema: string
  readonly table: string
  readonly replicaIdentity: ReplicaIdentity
  readonly columns: readonly RelationColumn[]
}

export interface Type {
  readonly kind: 'type'
  readonly oid: number
  readonly schema: string
  readonly name: string
}

export interface Insert {
  readonly kind: 'insert'
  readonly relation: number
  readonly after: Tuple
}

/** What a row was: its key only (every other column null), or the whole row. */
export interface OldTuple {
  readonly whole: boolean
  readonly values: Tuple
}

export interface Update {
  readonly kind: 'update'
  readonly relation: number
  /** Null when the key has not changed and the replica identity is not the whole row. */
  readonly before: OldTuple | null
  readonly after: Tuple
}

export interface Delete {
  readonly kind: 'delete'
  readonly relation: number
  readonly before: OldTuple
}

export interface Truncate {
  readonly kind: 'truncate'
  readonly relations: readonly number[]
}

/** Written by `pg_logical_emit_message`. */
export interface LogicalMessage {
  readonly kind: 'message'
  readonly transactional: boolean
  readonly lsn: Lsn
  readonly prefix: string
  readonly content: Buffer
}

export type PgoutputMessage =
  Begin | Commit | Origin | Relation | Type | Insert | Update | Delete | Truncate | LogicalMessage

/**
 * Reads one message of the plugin `pgoutput`, protocol version 1, text values.
 * Source: PostgreSQL documentation, "Logical Replication Message Formats".
 *
 * @param at where the message begins in `bytes`; it ends where they end
 * @throws ProtocolError when it is none.
 */
export function parsePgoutput(bytes: Buffer, at = 0): PgoutputMessage {
  const reader = new ByteReader(bytes, at)
  const message = parsers[String.fromCharCode(reader.byte())]?.(reader)
  if (message === undefined) throw new ProtocolError(`A pgoutput message of kind ${String(bytes[at])}`)
  reader.end()
  return message
}

const parsers: Readonly<Record<string, (reader: ByteReader) => PgoutputMessage>> = {
  I: readInsert,
  U: readUpdate,
  D: readDelete,
  B: readBegin,
  C: readCommit,
  R: readRelation,
  T: readTruncate,
  M: readLogicalMessage,
  Y: (reader) => ({ kind: 'type', oid: reader.uint32(), schema: reader.cstring(), name: reader.cstring() }),
  O: (reader) => {
    reader.uint64() // the commit's LSN on the origin
    return { kind: 'origin', name: reader.cstring() }
  }
}

function readBegin(reader: ByteReader): Begin {
  return {
    kind: 'begin',
    commitLsn: reader.uint64(),
    commitTime: epochMillis(reader.int64()),
    xid: reader.uint32()
  }
}

function readCommit(reader: ByteReader): Commit {
  reader.byte() // flags, unused
  const commit: Commit = { kind: 'commit', commitLsn: reader.uint64(), endLsn: reader.uint64() }
  reader.int64() // the commit's time, known from Begin
  return commit
}

function readRelation(reader: ByteReader): Relation {
  const oid = reader.uint32()
  const schema = reader.cstring() || 'pg_catalog'
  const table = reader.cstring()
  const replicaIdentity = replicaIdentityOf(String.fromCharCode(reader.byte()))
  const columns = times(reader.int16(), () => {
    const identity = (reader.byte() & 1) === 1
    const column: RelationColumn = { name: reader.cstring(), identity, typeOid: reader.uint32() }
    reader.int32() // type modifier
    return column
  })
  return { kind: 'relation', oid, schema, table, replicaIdentity, columns }
}

function replicaIdentityOf(letter: string): ReplicaIdentity {
  if (letter === 'd' || letter === 'f' || letter === 'n' || letter === 'i') return letter
  throw new ProtocolError(`A replica identity of kind ${letter}`)
}

function readInsert(reader: ByteReader): Insert {
  const relation = reader.uint32()
  expect(reader, 'N')
  return { kind: 'insert', relation, after: readTuple(reader) }
}

function readUpdate(reader: ByteReader): Update {
  const relation = reader.uint32()
  const mark = String.fromCharCode(reader.byte())
  if (mark === 'N') return { kind: 'update', relation, before: null, after: readTuple(reader) }
  const before = readOldTuple(reader, mark)
  expect(reader, 'N')
  return { kind: 'update', relation, before, after: readTuple(reader) }
}

function readDelete(reader: ByteReader): Delete {
  const relation = reader.uint32()
  return { kind: 'delete', relation, before: readOldTuple(reader, String.fromCharCode(reader.byte())) }
}

function readOldTuple(reader: ByteReader, mark: string): OldTuple {
  if (mark !== 'K' && mark !== 'O') throw new ProtocolError(`An old row of kind ${mark}`)
  return { whole: mark === 'O', values: readTuple(reader) }
}

function readTuple(reader: ByteReader): Tuple {
  const count = reader.int16()
  const values = new Array<Value>(count)
  for (let column = 0; column < count; column++) values[column] = readValue(reader)
  return values
}

const NULL = 0x6e // 'n'
const TEXT = 0x74 // 't'
const UNCHANGED_TOAST = 0x75 // 'u'

function readValue(reader: ByteReader): Value {
  const kind = reader.byte()
  if (kind === TEXT) return reader.text(reader.int32())
  if (kind === NULL) return null
  if (kind === UNCHANGED_TOAST) return UNCHANGED
  throw new ProtocolError(`A value of kind ${kind}`)
}

function readTruncate(reader: ByteReader): Truncate {
  const count = reader.int32()
  reader.byte() // options: cascade, restart identity
  return { kind: 'truncate', relations: times(count, () => reader.uint32()) }
}

function readLogicalMessage(reader: ByteReader): LogicalMessage {
  const transactional = (reader.byte() & 1) === 1
  const lsn = reader.uint64()
  const prefix = reader.cstring()
  return { kind: 'message', transactional, lsn, prefix, content: reader.copy(reader.int32()) }
}

function expect(reader: ByteReader, mark: string): void {
  const found = String.fromCharCode(reader.byte())
  if (found !== mark) throw new ProtocolError(`A row of kind ${found}, expected ${mark}`)
}

function times<T>(count: number, read: () => T): T[] {
  const items: T[] = []
  for (let i = 0; i < count; i++) items.push(read())
  return items
}
