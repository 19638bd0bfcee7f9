import { storedKey } from './key.ts'

/** The API refuses, and says why. */
export class Refusal extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

export interface CityItem {
  readonly rank: number
  readonly country: string
  readonly region: string
  readonly city: string
  readonly currency: string
  readonly total: string
  readonly count: number
}

export interface SalesmanItem {
  readonly rank: number
  readonly country: string | null
  readonly salesmanId: string
  readonly salesmanName: string
  readonly currency: string
  readonly total: string
  readonly count: number
}

export interface SaleItem {
  readonly rank: number
  readonly saleId: string
  readonly amount: string
  readonly currency: string
  readonly soldAt: string
  readonly region: string
  readonly salesmanId: string
  readonly salesmanName: string
  readonly product: string | null
}

export interface Salesman {
  readonly salesmanId: string
  readonly salesmanName: string
  readonly totals: readonly Omit<SalesmanItem, 'salesmanId' | 'salesmanName'>[]
}

export interface Listed<Item> {
  readonly items: readonly Item[]
  readonly next?: string | null
  readonly asOf: string | null
}

/** Headers that open the API, where it asks for a key. */
export function authorization(): Record<string, string> {
  const key = storedKey()
  return key === null ? {} : { authorization: `Bearer ${key}` }
}

export function urlOf(path: string, query: Readonly<Record<string, string>> = {}): string {
  const text = new URLSearchParams(query).toString()
  return `/api/v1${path === '' ? '' : `/${path}`}${text === '' ? '' : `?${text}`}`
}

/** @throws Refusal; TypeError while the service cannot be reached */
export function get<Answer>(path: string, query: Readonly<Record<string, string>> = {}): Promise<Answer> {
  return getLink(urlOf(path, query))
}

/** As get, of a link that an answer named. */
export async function getLink<Answer>(href: string): Promise<Answer> {
  const response = await fetch(href, { headers: authorization() })
  const body = (await response.json()) as Answer & { readonly detail?: string }
  if (!response.ok) throw new Refusal(response.status, body.detail ?? response.statusText)
  return body
}
