import type { Context } from '@sales-pipeline/observability'
import type { GroupId } from '@sales-pipeline/sales-aggregation'
import type { Traces } from './ports.ts'

/** As many as a span has links. */
const MOST_OF_A_GROUP = 128

/** The traces of the changes that wait to be published, the first of each group. */
export class WaitingTraces {
  readonly #byGroup = new Map<GroupId, Context[]>()

  add(traces: Traces<GroupId>): void {
    for (const [group, contexts] of traces) {
      const known = this.#byGroup.get(group) ?? []
      known.push(...contexts.slice(0, MOST_OF_A_GROUP - known.length))
      this.#byGroup.set(group, known)
    }
  }

  of(group: GroupId): readonly Context[] | undefined {
    return this.#byGroup.get(group)
  }
}
