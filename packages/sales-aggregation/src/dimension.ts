import type { Version } from '@sales-pipeline/contracts'
import type { Amount } from '@sales-pipeline/money'
import type { SaleFact } from './sale-fact.ts'

/** How the fields of a group, or of what it shows, are stored: their names in order, each with its kind. */
export type Layout<T> = {
  readonly [Field in keyof T]-?: T[Field] extends string
    ? 'text'
    : T[Field] extends number
      ? 'integer'
      : 'optional text'
}

/** What a shard publishes of one group. */
export interface PartialTotal<Shown> {
  readonly total: Amount
  readonly count: number
  /** The first contributions by rank, highest first; as many as the dimension keeps, if the group has that many. */
  readonly leaders: readonly Leader<Shown>[]
}

export interface Leader<Shown> {
  readonly saleId: string
  readonly amount: Amount
  readonly shown: Shown
}

/**
 * One way of summing up sales. A further ranking is a further Dimension: grouping, storing, correcting and publishing
 * are the same for all.
 *
 * `Group`: the key of a total. `Shown`: what the group shows of the sales that lead it. `Value`: the record published.
 */
export interface Dimension<Group, Shown, Value> {
  readonly name: string
  /** How many leaders each group shows. */
  readonly leaders: number
  readonly groupLayout: Layout<Group>
  readonly shownLayout: Layout<Shown>
  /** @param day epoch day of the sale in the business time zone */
  group(sale: SaleFact, day: number): Group
  shown(sale: SaleFact): Shown
  /** Leaders are the highest ranks of a group; of equal ranks the smaller sale id leads. */
  rank(sale: SaleFact): bigint
  value(partial: PartialTotal<Shown>, version: Version): Value
}
