import type { Sale } from './sales.ts'

/** Which sales come through which source, and how. Together they are all sales, each once. */
export interface Split {
  /** 2003, dropped into the inbox. */
  readonly files: {
    readonly csv: readonly Sale[]
    readonly jsonArray: readonly Sale[]
    readonly jsonLines: readonly Sale[]
  }
  /** 2004. The first half of the year is there when change data capture begins; of the rest, each month is a transaction. */
  readonly database: { readonly before: readonly Sale[]; readonly whileStreaming: readonly (readonly Sale[])[] }
  /** 2005, which the partner's SOAP service has. */
  readonly partner: readonly Sale[]
}

export type Source = keyof Split

/** A year's sales have one source, so that the counts of years tell how far the sources are. */
export const SOURCE_OF_YEAR: Readonly<Record<string, Source>> = { 2003: 'files', 2004: 'database', 2005: 'partner' }

export function split(sales: readonly Sale[]): Split {
  const of: Record<Source, Sale[]> = { files: [], database: [], partner: [] }
  for (const sale of sales) of[sourceOf(sale)].push(sale)
  const half = Math.ceil(of.files.length / 2)
  const threeQuarters = half + Math.ceil((of.files.length - half) / 2)
  const [before, after] = [true, false].map((early) => of.database.filter(({ day }) => day < '2004-07' === early))
  return {
    files: {
      csv: of.files.slice(0, half),
      jsonArray: of.files.slice(half, threeQuarters),
      jsonLines: of.files.slice(threeQuarters)
    },
    database: {
      before: before ?? [],
      whileStreaming: [...Map.groupBy(after ?? [], ({ day }) => day.slice(0, 7)).values()]
    },
    partner: of.partner
  }
}

export function yearOf({ day }: Sale): string {
  return day.slice(0, 4)
}

function sourceOf(sale: Sale): Source {
  const source = SOURCE_OF_YEAR[yearOf(sale)]
  if (source === undefined) throw new Error(`examples/steelwheels: sale ${sale.id} of ${sale.day} belongs to no source`)
  return source
}
