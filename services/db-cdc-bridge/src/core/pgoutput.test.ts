import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ProtocolError } from './bytes.ts'
import { parsePgoutput, UNCHANGED, type PgoutputMessage, type Tuple, type Value } from './pgoutput.ts'
import { parseStreamMessage, statusUpdate } from './replication-protocol.ts'

/** Writes messages as the documentation of the protocol describes them. */
const int8 = (value: number) => Buffer.from([value])
const int16 = (value: number) => Buffer.from([value >> 8, value & 255])
const int32 = (value: number) => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
const int64 = (value: bigint) => {
  const bytes = Buffer.alloc(8)
  bytes.writeBigInt64BE(value)
  return bytes
}
const letter = (text: string) => Buffer.from(text)
const cstring = (text: string) => Buffer.from(`${text}\0`)
const postgresTime = (epochMs: number) => int64(BigInt(epochMs - 946_684_800_000) * 1000n)

function column(value: Value): Buffer {
  if (value === null) return letter('n')
  if (value === UNCHANGED) return letter('u')
  const text = Buffer.from(value)
  return Buffer.concat([letter('t'), int32(text.length), text])
}

const tuple = (values: Tuple) => Buffer.concat([int16(values.length), ...values.map(column)])
const old = ({ whole, values }: { whole: boolean; values: Tuple }) =>
  Buffer.concat([letter(whole ? 'O' : 'K'), tuple(values)])

function write(message: PgoutputMessage): Buffer {
  switch (message.kind) {
    case 'begin':
      return Buffer.concat([
        letter('B'),
        int64(message.commitLsn),
        postgresTime(message.commitTime),
        int32(message.xid)
      ])
    case 'commit':
      return Buffer.concat([letter('C'), int8(0), int64(message.commitLsn), int64(message.endLsn), int64(0n)])
    case 'origin':
      return Buffer.concat([letter('O'), int64(1n), cstring(message.name)])
    case 'relation':
      return Buffer.concat([
        letter('R'),
        int32(message.oid),
        cstring(message.schema),
        cstring(message.table),
        letter(message.replicaIdentity),
        int16(message.columns.length),
        ...message.columns.flatMap(({ name, identity, typeOid }) => [
          int8(identity ? 1 : 0),
          cstring(name),
          int32(typeOid),
          int32(0)
        ])
      ])
    case 'type':
      return Buffer.concat([letter('Y'), int32(message.oid), cstring(message.schema), cstring(message.name)])
    case 'insert':
      return Buffer.concat([letter('I'), int32(message.relation), letter('N'), tuple(message.after)])
    case 'update': {
      const before = message.before === null ? Buffer.alloc(0) : old(message.before)
      return Buffer.concat([letter('U'), int32(message.relation), before, letter('N'), tuple(message.after)])
    }
    case 'delete':
      return Buffer.concat([letter('D'), int32(message.relation), old(message.before)])
    case 'truncate':
      return Buffer.concat([
        letter('T'),
        int32(message.relations.length),
        int8(1),
        ...message.relations.map((oid) => int32(oid))
      ])
    case 'message':
      return Buffer.concat([
        letter('M'),
        int8(message.transactional ? 1 : 0),
        int64(message.lsn),
        cstring(message.prefix),
        int32(message.content.length),
        message.content
      ])
  }
}

const record = <T>(shape: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<T> =>
  fc.record<T>(shape, { noNullPrototype: true })

const lsn = fc.bigInt({ min: 0n, max: 2n ** 62n })
const oid = fc.integer({ min: 1, max: 2 ** 32 - 1 })
const name = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !text.includes('\0'))
const value = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constant(null), fc.constant<Value>(UNCHANGED))
const values = fc.array(value, { maxLength: 8 })
const before = record({ whole: fc.boolean(), values })
const time = fc.integer({ min: 0, max: 4_102_444_800_000 })

const message: fc.Arbitrary<PgoutputMessage> = fc.oneof(
  record({ kind: fc.constant('begin'), commitLsn: lsn, commitTime: time, xid: oid }),
  record({ kind: fc.constant('commit'), commitLsn: lsn, endLsn: lsn }),
  record({ kind: fc.constant('origin'), name }),
  record({ kind: fc.constant('type'), oid, schema: name, name }),
  record({
    kind: fc.constant('relation'),
    oid,
    schema: name,
    table: name,
    replicaIdentity: fc.constantFrom('d', 'f', 'n', 'i'),
    columns: fc.array(record({ name, identity: fc.boolean(), typeOid: oid }))
  }),
  record({ kind: fc.constant('insert'), relation: oid, after: values }),
  record({ kind: fc.constant('update'), relation: oid, before: fc.option(before), after: values }),
  record({ kind: fc.constant('delete'), relation: oid, before }),
  record({ kind: fc.constant('truncate'), relations: fc.array(oid) }),
  record({
    kind: fc.constant('message'),
    transactional: fc.boolean(),
    lsn,
    prefix: name,
    content: fc.uint8Array().map((bytes) => Buffer.from(bytes))
  })
)

test('every message is read as it was written', () => {
  fc.assert(
    fc.property(message, (message) => {
      assert.deepEqual(parsePgoutput(write(message)), message)
    }),
    { numRuns: 1000 }
  )
})

test('a message that is cut off or too long is refused, never misread', () => {
  fc.assert(
    fc.property(message, fc.nat(), (message, cut) => {
      const bytes = write(message)
      assert.throws(() => parsePgoutput(bytes.subarray(0, cut % bytes.length)), ProtocolError)
      assert.throws(() => parsePgoutput(Buffer.concat([bytes, int8(0)])), ProtocolError)
    }),
    { numRuns: 500 }
  )
})

test('the stream frames messages and keepalives', () => {
  const begin: PgoutputMessage = { kind: 'begin', commitLsn: 5n, commitTime: 1_700_000_000_000, xid: 3 }
  const framed = Buffer.concat([letter('w'), int64(1n), int64(2n), int64(3n), write(begin)])
  assert.deepEqual(parseStreamMessage(framed), begin)
  const keepalive = Buffer.concat([letter('k'), int64(9n), int64(0n), int8(1)])
  assert.deepEqual(parseStreamMessage(keepalive), { kind: 'keepalive', walEnd: 9n, replyRequested: true })
  assert.throws(() => parseStreamMessage(letter('x')), ProtocolError)
})

test('a status update tells the position three times, and the time', () => {
  const bytes = statusUpdate(0x1_0000_0002n, 1_700_000_000_000, true)
  const position = '0000000100000002'
  assert.equal(bytes.toString('hex'), `72${position.repeat(3)}${postgresTime(1_700_000_000_000).toString('hex')}01`)
})
