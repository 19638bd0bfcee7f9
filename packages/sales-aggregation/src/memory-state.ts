import { inOrder, type Contribution, type GroupId } from './contribution.ts'
import { fold, type Batch, type StateView } from './fold.ts'
import { EMPTY_GROUP, type GroupState } from './group.ts'

/** A shard's state in memory: the plainest implementation of StateView, which properties run against. */
export class MemoryState implements StateView<string> {
  readonly contributions = new Map<string, Contribution<string>>()
  readonly groups = new Map<GroupId, GroupState<string>>()
  readonly #rest = new Map<GroupId, Map<string, Contribution<string>>>()
  readonly #leaders: number

  constructor(leaders: number) {
    this.#leaders = leaders
  }

  contribution(saleId: string): Contribution<string> | undefined {
    return this.contributions.get(saleId)
  }

  group(id: GroupId): GroupState<string> {
    return this.groups.get(id) ?? EMPTY_GROUP
  }

  rest(id: GroupId, wanted: number, except: ReadonlySet<string>): readonly Contribution<string>[] {
    return this.restOf(id)
      .filter(({ saleId }) => !except.has(saleId))
      .slice(0, wanted)
  }

  restOf(id: GroupId): readonly Contribution<string>[] {
    return [...(this.#rest.get(id)?.values() ?? [])].sort(inOrder)
  }

  /** Folds a batch in; returns how many sales it changed. */
  apply(batch: Batch<string>): number {
    const changes = fold(this, batch, { leaders: this.#leaders, sameShown: (a, b) => a === b })
    for (const [saleId, next] of changes.contributions) {
      if (next === undefined) this.contributions.delete(saleId)
      else this.contributions.set(saleId, next)
    }
    for (const [id, { state, restRemoved, restAdded }] of changes.groups) {
      if (state.count === 0) this.groups.delete(id)
      else this.groups.set(id, state)
      const rest = this.#rest.get(id) ?? new Map<string, Contribution<string>>()
      for (const { saleId } of restRemoved) rest.delete(saleId)
      for (const contribution of restAdded) rest.set(contribution.saleId, contribution)
      this.#rest.set(id, rest)
    }
    return changes.contributions.size
  }
}
