import { breakLine, REPORT_HEADER, reportLines } from './core/report.ts'
import { CONTENT_TYPES, formatOf } from './core/files.ts'
import type { Content, Counts, Progress } from './core/lifecycle.ts'
import type { DayTotals } from '@sales-pipeline/sales-aggregation'
import { judge, type Dataset, type Row, type Verdict } from './core/row.ts'
import { Unreadable } from './core/unreadable.ts'
import { rowVersions } from './core/version.ts'
import type { Delivery, InboxFile, Report } from './ports.ts'
import type { World } from './world.ts'

/** A checkpoint is saved after so many records, or so much time, whichever comes first. */
const CHECKPOINT_RECORDS = 50_000
const CHECKPOINT_MS = 1_000

export interface Inspected {
  readonly content: Content
  readonly defect: Unreadable | undefined
}

/** Concluded: the checkpoint says done or failed. Changed: the file is not what it was, and has to settle again. */
export type End = 'concluded' | 'changed' | 'stopped'

/** One pass over a file, from behind the records that are acknowledged already to its end or break. */
export class Reading {
  readonly #world: World
  readonly #name: string
  readonly #file: InboxFile
  readonly #content: Content
  readonly #report: Report
  readonly #delivery: Delivery
  readonly #dataset: Dataset
  readonly #totals: DayTotals
  /** Number of the last record that an earlier pass has delivered. */
  readonly #delivered: number
  #reached: Counts
  #saved: Counts
  #savedAt: number

  constructor(world: World, name: string, file: InboxFile, content: Content, after: Counts, report: Report) {
    this.#world = world
    this.#name = name
    this.#file = file
    this.#content = content
    this.#report = report
    this.#reached = after
    this.#saved = after
    this.#delivered = after.records
    this.#totals = world.controls.begin()
    this.#savedAt = world.now()
    this.#dataset = {
      source: world.source,
      name: `${name}#sha256:${content.hash}`,
      contentType: CONTENT_TYPES[formatOf(name)],
      observedAt: world.epoch(),
      version: rowVersions(content.mtimeNs)
    }
    this.#delivery = world.deliver(this.#dataset, (reached) => this.#acknowledged(reached))
  }

  async run(defect: Unreadable | undefined, signal: AbortSignal): Promise<End> {
    try {
      return await this.#pass(defect, signal)
    } catch (error) {
      // What is on its way must not arrive, and move the checkpoint, while the next attempt is at work.
      await this.#delivery.flush().catch(() => undefined)
      throw error
    }
  }

  async #pass(defect: Unreadable | undefined, signal: AbortSignal): Promise<End> {
    const broken = defect ?? (await this.#readToEnd(signal))
    await this.#delivery.flush()
    if (signal.aborted) {
      await this.#checkpoint(this.#reached)
      return 'stopped'
    }
    // Even a break may be no fault of the file, but of its being rewritten under our eyes.
    if (!(await this.#file.isUnchanged())) return 'changed'
    await this.#conclude(broken)
    return 'concluded'
  }

  /** Returns what broke the file, if anything did; all rows before it are on their way then. */
  async #readToEnd(signal: AbortSignal): Promise<Unreadable | undefined> {
    try {
      for await (const rows of this.#world.readRows(this.#name, this.#file.chunks())) {
        await this.#take(rows)
        if (signal.aborted) return undefined
      }
      return undefined
    } catch (error) {
      if (error instanceof Unreadable) return error
      throw error
    }
  }

  /** What an earlier pass has delivered is counted only: the totals are those of the whole file. */
  async #take(rows: readonly Row[]): Promise<void> {
    const judged = rows.map((row) => judge(row, this.#dataset))
    for (const verdict of judged) if (verdict.kind === 'sale') this.#totals.add(verdict.sale)
    const known = rows.findIndex(({ frame }) => frame.number > this.#delivered)
    if (known >= 0) await this.#deliver(rows.slice(known), judged.slice(known))
  }

  async #deliver(rows: readonly Row[], verdicts: readonly Verdict[]): Promise<void> {
    const refused = await this.#reportRefused(verdicts)
    const records = rows.at(-1)?.frame.number ?? this.#reached.records
    this.#reached = { records, refused: this.#reached.refused + refused, reportBytes: this.#report.length }
    await this.#delivery.put(verdicts, this.#reached)
    this.#world.observer.judged(verdicts, this.#reached)
    this.#world.observer.read(rows)
  }

  async #reportRefused(verdicts: readonly Verdict[]): Promise<number> {
    let lines = ''
    let refused = 0
    for (const verdict of verdicts) {
      if (verdict.kind !== 'refused') continue
      refused++
      lines += reportLines(verdict.frame.position, verdict.violations, verdict.frame.bytes.toString())
    }
    if (refused > 0) await this.#appendToReport(lines)
    return refused
  }

  async #appendToReport(lines: string): Promise<void> {
    await this.#report.append(this.#report.length === 0 ? REPORT_HEADER + lines : lines)
  }

  async #acknowledged(reached: Counts): Promise<void> {
    const due =
      reached.records - this.#saved.records >= CHECKPOINT_RECORDS || this.#world.now() - this.#savedAt >= CHECKPOINT_MS
    if (due) await this.#checkpoint(reached)
  }

  /** The report must hold, on the disk, what the checkpoint says it holds. */
  async #checkpoint(reached: Counts): Promise<void> {
    await this.#report.sync()
    await this.#save({ status: 'reading', ...this.#content, ...reached })
    this.#saved = reached
    this.#savedAt = this.#world.now()
  }

  async #conclude(broken: Unreadable | undefined): Promise<void> {
    if (broken !== undefined) {
      await this.#appendToReport(breakLine(broken.code, broken.message, this.#reached.records))
      this.#world.observer.broken(this.#name, broken, this.#reached)
    }
    if (this.#totals.rows > 0)
      await this.#world.controls.publish(this.#dataset, this.#content, this.#reached, this.#totals)
    await this.#report.sync()
    const status = broken === undefined ? 'done' : 'failed'
    const target = await this.#world.folder.freeName(status, this.#name, this.#content.hash)
    await this.#save({ status, target, ...this.#content, ...this.#reached, reportBytes: this.#report.length })
  }

  async #save(progress: Progress): Promise<void> {
    await this.#world.progress.save(this.#name, progress)
    this.#world.observer.checkpointed(progress)
  }
}
