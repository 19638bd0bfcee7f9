import { recordSize, type Sized } from './requests.ts'

/**
 * What an outbox holds back: records waiting to be sent, in order, each position closing the records before it.
 *
 * Invariants: (1) records leave in the order they came; (2) the position of a batch is that of the last `add` whose
 * records are all in this batch or an earlier one; (3) a position is handed out at most once, and in order.
 */
export class Pending<R extends Sized, P> {
  #entries: { readonly records: readonly R[]; readonly position: P }[] = []
  #records = 0
  #bytes = 0

  get records(): number {
    return this.#records
  }

  get bytes(): number {
    return this.#bytes
  }

  get isEmpty(): boolean {
    return this.#entries.length === 0
  }

  add(records: readonly R[], position: P): void {
    this.#entries.push({ records, position })
    this.#records += records.length
    for (const record of records) this.#bytes += recordSize(record)
  }

  /** Takes all that waits: its records, and the position that is reached once they are acknowledged. */
  take(): { records: R[]; position: P } | null {
    const last = this.#entries.at(-1)
    if (last === undefined) return null
    const records = this.#entries.flatMap((entry) => entry.records)
    this.#entries = []
    this.#records = 0
    this.#bytes = 0
    return { records, position: last.position }
  }
}
