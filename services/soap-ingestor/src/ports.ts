import type { Sale } from '@sales-pipeline/contracts'
import type { Checkpoint, PageRequest, Position } from './core/poll.ts'
import type { ChangedSale, Outcome, PageOrigin } from './core/sale.ts'

/** One answer of the partner. */
export interface Page {
  readonly sales: readonly ChangedSale[]
  /** Token of the page behind this one; null: there is none. */
  readonly next: string | null
}

/** The partner's service. */
export interface Partner {
  /** `<service>.<operation>@<host>`: what the sales' provenance names. */
  readonly dataset: string
  /** @throws ServiceError; retryable unless the configuration or the contract is wrong; PARTNER_REFUSES_REQUEST as a client fault. */
  page(request: PageRequest, signal: AbortSignal): Promise<Page>
}

/** Connects to the partner. @throws ServiceError, retryable unless the description lacks what this service needs. */
export type ConnectPartner = (signal: AbortSignal) => Promise<Partner>

/** The way of the sales into Kafka. */
export interface Delivery {
  /** Sales, tombstones and dead letters, in order; resolves when there is room for more. */
  put(outcomes: readonly Outcome[], origin: PageOrigin, position: Position): Promise<void>
  /** Resolves when everything that was put is acknowledged. */
  flush(): Promise<void>
  /** Rejects when it fails for good. */
  readonly failed: Promise<never>
}

/** @param acknowledged called in order, once Kafka has everything up to a position; what is between two calls is passed over. */
export type OpenDelivery = (acknowledged: (position: Position) => Promise<void>) => Delivery

/** Tells how many sales an answer brought; resolves once Kafka has acknowledged it. */
export type TellControl = (sales: readonly Sale[], origin: PageOrigin) => Promise<void>

export interface CheckpointStore {
  load(): Checkpoint
  /** Returns once Kafka has acknowledged it. */
  save(checkpoint: Checkpoint): Promise<void>
}
