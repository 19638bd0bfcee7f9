import { createHash } from 'node:crypto'
import type { DayTotal } from '@sales-pipeline/contracts'
import { businessDay, DayTotals } from '@sales-pipeline/sales-aggregation'
import { readRows } from '../adapters/records.ts'
import { finishedName, formatOf, REPORT_SUFFIX } from '../core/files.ts'
import type { Outcome, Progress } from '../core/lifecycle.ts'
import { CANONICAL_LAYOUT } from '../core/mapping.ts'
import type { Verdict } from '../core/row.ts'
import { Unreadable } from '../core/unreadable.ts'
import type { Delivery, Folder, InboxFile, OpenDelivery, ProgressStore } from '../ports.ts'
import type { Observer, World } from '../world.ts'

interface FakeFile {
  readonly text: string
  readonly mtimeNs: bigint
}

/** The process has ended here. */
export class Crash extends Error {}

/** For tests: what is durable (files, reports, checkpoints, Kafka's log), and a world on top of it that can crash. */
export class Durable {
  readonly inbox = new Map<string, FakeFile>()
  readonly finished = new Map<string, FakeFile>()
  readonly reports = new Map<string, { text: string; synced: number }>()
  readonly finishedReports = new Map<string, string>()
  readonly checkpoints = new Map<string, Progress>()
  readonly log: Verdict[] = []
  readonly controls = new Map<string, readonly DayTotal[]>()

  /** What a power failure leaves of a report: all that was synced, and some of what was only written. */
  crash(share: number): void {
    for (const [name, { text, synced }] of this.reports) {
      const left = synced + Math.floor((text.length - synced) * share)
      this.reports.set(name, { text: text.slice(0, left), synced: left })
    }
  }
}

const SILENT: Observer = {
  started: () => undefined,
  read: () => undefined,
  judged: () => undefined,
  checkpointed: () => undefined,
  broken: () => undefined,
  finished: () => undefined,
  changed: () => undefined,
  withdrawn: () => undefined,
  leftAlone: () => undefined,
  columnsIgnored: () => undefined
}

/**
 * A world for one life of the process.
 * @param tick called before and after every effect on what is durable; it may throw `Crash`, or meddle with the inbox
 * @param arrived share of the batch in flight that Kafka has got when the process ends
 */
export function fakeWorld(durable: Durable, tick: () => void, arrived = 0): World {
  let clock = 0
  return {
    folder: new FakeFolder(durable, tick),
    progress: fakeProgress(durable, tick),
    observer: SILENT,
    deliver: fakeDelivery(durable, tick, arrived),
    controls: {
      begin: () => new DayTotals(businessDay('UTC')),
      publish: async ({ name }, _content, _reached, totals) => {
        await Promise.resolve()
        effect(tick, () => durable.controls.set(name, totals.list()))
      }
    },
    readRows: (name, chunks) =>
      readRows(chunks, { format: formatOf(name), layout: CANONICAL_LAYOUT, onIgnored: () => undefined }),
    source: 'files',
    now: () => (clock += 400),
    epoch: () => 0
  }
}

function effect<T>(tick: () => void, act: () => T): T {
  tick()
  const result = act()
  tick()
  return result
}

function fakeProgress({ checkpoints }: Durable, tick: () => void): ProgressStore {
  return {
    get: (name) => checkpoints.get(name),
    names: () => [...checkpoints.keys()],
    save: async (name, progress) => {
      await Promise.resolve()
      effect(tick, () => checkpoints.set(name, progress))
    },
    remove: async (name) => {
      await Promise.resolve()
      effect(tick, () => checkpoints.delete(name))
    }
  }
}

/** One batch in flight at a time, acknowledged with the next put or the flush. */
function fakeDelivery({ log }: Durable, tick: () => void, arrived: number): OpenDelivery {
  return (_dataset, acknowledged): Delivery => {
    let flight: { verdicts: readonly Verdict[]; reached: Parameters<typeof acknowledged>[0] } | undefined
    const land = async (): Promise<void> => {
      if (flight === undefined) return
      const { verdicts, reached } = flight
      flight = undefined
      try {
        tick()
      } catch (crash) {
        log.push(...verdicts.slice(0, Math.floor(verdicts.length * arrived)))
        throw crash
      }
      log.push(...verdicts)
      tick()
      await acknowledged(reached)
    }
    return {
      put: async (verdicts, reached) => {
        await land()
        flight = { verdicts, reached }
      },
      flush: land
    }
  }
}

class FakeFolder implements Folder {
  readonly #durable: Durable
  readonly #tick: () => void

  constructor(durable: Durable, tick: () => void) {
    this.#durable = durable
    this.#tick = tick
  }

  async list(): ReturnType<Folder['list']> {
    await Promise.resolve()
    const candidates = [...this.#durable.inbox].map(([name, file]) => ({ name, ...statOf(file) }))
    return { candidates, leftAlone: [] }
  }

  async open(name: string): Promise<InboxFile | undefined> {
    await Promise.resolve()
    const { inbox } = this.#durable
    const file = inbox.get(name)
    if (file === undefined) return undefined
    const bytes = Buffer.from(file.text)
    return {
      ...statOf(file),
      inspect: async () => {
        await Promise.resolve()
        const defect = bytes.length === 0 ? new Unreadable('FILE_EMPTY', 'is empty') : undefined
        return { hash: createHash('sha256').update(bytes).digest('hex'), defect }
      },
      chunks: async function* () {
        await Promise.resolve()
        for (let at = 0; at < bytes.length; at += 150) yield bytes.subarray(at, at + 150)
      },
      isUnchanged: () => Promise.resolve(inbox.get(name) === file),
      [Symbol.asyncDispose]: () => Promise.resolve()
    }
  }

  async finished(outcome: Outcome, target: string): ReturnType<Folder['finished']> {
    await Promise.resolve()
    const file = this.#durable.finished.get(`${outcome}/${target}`)
    return file && statOf(file)
  }

  async freeName(outcome: Outcome, name: string, hash: string): Promise<string> {
    await Promise.resolve()
    return finishedName(name, hash, (candidate) => this.#durable.finished.has(`${outcome}/${candidate}`))
  }

  async move(name: string, outcome: Outcome, target: string): Promise<void> {
    await Promise.resolve()
    const { inbox, finished, reports, finishedReports } = this.#durable
    effect(this.#tick, () => {
      const report = reports.get(name)
      if (report !== undefined) finishedReports.set(`${outcome}/${target}${REPORT_SUFFIX}`, report.text)
      reports.delete(name)
    })
    effect(this.#tick, () => {
      rename(inbox, name, finished, `${outcome}/${target}`)
    })
  }

  async putBack(outcome: Outcome, target: string): Promise<void> {
    await Promise.resolve()
    const { inbox, finished } = this.#durable
    effect(this.#tick, () => {
      const free = finishedName(target, 'again', (candidate) => inbox.has(candidate))
      rename(finished, `${outcome}/${target}`, inbox, free)
    })
  }

  async reportLength(name: string): Promise<number> {
    await Promise.resolve()
    return this.#durable.reports.get(name)?.text.length ?? 0
  }

  async openReport(name: string, length: number): ReturnType<Folder['openReport']> {
    await this.removeReport(name, length)
    const { reports } = this.#durable
    const tick = this.#tick
    return {
      get length() {
        return reports.get(name)?.text.length ?? 0
      },
      append: async (text) => {
        await Promise.resolve()
        const { text: before = '', synced = 0 } = reports.get(name) ?? {}
        effect(tick, () => reports.set(name, { text: before + text, synced }))
      },
      sync: async () => {
        await Promise.resolve()
        const { text } = reports.get(name) ?? {}
        if (text !== undefined) effect(tick, () => reports.set(name, { text, synced: text.length }))
      },
      [Symbol.asyncDispose]: () => Promise.resolve()
    }
  }

  async removeReport(name: string, length = 0): Promise<void> {
    await Promise.resolve()
    const report = this.#durable.reports.get(name)
    if (report === undefined) return
    effect(this.#tick, () => {
      if (length === 0) this.#durable.reports.delete(name)
      else this.#durable.reports.set(name, { text: report.text.slice(0, length), synced: length })
    })
  }
}

function statOf({ text, mtimeNs }: FakeFile): { size: number; mtimeNs: bigint; inode: bigint } {
  return { size: Buffer.byteLength(text), mtimeNs, inode: 1n }
}

function rename(from: Map<string, FakeFile>, name: string, to: Map<string, FakeFile>, target: string): void {
  const file = from.get(name)
  if (file === undefined) return
  from.delete(name)
  to.set(target, file)
}
