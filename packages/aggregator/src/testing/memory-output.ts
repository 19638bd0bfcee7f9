import type { Context, SourceTimes } from '@sales-pipeline/observability'
import type { Behind, PublishedGroup, ShardOutput } from '../ports.ts'

/** An output partition in memory; its records can be lost on the way, or on the way back. */
export class MemoryOutput<Group, Value> implements ShardOutput<Group, Value> {
  readonly log: PublishedGroup<Group, Value>[] = []
  /** By the place in the log. */
  readonly traces = new Map<number, readonly Context[]>()
  /** Of each publication that was attempted. */
  readonly times: (SourceTimes | undefined)[] = []
  /** What becomes of the next records: 'lost' before they are appended, 'unacknowledged' after. */
  accident: 'lost' | 'unacknowledged' | undefined
  reads = 0

  end(): Promise<number> {
    return Promise.resolve(this.log.length)
  }

  async read(
    from: number,
    to: number,
    onBatch: (records: readonly PublishedGroup<Group, Value>[]) => Promise<void>
  ): Promise<void> {
    const READ_AT_ONCE = 7
    for (let start = from; start < to; start += READ_AT_ONCE) {
      const records = this.log.slice(start, Math.min(start + READ_AT_ONCE, to))
      this.reads += records.length
      await onBatch(records)
    }
  }

  publish(groups: readonly PublishedGroup<Group, Value>[], { traces, times }: Behind): Promise<number> {
    const { accident } = this
    this.times.push(times)
    this.accident = undefined
    if (accident === 'lost') return Promise.reject(new Error('lost'))
    for (const [index, contexts] of traces) this.traces.set(this.log.length + index, contexts)
    this.log.push(...groups)
    if (accident === 'unacknowledged') return Promise.reject(new Error('unacknowledged'))
    return Promise.resolve(this.log.length)
  }
}
