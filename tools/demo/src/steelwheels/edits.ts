import { parseAmount } from '@sales-pipeline/money'
import type { Place, Sale } from './sales.ts'

/** What somebody does to a sale in the source database; `after` null: it is deleted. */
export interface Edit {
  readonly what: string
  readonly before: Sale
  readonly after: Sale | null
}

const AUCKLAND: Place = { city: 'Auckland', region: '', country: 'New Zealand' }
const CORRECTED = parseAmount('500000.00') ?? 0n

/** A few edits of sales in the source database that change the order of the first cities and salesmen. */
export function plannedEdits(inDatabase: readonly Sale[]): Edit[] {
  const untouched = new Set(inDatabase)
  const largest = (city: string, count: number): Sale[] => {
    const found = [...untouched].filter(({ place }) => place.city === city).sort(byAmount)
    const taken = found.slice(0, count)
    for (const sale of taken) untouched.delete(sale)
    return taken
  }
  return [
    ...largest('San Rafael', 1).map((before) => ({
      what: 'the amount of a sale in San Rafael is corrected',
      before,
      after: { ...before, amount: CORRECTED }
    })),
    ...largest('NYC', 2).map((before) => ({ what: 'a sale in NYC is deleted', before, after: null })),
    ...largest('Singapore', 4).map((before) => ({
      what: 'a sale in Singapore turns out to be in Auckland',
      before,
      after: { ...before, place: AUCKLAND }
    })),
    ...largest('Madrid', 3).map((before) => ({
      what: 'a sale in Madrid is credited to Larry Bott',
      before,
      after: { ...before, salesmanId: '1501', salesmanName: 'Larry Bott' }
    }))
  ]
}

/** The sales as they are after the edits. */
export function applyEdits(sales: readonly Sale[], edits: readonly Edit[]): Sale[] {
  const edited = new Map(edits.map(({ before, after }) => [before.id, after]))
  return sales.flatMap((sale) => {
    const after = edited.get(sale.id)
    return after === null ? [] : [after ?? sale]
  })
}

function byAmount(a: Sale, b: Sale): number {
  return Number(b.amount - a.amount)
}
