import { sales, validator, type Sale } from '@sales-pipeline/contracts'

/** A record of `sales`, with its place in the topic. */
export interface SaleRecord {
  readonly partition: number
  readonly offset: bigint
  readonly saleId: string
  /** Null: a tombstone. */
  readonly sale: Sale | null
  /** Epoch ms of the broker. */
  readonly recordedAt: number
  readonly traceId: string | null
  /** Of a tombstone: the version as of which the sale is gone; null if it does not tell. */
  readonly deletedAt: bigint | null
}

const ruleOfId = sales.rules.filter(({ field }) => field === 'sale_id')
const violationsOfId = validator(ruleOfId)
const violationsOfSale = validator(sales.rules)

/** Whether the aggregators count this record, and the store can hold it: they refuse what breaks the contract. */
export function isCounted({ saleId, sale }: Pick<SaleRecord, 'saleId' | 'sale'>): boolean {
  const violations =
    sale === null ? violationsOfId({ sale_id: saleId }) : violationsOfSale({ ...sale, sale_id: saleId })
  return violations.length === 0 && !textsOf(saleId, sale).some((text) => text.includes('\0'))
}

function textsOf(saleId: string, sale: Sale | null): string[] {
  if (sale === null) return [saleId]
  const { place, salesman, product, provenance } = sale
  const { system, dataset, position } = provenance
  return [
    saleId,
    ...Object.values(place as unknown as Record<string, string>),
    salesman.id,
    salesman.name,
    product ?? '',
    system,
    dataset,
    position
  ]
}

/** Each rule of the contract, and whether a sale keeps it. */
export function rulesOf(sale: object): { readonly id: string; readonly field: string; readonly passed: boolean }[] {
  const broken = new Set(violationsOfSale(sale).map(({ rule }) => rule))
  return sales.rules.map(({ id, field }) => ({ id, field, passed: !broken.has(id) }))
}

/** The source's name in the pipeline, which every id begins with. */
export function sourceOf(saleId: string): string {
  return saleId.slice(0, saleId.indexOf(':'))
}

/** Reads the version that a tombstone carries in its header. */
export function deletedAtOf(version: string | undefined): bigint | null {
  return version !== undefined && /^\d{1,18}$/.test(version) ? BigInt(version) : null
}

const TRACEPARENT = /^[\da-f]{2}-([\da-f]{32})-/

/** The trace id of a W3C traceparent: https://www.w3.org/TR/trace-context/ */
export function traceIdOf(traceparent: string | undefined): string | null {
  return (traceparent === undefined ? undefined : TRACEPARENT.exec(traceparent)?.[1]) ?? null
}
