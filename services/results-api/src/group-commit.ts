interface Waiting<Item> {
  readonly item: Item
  readonly done: PromiseWithResolvers<undefined>
}

/**
 * Commits items together: while one commit runs, those that arrive wait, and the next commit takes all of them. Totals
 * that many partitions share then move once for all, and no two transactions of this process contend for a row.
 *
 * Bounded by its callers: each waits for its item before it brings another.
 */
export class GroupCommit<Item> {
  readonly #commit: (items: readonly Item[]) => Promise<void>
  #waiting: Waiting<Item>[] = []
  #running = false

  constructor(commit: (items: readonly Item[]) => Promise<void>) {
    this.#commit = commit
  }

  /** Resolves once the item is committed; rejects with the error of its commit. */
  add(item: Item): Promise<undefined> {
    const done = Promise.withResolvers<undefined>()
    this.#waiting.push({ item, done })
    if (!this.#running) void this.#run()
    return done.promise
  }

  async #run(): Promise<void> {
    this.#running = true
    while (this.#waiting.length > 0) {
      const group = this.#waiting
      this.#waiting = []
      try {
        await this.#commit(group.map(({ item }) => item))
        for (const { done } of group) done.resolve(undefined)
      } catch (error) {
        for (const { done } of group) done.reject(error)
      }
    }
    this.#running = false
  }
}
