import type { Sale, Violation } from '@sales-pipeline/contracts'
import { parseAmount } from '@sales-pipeline/money'
import type { CanonicalColumn, CanonicalRow, RowOrigin } from './row.ts'
import { parseTimestamp } from './timestamp.ts'
import { checkContract, inColumnOrder, ofRow, violation } from './violations.ts'

/** What a row means. `key` is the sale's id in the whole pipeline, `<source>:<native id>`. */
export type Intake =
  | { readonly kind: 'sale'; readonly key: string; readonly sale: Sale }
  | { readonly kind: 'deleted'; readonly key: string }
  | { readonly kind: 'refused'; readonly violations: Violation[] }

const DELETED: ReadonlyMap<string, boolean> = new Map([
  ['', false],
  ['false', false],
  ['0', false],
  ['no', false],
  ['true', true],
  ['1', true],
  ['yes', true]
])

const EXPECTED_AMOUNT =
  'must be a plain decimal such as 1234.50, with at most 4 decimals and 19 digits, without grouping or exponent'
const EXPECTED_TIME = 'must be an existing date or date-time in ISO 8601, such as 2004-02-29 or 2004-02-29T13:00:00Z'

/**
 * Reads a row of any source: a sale that keeps its contract, the deletion of one (only sale_id counts then), or all that is wrong.
 * Never throws, whatever the texts are.
 */
export function readRow(row: Readonly<CanonicalRow>, origin: RowOrigin): Intake {
  const isDeleted = DELETED.get(trimmed(row.deleted).toLowerCase())
  return isDeleted === true ? readDeletion(row, origin) : readSale(row, origin, isDeleted === undefined)
}

function readDeletion(row: Readonly<CanonicalRow>, origin: RowOrigin): Intake {
  const id = trimmed(row.sale_id)
  const key = `${origin.source}:${id}`
  const violations = checkId(id)
  if (violations.length === 0) violations.push(...checkContract({ sale_id: key }))
  return violations.length === 0 ? { kind: 'deleted', key } : { kind: 'refused', violations }
}

function readSale(row: Readonly<CanonicalRow>, origin: RowOrigin, isDeletedUnclear: boolean): Intake {
  const key = `${origin.source}:${trimmed(row.sale_id)}`
  const amount = parseAmount(trimmed(row.amount))
  const sold_at = parseTimestamp(trimmed(row.sold_at))
  const draft = {
    sale_id: key,
    version: origin.version,
    place: { city: trimmed(row.city), region: trimmed(row.region), country: trimmed(row.country) },
    salesman: { id: trimmed(row.salesman_id), name: trimmed(row.salesman_name) },
    amount,
    currency: trimmed(row.currency),
    sold_at,
    product: trimmed(row.product) || null,
    provenance: origin.provenance
  }
  const broken = checkContract(draft)
  const isComplete = amount !== undefined && sold_at !== undefined && key.length > origin.source.length + 1
  if (isComplete && !isDeletedUnclear && broken.length === 0 && isStorableDraft(draft)) {
    return { kind: 'sale', key, sale: draft as Sale }
  }
  return { kind: 'refused', violations: explain(row, draft, broken, isDeletedUnclear) }
}

interface Draft extends Omit<Sale, 'amount' | 'sold_at'> {
  readonly amount: bigint | undefined
  readonly sold_at: number | undefined
}

function isStorableDraft({ sale_id, place, salesman, product }: Draft): boolean {
  return (
    isStorable(sale_id) &&
    isStorable(salesman.id) &&
    isStorable(salesman.name) &&
    isStorable(place.city) &&
    isStorable(place.region) &&
    isStorable(place.country) &&
    (product === null || isStorable(product))
  )
}

/** Everything that is wrong with a row that is known to be wrong. */
function explain(
  row: Readonly<CanonicalRow>,
  draft: Draft,
  broken: readonly Violation[],
  isDeletedUnclear: boolean
): Violation[] {
  const soldAt = { text: trimmed(row.sold_at), time: draft.sold_at }
  const ofId = checkId(trimmed(row.sale_id))
  const ofContract = broken.filter(({ field }) => field !== 'sale_id' || ofId.length === 0)
  const violations = [...ofId, ...ofContract.map((one) => ofRow(one, soldAt))]
  for (const column of ['salesman_id', 'salesman_name', 'city', 'region', 'country', 'product'] as const) {
    violations.push(...checkStorable(column, trimmed(row[column])))
  }
  if (draft.amount === undefined) violations.push(violation('amount', 'amount', trimmed(row.amount), EXPECTED_AMOUNT))
  if (draft.sold_at === undefined) violations.push(violation('sold_at', 'sold-at', soldAt.text, EXPECTED_TIME))
  if (isDeletedUnclear) {
    violations.push(
      violation('deleted', 'deleted', trimmed(row.deleted), 'must be true, false, 1, 0, yes, no or empty')
    )
  }
  return inColumnOrder(violations)
}

function checkId(id: string): Violation[] {
  return id === '' ? [violation('sale_id', 'sale-id', id, 'must not be empty')] : checkStorable('sale_id', id)
}

function checkStorable(column: CanonicalColumn, text: string): Violation[] {
  if (isStorable(text)) return []
  return [violation(column, 'text', text, 'must be well-formed Unicode without NUL characters')]
}

/** Half a surrogate pair would be replaced on the wire, so that two ids could become one; no database stores NUL in a text. */
function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0')
}

function trimmed(text: string | null | undefined): string {
  return text === undefined || text === null ? '' : text.trim()
}
