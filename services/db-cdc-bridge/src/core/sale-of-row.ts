import type { Violation } from '@sales-pipeline/contracts'
import { readRow, type CanonicalRow } from '@sales-pipeline/sales-intake'
import type { CityRow, Dimensions, SalesmanRow } from './dimensions.ts'
import type { Cause, Emission, RefusalCode } from './emission.ts'
import { formatLsn, type Lsn } from './lsn.ts'
import type { SaleRow } from './source-tables.ts'

/** Where and when a row was seen. */
export interface Sighting {
  readonly lsn: Lsn
  /** Epoch milliseconds: the commit's, or the snapshot's. */
  readonly observedAt: number
  readonly cause: Cause
}

const NONE: readonly Violation[] = []

/** `' 1'` and `'1'` are two rows of the source, and must not become one sale. */
const SURROUNDED_ID: Violation = {
  field: 'sale_id',
  rule: 'sale-id',
  message: 'must not begin or end with white space'
}

/** Joins rows of `sale` with what they refer to, and makes sales of them. */
export class SaleJoin {
  readonly #source: string
  readonly #dataset: string
  readonly #dimensions: Dimensions

  /**
   * @param source the name this source has in the pipeline
   * @param dataset the sale table's name with its schema
   */
  constructor(source: string, dataset: string, dimensions: Dimensions) {
    this.#source = source
    this.#dataset = dataset
    this.#dimensions = dimensions
  }

  /** The key of a sale in the pipeline. */
  keyOf(saleId: string): string {
    return `${this.#source}:${saleId}`
  }

  /** The table that this row refers to, where what it refers to is not known; a null reference is the row's own fault. */
  unknownReference(row: SaleRow): 'salesman' | 'city' | undefined {
    const { salesman, city } = this.#dimensions
    if (row.salesman_id !== null && !salesman.has(row.salesman_id)) return 'salesman'
    if (row.city_id !== null && !city.has(row.city_id)) return 'city'
    return undefined
  }

  /** The sale, or why it is none. */
  emission(row: SaleRow, sighting: Sighting): Emission {
    const unknown = this.unknownReference(row)
    if (unknown !== undefined) {
      return this.#refusal(
        row,
        sighting,
        'CDC_UNKNOWN_REFERENCE',
        `The sale refers to a ${unknown} that does not exist`
      )
    }
    const position = formatLsn(sighting.lsn)
    const intake = readRow(this.#canonical(row), {
      source: this.#source,
      version: sighting.lsn,
      provenance: { system: 'postgres', dataset: this.#dataset, position, observed_at: sighting.observedAt }
    })
    const violations = intake.kind === 'refused' ? [...intake.violations] : []
    if (intake.kind === 'sale') {
      if (intake.key === this.keyOf(row.sale_id ?? '')) return { ...intake, cause: sighting.cause }
      violations.push(SURROUNDED_ID)
    }
    return { ...this.#refusal(row, sighting, 'CDC_ROW_REFUSED', 'The sale breaks its contract'), violations }
  }

  #canonical(row: SaleRow): CanonicalRow {
    const salesman = this.#salesmanOf(row)
    const city = this.#cityOf(row)
    return {
      sale_id: row.sale_id,
      salesman_id: row.salesman_id,
      salesman_name: salesman?.name,
      city: city?.name,
      region: city?.region,
      country: city?.country,
      amount: row.amount,
      currency: row.currency,
      sold_at: row.sold_at,
      product: row.product
    }
  }

  #refusal(row: SaleRow, sighting: Sighting, code: RefusalCode, message: string) {
    const city = this.#cityOf(row)
    const original = {
      ...row,
      salesman_name: this.#salesmanOf(row)?.name ?? null,
      city: city?.name ?? null,
      region: city?.region ?? null,
      country: city?.country ?? null
    }
    const position = formatLsn(sighting.lsn)
    return { kind: 'refused', code, message, violations: NONE, original, position } as const
  }

  #salesmanOf(row: SaleRow): SalesmanRow | undefined {
    return row.salesman_id === null ? undefined : this.#dimensions.salesman.get(row.salesman_id)
  }

  #cityOf(row: SaleRow): CityRow | undefined {
    return row.city_id === null ? undefined : this.#dimensions.city.get(row.city_id)
  }
}
