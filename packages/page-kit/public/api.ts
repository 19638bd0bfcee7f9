import { storedKey } from './key.ts'

/** The API refuses, and says why. */
export class Refusal extends Error {
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
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
