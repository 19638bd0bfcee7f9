import type { Violation } from '@sales-pipeline/contracts'
import { readRow, type CanonicalRow, type Intake } from '@sales-pipeline/sales-intake'

import type { Window } from './window.ts'

/** A sale as the partner listed it, in the pipeline's own columns. */
export interface ChangedSale {
  /** The native id, or, where id or time cannot be read, a digest of the element: what makes it the same when listed again. */
  readonly identity: string
  /** The partner's clock, epoch ms; null: it cannot be read. */
  readonly changedAt: number | null
  readonly row: CanonicalRow
  /** What is wrong with the element itself: the row is not to be trusted then. */
  readonly violations: readonly Violation[]
  /** The element as it was parsed, for a dead letter. */
  readonly element: unknown
}

/** Where the sales of a page come from. */
export interface PageOrigin {
  /** The source's name, the first part of every sale_id. */
  readonly source: string
  /** Service, operation and host. */
  readonly dataset: string
  /** The request that was answered. */
  readonly request: string
  /** Epoch ms. */
  readonly observedAt: number
  /** The earliest change that was asked for, epoch ms. */
  readonly since: number
}

/** What is done with one sale of a page. */
export type Outcome =
  | Exclude<Intake, { kind: 'refused' }>
  | {
      readonly kind: 'refused'
      readonly violations: readonly Violation[]
      readonly position: string
      readonly element: unknown
    }

/** The sales of a page that are to be handed on, in order; the others are only counted. */
export interface Digest {
  readonly outcomes: readonly Outcome[]
  readonly duplicate: number
  readonly stale: number
}

/**
 * Sorts out a page: what was handed on before is left out, and so is a version that is older than one handed on, or than
 * what was asked for (all of that is acknowledged: a partner that lists it again would only take a sale back in time).
 */
export function digest(sales: readonly ChangedSale[], window: Window, origin: PageOrigin): Digest {
  const outcomes: Outcome[] = []
  const left = { duplicate: 0, stale: 0 }
  for (const [index, sale] of sales.entries()) {
    const isBefore = sale.changedAt !== null && sale.changedAt < origin.since
    const verdict = isBefore ? 'stale' : window.admit(sale.identity, sale.changedAt)
    if (verdict === 'new') outcomes.push(outcomeOf(sale, index, origin))
    else left[verdict]++
  }
  return { outcomes, ...left }
}

function outcomeOf(sale: ChangedSale, index: number, origin: PageOrigin): Outcome {
  const { row, changedAt, element } = sale
  const position = `${origin.request} sale ${index}`
  if (changedAt === null || sale.violations.length > 0)
    return { kind: 'refused', violations: sale.violations, position, element }
  const provenance = {
    system: 'soap',
    dataset: origin.dataset,
    position: `changedAt ${new Date(changedAt).toISOString()}/${row.sale_id ?? ''}`,
    observed_at: origin.observedAt
  }
  const intake = readRow(row, { source: origin.source, version: BigInt(changedAt), provenance })
  return intake.kind === 'refused' ? { kind: 'refused', violations: intake.violations, position, element } : intake
}
