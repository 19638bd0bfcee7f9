import type { Duplex } from 'node:stream'
import { setTimeout as delay } from 'node:timers/promises'
import { formatLsn, type Lsn } from '../../core/lsn.ts'
import { parseStreamMessage, statusUpdate, type StreamMessage } from '../../core/replication-protocol.ts'
import { errors } from '../../errors.ts'
import type { ChangeFeed } from '../../ports.ts'
import type { Connection } from './connection.ts'
import type { SourceSettings } from './inspection.ts'

/** What pg does in replication mode beside its documented interface. */
interface CopyBoth {
  readonly stream: Duplex
  on(event: 'copyData', listener: (message: { readonly chunk: Buffer }) => void): void
  once(event: 'replicationStart', listener: () => void): void
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
}

/** Bytes of messages that may wait to be taken before the sender is stopped. */
const FULL_BYTES = 256 * 1024
/** The server answers every confirmation: when it has been silent for so long, it is gone. */
const SILENT_MS = 120_000
const WATCH_MS = 5000
/** How long the end of the stream may take. */
const STOP_MS = 5000

/** Receives the replication stream of one slot. */
export class PostgresChangeFeed implements ChangeFeed {
  readonly #copy: CopyBoth
  /** Settles when there is something to take, or to throw. */
  #arrival = Promise.withResolvers<undefined>()
  #ended: Promise<unknown> = Promise.resolve()
  #messages: StreamMessage[] = []
  #bytes = 0
  #interruption: { readonly error: unknown } | undefined
  #flushed: Lsn
  #heardAt = performance.now()
  readonly #watch: NodeJS.Timeout

  private constructor(connection: Connection, flushed: Lsn) {
    this.#copy = connection.client.connection as unknown as CopyBoth
    this.#flushed = flushed
    this.#arrival.promise.catch(() => undefined)
    connection.lost.catch(this.#fail)
    this.#watch = setInterval(() => {
      this.#checkSilence()
    }, WATCH_MS).unref()
  }

  /** Streams from `from`, or from where the slot was confirmed to, if that is later. */
  static async start(connection: Connection, settings: SourceSettings, from: Lsn): Promise<PostgresChangeFeed> {
    const { client } = connection
    const feed = new PostgresChangeFeed(connection, from)
    const started = new Promise<undefined>((resolve) => {
      feed.#copy.once('replicationStart', () => {
        resolve(undefined)
      })
    })
    feed.#copy.on('copyData', ({ chunk }) => {
      feed.#receive(chunk)
    })
    const publication = client.escapeLiteral(client.escapeIdentifier(settings.publication))
    const options = `proto_version '1', publication_names ${publication}, messages 'true'`
    feed.#ended = client.query(
      `START_REPLICATION SLOT ${client.escapeIdentifier(settings.slot)} LOGICAL ${formatLsn(from)} (${options})`
    )
    feed.#ended.catch(feed.#fail)
    await Promise.race([started, feed.#ended])
    return feed
  }

  async take(): Promise<readonly StreamMessage[]> {
    await this.#arrival.promise
    const messages = this.#messages
    this.#messages = []
    this.#bytes = 0
    if (this.#interruption === undefined) this.#arrival = Promise.withResolvers()
    this.#arrival.promise.catch(() => undefined)
    this.#copy.stream.resume()
    return messages
  }

  interrupt(error?: unknown): void {
    this.#interruption ??= { error }
    clearInterval(this.#watch)
    // What has arrived already may be taken no more: the server repeats it.
    this.#messages = []
    this.#arrival.resolve(undefined)
    if (error === undefined) return
    this.#arrival = Promise.withResolvers()
    this.#arrival.promise.catch(() => undefined)
    this.#arrival.reject(error)
  }

  confirm(flushed: Lsn): void {
    this.#flushed = flushed
    this.#sendStatus(true)
  }

  async stop(): Promise<void> {
    this.interrupt()
    this.#copy.stream.resume()
    this.#copy.endCopyFrom()
    // However the stream ends now, its end is what was wanted.
    await Promise.race([this.#ended.catch(() => undefined), delay(STOP_MS, undefined, { ref: false })])
  }

  /** The chunk is part of a buffer that is used again: it is parsed at once. */
  #receive(chunk: Buffer): void {
    this.#heardAt = performance.now()
    if (this.#interruption !== undefined) return
    try {
      const message = parseStreamMessage(chunk)
      if (message.kind === 'keepalive' && message.replyRequested) this.#sendStatus(false)
      this.#messages.push(message)
    } catch (error) {
      this.interrupt(error)
      return
    }
    this.#bytes += chunk.length
    if (this.#bytes >= FULL_BYTES) this.#copy.stream.pause()
    this.#arrival.resolve(undefined)
  }

  #sendStatus(wantsReply: boolean): void {
    this.#copy.sendCopyFromChunk(statusUpdate(this.#flushed, Date.now(), wantsReply))
  }

  /** A sender that we have stopped ourselves is not silent. */
  #checkSilence(): void {
    const now = performance.now()
    if (this.#bytes >= FULL_BYTES) this.#heardAt = now
    if (now - this.#heardAt < SILENT_MS) return
    this.interrupt(errors.CDC_SOURCE_UNREACHABLE(`the stream has been silent for ${SILENT_MS / 1000} s`))
  }

  readonly #fail = (error: unknown): void => {
    this.interrupt(error)
  }
}
