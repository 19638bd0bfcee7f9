import { EMPTY_GROUP, type Contribution, type GroupId, type GroupState } from '@sales-pipeline/sales-aggregation'
import { ByteReader, type ByteWriter } from './bytes.ts'

/** A group as it is stored: its key, its state, and the offset of the change that it was last part of. */
export interface GroupRecord {
  /** Encoded by the dimension's layout. */
  readonly key: Buffer
  /** The shard's next offset as of the batch that changed it last. */
  readonly changedAt: number
  readonly state: GroupState<Buffer>
}

/** Where a shard stands. */
export interface ShardMeta {
  /** What the state was built under; another dimension or time zone is another function of the input. */
  readonly settings: string
  readonly generation: number
  /** Everything of the input below this offset is in the state. */
  readonly nextOffset: number
  /** Groups that changed no later than with this offset are published as they are. */
  readonly publishedThrough: number
  /** The end of the output partition after our last acknowledged record: who finds it further on has not been alone. */
  readonly outputEnd: number
  /** Epoch ms by the broker's clock: the state held everything appended before. */
  readonly asOf: number
  readonly nextGroupId: GroupId
}

/** A shard that has read nothing and published nothing. */
export const EMPTY_META = {
  nextOffset: 0,
  publishedThrough: -1,
  outputEnd: 0,
  nextGroupId: 1
} satisfies Partial<ShardMeta>

/**
 * A contribution as it is stored: group, rank, amount, then what it shows. Inside the state this whole record stands for
 * `shown`: it is written once, compared and moved as bytes, and mostly never looked into again.
 */
export const contributionRecord = {
  /** What it shows is to be written behind this. */
  begin(writer: ByteWriter, { group, rank, amount }: Omit<Contribution<unknown>, 'saleId' | 'shown'>): void {
    writer.uint32(group).integer(rank).integer(amount)
  },
  /** Keeps `record` as it is. */
  read(saleId: string, record: Buffer): Contribution<Buffer> {
    const reader = new ByteReader(record)
    return { saleId, group: reader.uint32(), rank: reader.integer(), amount: reader.integer(), shown: record }
  },
  /** A reader of what the contribution shows. */
  shown(record: Buffer): ByteReader {
    const reader = new ByteReader(record)
    reader.uint32()
    reader.integer()
    reader.integer()
    return reader
  }
}

/** A contribution in the ordered rest of its group. */
export const restEntry = {
  write(writer: ByteWriter, { rank, saleId }: Contribution<Buffer>): Buffer {
    return writer.descending(rank).lastText(saleId).take()
  },
  saleId(buffer: Buffer): string {
    return new ByteReader(buffer).skipDescending().lastText()
  }
}

export const groupRecord = {
  write(writer: ByteWriter, { key, changedAt, state }: GroupRecord): Buffer {
    writer.int48(changedAt).blob(key).int48(state.count).integer(state.total).uint32(state.leaders.length)
    for (const { saleId, shown } of state.leaders) writer.text(saleId).blob(shown)
    return writer.take()
  },
  changedAt(buffer: Buffer): number {
    return new ByteReader(buffer).int48()
  },
  /** Returns views of `buffer`. */
  read(buffer: Buffer): GroupRecord {
    const reader = new ByteReader(buffer)
    const changedAt = reader.int48()
    const key = reader.blob()
    const count = reader.int48()
    const total = reader.integer()
    const leaders: Contribution<Buffer>[] = []
    for (let left = reader.uint32(); left > 0; left--)
      leaders.push(contributionRecord.read(reader.text(), reader.blob()))
    return { key, changedAt, state: { total, count, leaders } }
  },
  /** A group that is there only to be published as vanished. */
  vanished(key: Buffer, changedAt: number): GroupRecord {
    return { key, changedAt, state: EMPTY_GROUP }
  }
}

/** Raised with every change of these layouts: state of another format is rebuilt. */
const FORMAT = 1

export const metaRecord = {
  write(writer: ByteWriter, meta: ShardMeta): Buffer {
    return writer
      .uint8(FORMAT)
      .text(meta.settings)
      .int48(meta.generation)
      .int48(meta.nextOffset)
      .int48(meta.publishedThrough)
      .int48(meta.outputEnd)
      .int48(meta.asOf)
      .uint32(meta.nextGroupId)
      .take()
  },
  /** @throws Error if the state is of another format. */
  read(buffer: Buffer): ShardMeta {
    const reader = new ByteReader(buffer)
    const format = reader.uint8()
    if (format !== FORMAT) throw new Error(`state is of format ${format}, not ${FORMAT}`)
    return {
      settings: reader.text(),
      generation: reader.int48(),
      nextOffset: reader.int48(),
      publishedThrough: reader.int48(),
      outputEnd: reader.int48(),
      asOf: reader.int48(),
      nextGroupId: reader.uint32()
    }
  }
}
