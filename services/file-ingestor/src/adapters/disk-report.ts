import { constants, open, type FileHandle } from 'node:fs/promises'
import type { Report } from '../ports.ts'

/** A report of refused rows on the disk; the file is made with its first line. */
export class DiskReport implements Report {
  readonly #path: string
  #handle: FileHandle | undefined
  #length: number
  #isOnDisk = true

  private constructor(path: string, length: number) {
    this.#path = path
    this.#length = length
  }

  /** Cuts off what is behind `length`: lines of rows that will be read again. */
  static async open(path: string, length: number): Promise<DiskReport> {
    const report = new DiskReport(path, length)
    if (length > 0) await (await report.#opened()).truncate(length)
    return report
  }

  get length(): number {
    return this.#length
  }

  async append(text: string): Promise<void> {
    const handle = await this.#opened()
    const bytes = Buffer.from(text)
    for (let written = 0; written < bytes.length;) {
      const { bytesWritten } = await handle.write(bytes, written, bytes.length - written, this.#length + written)
      written += bytesWritten
    }
    this.#length += bytes.length
    this.#isOnDisk = false
  }

  async sync(): Promise<void> {
    if (this.#isOnDisk) return
    await this.#handle?.datasync()
    this.#isOnDisk = true
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#handle?.close()
  }

  async #opened(): Promise<FileHandle> {
    const { O_CREAT, O_WRONLY, O_NOFOLLOW, O_TRUNC } = constants
    const fresh = this.#length === 0 ? O_TRUNC : 0
    return (this.#handle ??= await open(this.#path, O_CREAT | O_WRONLY | O_NOFOLLOW | fresh, 0o640))
  }
}
