import type { Version } from '@sales-pipeline/contracts'
import type { Contribution, Dimension, GroupId, PartialTotal, SaleFact } from '@sales-pipeline/sales-aggregation'
import type { GroupKey, PublishedGroup } from '../ports.ts'
import type { ByteWriter } from './bytes.ts'
import { GroupKeys } from './group-keys.ts'
import { LayoutCodec } from './layout-codec.ts'
import { contributionRecord, type GroupRecord } from './records.ts'

/** A dimension made ready to work on encoded state: sales into contributions, groups into what is published of them. */
export class Partials<Group, Shown, Value> {
  readonly dimension: Dimension<Group, Shown, Value>
  readonly keys: GroupKeys<Group>
  readonly #shown: LayoutCodec<Shown>

  constructor(dimension: Dimension<Group, Shown, Value>) {
    this.dimension = dimension
    this.keys = new GroupKeys(dimension.groupLayout)
    this.#shown = new LayoutCodec(dimension.shownLayout)
  }

  keyOf(sale: SaleFact, day: number): GroupKey {
    return this.keys.keyOf(this.dimension.group(sale, day))
  }

  /** The bytes of `shown` are valid until the writer is reset. */
  contribution(saleId: string, group: GroupId, sale: SaleFact, writer: ByteWriter): Contribution<Buffer> {
    const rank = this.dimension.rank(sale)
    const { amount } = sale
    contributionRecord.begin(writer, { group, rank, amount })
    this.#shown.write(writer, this.dimension.shown(sale))
    return { saleId, group, rank, amount, shown: writer.take() }
  }

  published({ key, state }: GroupRecord, version: Version): PublishedGroup<Group, Value> {
    return { group: this.keys.groupOf(key), value: this.dimension.value(this.#decoded(state), version) }
  }

  /** What is published of a group that has no sales. */
  vanished(version: Version): Value {
    return this.dimension.value({ total: 0n, count: 0, leaders: [] }, version)
  }

  value({ state }: GroupRecord, version: Version): Value {
    return this.dimension.value(this.#decoded(state), version)
  }

  #decoded({ total, count, leaders }: GroupRecord['state']): PartialTotal<Shown> {
    return {
      total,
      count,
      leaders: leaders.map(({ saleId, amount, shown }) => ({
        saleId,
        amount,
        shown: this.#shown.read(contributionRecord.shown(shown))
      }))
    }
  }
}
