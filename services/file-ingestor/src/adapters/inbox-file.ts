import { createHash } from 'node:crypto'
import { isUtf8 } from 'node:buffer'
import type { BigIntStats } from 'node:fs'
import { constants, lstat, open, type FileHandle } from 'node:fs/promises'
import { incompleteTail } from '../core/utf8.ts'
import { Unreadable } from '../core/unreadable.ts'
import type { InboxFile } from '../ports.ts'

const CHUNK_BYTES = 64 * 1024
const INSPECTION_CHUNK_BYTES = 1024 * 1024

export interface Inspection {
  readonly hash: string
  readonly defect: Unreadable | undefined
}

/** The last file inspected: hashing gigabytes again, only to move them, would be a waste. */
export interface LastInspection {
  of?: { readonly fingerprint: string; readonly inspection: Inspection }
}

/** Undefined: no regular file. Symbolic links are not followed, and a pipe does not block. */
export async function openInboxFile(
  path: string,
  last: LastInspection,
  onRead: () => void
): Promise<InboxFile | undefined> {
  const handle = await openPlain(path)
  if (handle === undefined) return undefined
  const stat = await handle.stat({ bigint: true })
  if (stat.isFile()) return new DiskFile(path, handle, stat, last, onRead)
  await handle.close()
  return undefined
}

async function openPlain(path: string): Promise<FileHandle | undefined> {
  try {
    return await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  } catch (error) {
    // ELOOP: it is a symbolic link. ENXIO: it is a socket.
    if (['ENOENT', 'ELOOP', 'ENXIO'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined
    throw error
  }
}

/** A file of the inbox, held open: its bytes stay the same whatever happens to its name. */
class DiskFile implements InboxFile {
  readonly size: number
  readonly mtimeNs: bigint
  readonly inode: bigint
  /** Tells this state of the file from any other, without reading it. */
  readonly #fingerprint: string
  readonly #path: string
  readonly #handle: FileHandle
  readonly #last: LastInspection
  readonly #onRead: () => void

  constructor(path: string, handle: FileHandle, stat: BigIntStats, last: LastInspection, onRead: () => void) {
    this.#onRead = onRead
    this.#path = path
    this.#last = last
    this.#handle = handle
    this.size = Number(stat.size)
    this.mtimeNs = stat.mtimeNs
    this.inode = stat.ino
    this.#fingerprint = fingerprintOf(stat)
  }

  async inspect(): Promise<Inspection> {
    const fingerprint = this.#fingerprint
    if (this.#last.of?.fingerprint !== fingerprint) this.#last.of = { fingerprint, inspection: await this.#inspect() }
    return this.#last.of.inspection
  }

  async #inspect(): Promise<Inspection> {
    const sha256 = createHash('sha256')
    let defect = this.size === 0 ? new Unreadable('FILE_EMPTY', 'is empty') : undefined
    let tail: Buffer = Buffer.alloc(0)
    let offset = 0
    for await (const chunk of this.#read(INSPECTION_CHUNK_BYTES)) {
      sha256.update(chunk)
      defect ??= offset === 0 ? foreignEncoding(chunk) : undefined
      const text = tail.length === 0 ? chunk : Buffer.concat([tail, chunk])
      const whole = text.subarray(0, text.length - incompleteTail(text))
      if (!isUtf8(whole)) defect ??= notUtf8(offset - tail.length)
      tail = text.subarray(whole.length)
      offset += chunk.length
    }
    if (tail.length > 0) defect ??= notUtf8(offset - tail.length)
    return { hash: sha256.digest('hex'), defect }
  }

  chunks(): AsyncIterable<Buffer> {
    return this.#read(CHUNK_BYTES)
  }

  async isUnchanged(): Promise<boolean> {
    try {
      const named = await lstat(this.#path, { bigint: true })
      return fingerprintOf(named) === this.#fingerprint
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
      throw error
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#handle.close()
  }

  async *#read(size: number): AsyncGenerator<Buffer> {
    for (let position = 0; ;) {
      // A new buffer each time: rows hold slices of it until they are sent.
      const { bytesRead, buffer } = await this.#handle.read(Buffer.allocUnsafe(size), 0, size, position)
      if (bytesRead === 0) return
      position += bytesRead
      this.#onRead()
      yield buffer.subarray(0, bytesRead)
    }
  }
}

function fingerprintOf({ ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return [ino, size, mtimeNs, ctimeNs].join('/')
}

function foreignEncoding(start: Buffer): Unreadable | undefined {
  const mark = start.subarray(0, 2).toString('hex')
  const isUtf16 = mark === 'fffe' || mark === 'feff' || (start.length > 3 && (start[0] === 0) !== (start[1] === 0))
  return isUtf16 ? new Unreadable('FILE_NOT_UTF8', 'is UTF-16: convert it, e.g. iconv -f UTF-16 -t UTF-8') : undefined
}

function notUtf8(near: number): Unreadable {
  const where = `between bytes ${near} and ${near + INSPECTION_CHUNK_BYTES}`
  return new Unreadable('FILE_NOT_UTF8', `is not UTF-8 (${where}): convert it, e.g. iconv -f WINDOWS-1252 -t UTF-8`)
}
