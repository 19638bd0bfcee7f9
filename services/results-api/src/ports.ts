import type { Context } from '@sales-pipeline/observability'
import type { LargeSale } from './core/rankings.ts'
import type { Position } from './core/cursor.ts'
import type { DayRange, Grain, Range, Span } from './core/period.ts'

/** Some partials of one stream, and how far its partitions are with them. */
export interface PartialBatch<P> {
  readonly topic: string
  readonly partials: readonly P[]
  readonly positions: ReadonlyMap<number, bigint>
  /** Of the partials that are traced. */
  readonly traces?: readonly Context[]
}

/** Where the partials of one stream are merged. */
export interface PartialStore<P> {
  /**
   * One transaction: partials newer than the stored ones are taken and move the totals, the others change nothing;
   * positions are saved. Safe to repeat.
   *
   * @param batch.partials at most one of each group
   * @returns how many were newer
   */
  apply(batch: PartialBatch<P>): Promise<number>
}

/** How far the store is, whatever a consumer group says. */
export interface SinkPositions {
  /** The next offset of each partition that the store has anything of. */
  of(topic: string): Promise<ReadonlyMap<number, bigint>>
}

/** Which state of the results an answer shows. */
export interface Revision {
  /** Differs whenever anything has changed. */
  readonly id: string
  /** When the newest change was applied; null before the first. */
  readonly asOf: Date | null
}

export interface Total {
  readonly currency: string
  /** A decimal as the store writes it. */
  readonly total: string
  readonly count: number
}

export interface CityTotal extends Total {
  readonly country: string
  readonly region: string
  readonly city: string
}

export interface SalesmanTotal extends Total {
  /** Null: all countries together. */
  readonly country: string | null
  readonly salesmanId: string
  readonly salesmanName: string
}

export interface SalesmanYear extends Total {
  readonly country: string | null
  /** 0: all time. */
  readonly year: number
  /** Among all salesmen of that country and currency, of all time. */
  readonly rank: number | null
}

export interface RankingFilter {
  readonly country: string | undefined
  readonly currency: string | undefined
  readonly span: Span
  /** These days instead of the span. */
  readonly days?: DayRange | undefined
  /** For each currency. */
  readonly limit: number
  /** Only what comes after this; then the filter names a currency. */
  readonly after?: Position | undefined
}

export interface CountryTotal extends Total {
  readonly country: string
}

/** What was sold in one period of a time series. */
export interface PeriodTotal extends Total {
  readonly span: Span
}

export interface SeriesFilter {
  readonly currency: string | undefined
  readonly grain: Grain
  readonly range: Range
  /** The latest periods, for each currency. */
  readonly limit: number
}

export interface CityFilter {
  readonly country: string
  readonly city: string
  readonly region: string | undefined
}

/** What the results store answers; each answer is of one moment. Rankings come currency by currency, in order. */
export interface Results {
  revision(): Promise<Revision>
  topCities(filter: RankingFilter): Promise<readonly CityTotal[]>
  topSalesmen(filter: RankingFilter): Promise<readonly SalesmanTotal[]>
  /** Holds the `limit` largest sales of each currency, and perhaps others; in no order. */
  largestSales(
    city: CityFilter & Pick<RankingFilter, 'currency' | 'limit'> & { readonly days: DayRange | null }
  ): Promise<readonly LargeSale[]>
  cityExists(city: CityFilter): Promise<boolean>
  salesmanName(id: string): Promise<string | undefined>
  /** All time and each year, by currency and country. */
  salesmanTotals(id: string): Promise<readonly SalesmanYear[]>
  countries(): Promise<readonly CountryTotal[]>
  currencies(): Promise<readonly Total[]>
  /** @param country undefined: all together; so for salesmen, and for the region of a city */
  countrySeries(filter: SeriesFilter & { readonly country: string | undefined }): Promise<readonly PeriodTotal[]>
  citySeries(filter: SeriesFilter & CityFilter): Promise<readonly PeriodTotal[]>
  salesmanSeries(
    filter: SeriesFilter & { readonly salesmanId: string; readonly country: string | undefined }
  ): Promise<readonly PeriodTotal[]>
}

/** Tells that the results may have changed. */
export interface ResultsChanges {
  /** Calls back at once, and after every commit that may have changed something, until the signal aborts. */
  watch(onChange: () => void, signal: AbortSignal): Promise<void>
}
