import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { ShardMeta } from '../core/records.ts'
import type { Log, ShardStore, StateFolder } from '../ports.ts'
import { damageOf } from './lmdb-file.ts'
import { LmdbStore } from './lmdb-store.ts'

const SHARD_FOLDER = /^shard-(\d+)$/

/** One folder per shard under the state directory. */
export class LmdbStateFolder implements StateFolder {
  readonly #path: string
  readonly #logger: Pick<Log, 'warn'>

  constructor(path: string, logger: Pick<Log, 'warn'>) {
    this.#path = path
    this.#logger = logger
  }

  async held(): Promise<ReadonlyMap<number, number>> {
    const held = new Map<number, number>()
    await mkdir(this.#path, { recursive: true })
    for (const name of await readdir(this.#path)) {
      const shard = SHARD_FOLDER.exec(name)?.[1]
      if (shard === undefined) continue
      const store = await this.open(Number(shard))
      if (store === undefined) continue
      held.set(Number(shard), store.meta.nextOffset)
      await store.close()
    }
    return held
  }

  async open(shard: number): Promise<ShardStore | undefined> {
    const folder = this.#folder(shard)
    await mkdir(folder, { recursive: true })
    try {
      const damage = await damageOf(folder)
      if (damage !== undefined) throw new Error(damage)
      const store = new LmdbStore(folder)
      if (!store.isNew) return store
      await store.close()
    } catch (error) {
      const what = 'The state of this shard cannot be read; it is rebuilt from the input'
      this.#logger.warn({ err: error, shard, folder }, what)
    }
    return undefined
  }

  async create(shard: number, initial: ShardMeta): Promise<ShardStore> {
    const folder = this.#folder(shard)
    await rm(folder, { recursive: true, force: true })
    await mkdir(folder, { recursive: true })
    const store = new LmdbStore(folder)
    await store.initialise(initial)
    return store
  }

  #folder(shard: number): string {
    return join(this.#path, `shard-${shard}`)
  }
}
