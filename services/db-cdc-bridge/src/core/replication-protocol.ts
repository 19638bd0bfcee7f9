import { ByteReader, postgresMicros, ProtocolError } from './bytes.ts'
import type { Lsn } from './lsn.ts'
import { parsePgoutput, type PgoutputMessage } from './pgoutput.ts'

/**
 * The server has sent everything up to `walEnd`. It asks for a status update at once when it is about to give up on us.
 */
export interface Keepalive {
  readonly kind: 'keepalive'
  readonly walEnd: Lsn
  readonly replyRequested: boolean
}

/** What a replication stream delivers. */
export type StreamMessage = Keepalive | PgoutputMessage

const XLOG_DATA = 0x77 // 'w'
const KEEPALIVE = 0x6b // 'k'
const STATUS_UPDATE = 0x72 // 'r'
const XLOG_DATA_HEADER = 1 + 8 + 8 + 8

/**
 * Reads one CopyData message of a logical replication stream.
 * Source: PostgreSQL documentation, "Streaming Replication Protocol".
 *
 * @throws ProtocolError when the message is none of that protocol.
 */
export function parseStreamMessage(bytes: Buffer): StreamMessage {
  if (bytes[0] === XLOG_DATA) return parsePgoutput(bytes, XLOG_DATA_HEADER)
  if (bytes[0] !== KEEPALIVE) throw new ProtocolError(`A stream message of kind ${String(bytes[0])}`)
  const reader = new ByteReader(bytes, 1)
  const walEnd = reader.uint64()
  reader.int64() // the server's clock
  const replyRequested = reader.byte() === 1
  reader.end()
  return { kind: 'keepalive', walEnd, replyRequested }
}

/**
 * A standby status update: everything below `flushed` may be forgotten by the server.
 *
 * @param now epoch milliseconds
 * @param wantsReply asks the server for a keepalive: proof that it is there, and how far it has sent
 */
export function statusUpdate(flushed: Lsn, now: number, wantsReply: boolean): Buffer {
  const bytes = Buffer.allocUnsafe(1 + 4 * 8 + 1)
  bytes.writeUInt8(STATUS_UPDATE, 0)
  bytes.writeBigUInt64BE(flushed, 1) // written
  bytes.writeBigUInt64BE(flushed, 9) // flushed
  bytes.writeBigUInt64BE(flushed, 17) // applied
  bytes.writeBigInt64BE(postgresMicros(now), 25)
  bytes.writeUInt8(wantsReply ? 1 : 0, 33)
  return bytes
}
