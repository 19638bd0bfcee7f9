import type { Place, Provenance, Sale, Salesman } from '@sales-pipeline/contracts'

export type SaleOverrides = Partial<Omit<Sale, 'place' | 'salesman' | 'provenance'>> & {
  readonly place?: Partial<Place>
  readonly salesman?: Partial<Salesman>
  readonly provenance?: Partial<Provenance>
}

/** A valid sale: 100.00 EUR in Paris on 2004-05-06, unless told otherwise. */
export function aSale(overrides: SaleOverrides = {}): Sale {
  return {
    sale_id: 'shop:1',
    version: 1n,
    amount: 1_000_000n,
    currency: 'EUR',
    sold_at: Date.UTC(2004, 4, 6, 7, 8, 9),
    product: null,
    ...overrides,
    place: { city: 'Paris', region: '', country: 'France', ...overrides.place },
    salesman: { id: '1370', name: 'Gerard Hernandez', ...overrides.salesman },
    provenance: { system: 'postgres', dataset: 'public.sale', position: '0/1', observed_at: 0, ...overrides.provenance }
  }
}
