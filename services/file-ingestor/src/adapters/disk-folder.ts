import { createHash } from 'node:crypto'
import type { Dirent } from 'node:fs'
import { access, constants, lstat, mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { finishedName, REPORT_SUFFIX, treatmentOf } from '../core/files.ts'
import type { Outcome } from '../core/lifecycle.ts'
import type { Candidate, Stat } from '../core/settling.ts'
import type { Folder, InboxFile, Listing, Report } from '../ports.ts'
import { DiskReport } from './disk-report.ts'
import { openInboxFile, type LastInspection } from './inbox-file.ts'

/**
 * The inbox on a disk: `<inbox>/`, with `done/` and `failed/` inside it, so that a move is a rename on one file system.
 * A report in the making is a dot file in the inbox.
 */
export class DiskFolder implements Folder {
  readonly #inbox: string
  readonly #lastInspection: LastInspection = {}
  readonly #onRead: () => void

  private constructor(inbox: string, onRead: () => void) {
    this.#inbox = inbox
    this.#onRead = onRead
  }

  /**
   * Makes the folders that are missing.
   *
   * @param onRead told of each piece of a file that was read: a large one may take long
   */
  static async open(inbox: string, onRead: () => void = () => undefined): Promise<DiskFolder> {
    const folder = new DiskFolder(inbox, onRead)
    const { R_OK, W_OK, X_OK } = constants
    for (const path of [inbox, await folder.#made('done'), await folder.#made('failed')]) {
      await access(path, R_OK | W_OK | X_OK)
    }
    return folder
  }

  async list(): Promise<Listing> {
    const candidates: Candidate[] = []
    const leftAlone: { name: string; why: string }[] = []
    for (const entry of await readdir(this.#inbox, { withFileTypes: true })) {
      const { name } = entry
      if (entry.isDirectory() || treatmentOf(name) === 'passed over') continue
      const why = reasonToLeave(entry)
      if (why !== undefined) {
        leftAlone.push({ name, why })
        continue
      }
      const stat = await statOf(join(this.#inbox, name))
      if (stat !== undefined) candidates.push({ name, ...stat })
    }
    return { candidates, leftAlone }
  }

  open(name: string): Promise<InboxFile | undefined> {
    return openInboxFile(join(this.#inbox, name), this.#lastInspection, this.#onRead)
  }

  finished(outcome: Outcome, target: string): Promise<Stat | undefined> {
    return statOf(join(this.#inbox, outcome, target))
  }

  async freeName(outcome: Outcome, name: string, hash: string): Promise<string> {
    const taken = new Set(await readdir(await this.#made(outcome)))
    return finishedName(name, hash, (candidate) => taken.has(candidate) || taken.has(candidate + REPORT_SUFFIX))
  }

  async move(name: string, outcome: Outcome, target: string): Promise<void> {
    const finished = join(await this.#made(outcome), target)
    await renameIfThere(this.#reportPath(name), finished + REPORT_SUFFIX)
    await renameIfThere(join(this.#inbox, name), finished)
  }

  async putBack(outcome: Outcome, target: string): Promise<void> {
    const taken = new Set(await readdir(this.#inbox))
    const free = finishedName(target, 'again', (candidate) => taken.has(candidate))
    await renameIfThere(join(this.#inbox, outcome, target), join(this.#inbox, free))
  }

  async reportLength(name: string): Promise<number> {
    return (await statOf(this.#reportPath(name)))?.size ?? 0
  }

  async openReport(name: string, length: number): Promise<Report> {
    if (length === 0) await this.removeReport(name)
    return DiskReport.open(this.#reportPath(name), length)
  }

  async removeReport(name: string): Promise<void> {
    await rm(this.#reportPath(name), { force: true })
  }

  /** The folder of finished files, made if somebody has removed it. */
  async #made(outcome: Outcome): Promise<string> {
    const folder = join(this.#inbox, outcome)
    await mkdir(folder, { recursive: true })
    return folder
  }

  /** By a hash of the name: a dot and a suffix might not fit behind the longest names. */
  #reportPath(name: string): string {
    const digest = createHash('sha256').update(name).digest('hex').slice(0, 16)
    return join(this.#inbox, `.${digest}${REPORT_SUFFIX}.part`)
  }
}

function reasonToLeave(entry: Dirent): string | undefined {
  if (!entry.isFile()) return 'it is no regular file (symbolic links are not followed)'
  if (treatmentOf(entry.name) === 'left alone') return 'its extension is none of csv, json, ndjson, jsonl'
  return entry.name.includes('\ufffd') ? 'its name is not UTF-8' : undefined
}

async function statOf(path: string): Promise<Stat | undefined> {
  try {
    const stat = await lstat(path, { bigint: true })
    return { size: Number(stat.size), mtimeNs: stat.mtimeNs, inode: stat.ino }
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}

async function renameIfThere(from: string, to: string): Promise<void> {
  try {
    await rename(from, to)
  } catch (error) {
    if (!isMissing(error)) throw error
  }
}

function isMissing(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ENOENT'
}
