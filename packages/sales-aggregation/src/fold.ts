import { apply, type SameShown } from './apply.ts'
import type { Contribution, GroupId } from './contribution.ts'
import { GroupChange, settle, type GroupState, type SettledGroup } from './group.ts'

/** A shard's state as of the last batch. */
export interface StateView<Shown> {
  contribution(saleId: string): Contribution<Shown> | undefined
  /** EMPTY_GROUP if there is none. */
  group(id: GroupId): GroupState<Shown>
  /** The first `wanted` of the group's contributions that do not lead it, in order, without the sales excepted. */
  rest(id: GroupId, wanted: number, except: ReadonlySet<string>): readonly Contribution<Shown>[]
}

/** Each sale's last state in a batch; undefined: it was deleted. */
export type Batch<Shown> = ReadonlyMap<string, Contribution<Shown> | undefined>

/** What a batch changes in the state; everything else stays. */
export interface Changes<Shown> {
  /** undefined: the sale is no more. */
  readonly contributions: ReadonlyMap<string, Contribution<Shown> | undefined>
  readonly groups: ReadonlyMap<GroupId, SettledGroup<Shown>>
}

export interface FoldOptions<Shown> {
  /** How many leaders each group keeps. */
  readonly leaders: number
  readonly sameShown: SameShown<Shown>
}

/** Applies a batch to a state. Sales that are as they were change nothing, so a replayed batch is empty. */
export function fold<Shown>(view: StateView<Shown>, batch: Batch<Shown>, options: FoldOptions<Shown>): Changes<Shown> {
  const contributions = new Map<string, Contribution<Shown> | undefined>()
  const changes = new Map<GroupId, GroupChange<Shown>>()
  for (const [saleId, next] of batch) {
    const deltas = apply(view.contribution(saleId), next, options.sameShown)
    if (deltas.length === 0) continue
    contributions.set(saleId, next)
    for (const delta of deltas) {
      let change = changes.get(delta.group)
      if (change === undefined) changes.set(delta.group, (change = new GroupChange()))
      change.add(delta)
    }
  }
  const groups = new Map<GroupId, SettledGroup<Shown>>()
  for (const [id, change] of changes) {
    const refill = (wanted: number, except: ReadonlySet<string>) => view.rest(id, wanted, except)
    groups.set(id, settle(view.group(id), change, options.leaders, refill))
  }
  return { contributions, groups }
}
