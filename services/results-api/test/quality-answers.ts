import type { Page, Route } from 'playwright-core'
import type { DeadLetter, DeadLetters, Reconciliation, ComparedDay } from '../public/data/quality-answers.ts'

const TRACE = '0af7651916cd43dd8448eb211c80319c'

/** What the two endpoints say of a pipeline that refused a little, and in which one day differs. */
export interface Told {
  readonly letters: (query: URLSearchParams) => DeadLetters
  readonly days: (query: URLSearchParams) => Reconciliation
}

function violation(field: string, value: string, expected: string): DeadLetter['violations'][number] {
  return { field, rule: field, version: 1, value, message: `${value} ${expected}` }
}

const LETTERS: readonly DeadLetter[] = Array.from({ length: 25 }, (_, i) => {
  const isFile = i % 3 !== 2
  return {
    id: `${isFile ? 'file-ingestor' : 'soap-ingestor'}:0:${25 - i}`,
    service: isFile ? 'file-ingestor' : 'soap-ingestor',
    code: isFile ? 'FILE_ROW_REFUSED' : 'SOAP_SALE_REFUSED',
    message: isFile ? 'The row breaks 2 rules' : 'The sale breaks the contract',
    origin: isFile
      ? { system: 'file', dataset: 'sales-2003.csv', position: `line ${140 - i}` }
      : { system: 'soap', dataset: 'ListChangedSales@127.0.0.1:18000', position: `2005-05-31T00:00:00Z 10424-${i}` },
    violations: isFile
      ? [
          violation('amount', '"12,50"', 'must be a decimal such as 12.50'),
          violation('currency', '"usd"', 'must be an ISO 4217 code of three capital letters')
        ]
      : [violation('city', '""', 'must not be empty')],
    traceId: i % 2 === 0 ? TRACE : null,
    refusedAt: new Date(Date.now() - i * 7_200_000).toISOString(),
    contentType: isFile ? 'text/csv' : 'application/json',
    size: 214 + i
  }
})

const day = (own: Partial<ComparedDay>): ComparedDay => ({
  ...{ source: 'shop', dataset: 'public.sale', day: '2004-11-24', currency: 'USD', against: 'arrived' },
  ...{ state: 'agreed', since: '2026-01-02T03:04:05.000Z', reason: null },
  ...{ expected: { rows: 41, amount: '133588.7500' }, found: { rows: 41, amount: '133588.7500' } },
  ...{ control: { position: '0/1A2B3C8', observedAt: '2026-01-02T03:04:05.000Z' }, ...own }
})

const DAYS: readonly ComparedDay[] = [
  day({
    state: 'differs',
    found: { rows: 40, amount: '121587.7500' },
    reason: 'One row has not arrived for 3 minutes'
  }),
  day({ source: 'all', dataset: 'sales', against: 'results', state: 'moving', day: '2005-05-31', control: null }),
  day({
    source: 'files',
    dataset: 'sales-2003.csv',
    state: 'notJudged',
    day: '2003-11-20',
    reason: 'Followed only since later'
  }),
  day({ source: 'partner', dataset: 'ListChangedSales', day: '2005-05-31' }),
  day({ day: '2004-11-23', expected: { rows: 12, amount: '40112.1000' }, found: { rows: 12, amount: '40112.1000' } })
]

const MUCH: Told = {
  letters: (query) => {
    const [service, code, cursor] = ['service', 'code', 'cursor'].map((name) => query.get(name))
    const all = LETTERS.filter((one) => (!service || one.service === service) && (!code || one.code === code))
    const [from, limit] = [Number(cursor ?? 0), Number(query.get('limit') ?? 50)]
    const next = new URLSearchParams({ ...Object.fromEntries(query), cursor: String(from + limit) })
    return {
      summary: [...Map.groupBy(LETTERS, (one) => one.code)].map(([name, same]) => ({
        ...{ service: same[0]!.service, code: name, count: same.length, newest: same[0]!.refusedAt }
      })),
      items: all.slice(from, from + limit),
      next: from + limit < all.length ? `/api/v1/dead-letters?${next.toString()}` : null
    }
  },
  days: (query) => {
    const [state, source, from] = ['state', 'source', 'from'].map((name) => query.get(name))
    const isAsked = (one: ComparedDay): boolean =>
      (!state || one.state === state) && (!source || one.source === source) && (!from || one.day === from)
    const all = { agreed: 812, differs: 1, moving: 1, notJudged: 1 }
    const summary = state ? { ...NONE, [state]: all[state as keyof typeof all] } : all
    return { asOf: '2026-01-02T03:04:05.000Z', summary, items: DAYS.filter(isAsked), next: null }
  }
}

const NONE = { agreed: 0, differs: 0, moving: 0, notJudged: 0 }

export const NOTHING: Told = {
  letters: () => ({ summary: [], items: [], next: null }),
  days: () => ({ asOf: null, summary: NONE, items: [], next: null })
}

/** All is well. */
export const WELL: Told = { ...NOTHING, days: (query) => ({ ...MUCH.days(query), summary: { ...NONE, agreed: 815 } }) }

/** Answers for the two endpoints. */
export async function tellQuality(page: Page, { letters, days }: Told = MUCH): Promise<void> {
  const answering = (of: (query: URLSearchParams) => object) => (route: Route) =>
    route.fulfill({ json: of(new URL(route.request().url()).searchParams) })
  const links = ['lineage', 'dead-letters', 'reconciliation'].map((name) => ({ href: `/api/v1/${name}` }))
  await page.route('**/api/v1', (route) => route.fulfill({ json: { links } }))
  await page.route('**/api/v1/dead-letters*', answering(letters))
  await page.route('**/api/v1/reconciliation*', answering(days))
}
