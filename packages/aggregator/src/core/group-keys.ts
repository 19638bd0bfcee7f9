import type { Layout } from '@sales-pipeline/sales-aggregation'
import type { GroupKey } from '../ports.ts'
import { ByteReader } from './bytes.ts'
import { LayoutCodec } from './layout-codec.ts'

/** Makes the keys of a dimension's groups. */
export class GroupKeys<Group> {
  readonly #codec: LayoutCodec<Group>

  constructor(layout: Layout<Group>) {
    this.#codec = new LayoutCodec(layout)
  }

  keyOf(group: Group): GroupKey {
    return new LazyKey(this.#codec, group)
  }

  groupOf(bytes: Buffer): Group {
    return this.#codec.read(new ByteReader(bytes))
  }
}

/** Encodes only where the identity alone is not enough: most groups are met again and again. */
class LazyKey<Group> implements GroupKey {
  readonly identity: string
  readonly #codec: LayoutCodec<Group>
  readonly #group: Group

  constructor(codec: LayoutCodec<Group>, group: Group) {
    this.identity = codec.identity(group)
    this.#codec = codec
    this.#group = group
  }

  get bytes(): Buffer {
    return this.#codec.encode(this.#group)
  }
}
