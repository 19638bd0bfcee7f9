import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Express, RequestHandler } from 'express'

/** In an image, where `tsc` has compiled the page beside the service. */
const IS_COMPILED = !import.meta.url.endsWith('.ts')
const PUBLIC = fileURLToPath(new URL('../../public', import.meta.url))

/** Nothing but our own files. */
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-cache'
}

/** Browsers run no TypeScript: its types are taken out, and nothing else, so that lines stay where they were. */
const strip = IS_COMPILED ? (code: string) => code : await stripper()

async function stripper(): Promise<(code: string) => string> {
  const { transformSync } = await import('amaro')
  return (code) => transformSync(code, { mode: 'strip-only' }).code
}

/** One page of ours, at these paths; the files that pages are made of are under /page. */
export function servePage(app: Express, html: string, paths: readonly string[]): void {
  for (const name of readdirSync(PUBLIC, { recursive: true, encoding: 'utf8' })) {
    if (/\.(css|svg|[jt]s)$/.test(name) && !name.endsWith('.test.ts')) app.get(`/page/${name}`, file(name))
  }
  app.get([...paths], file(html))
}

function file(name: string): RequestHandler {
  const text = readFileSync(`${PUBLIC}/${name}`, 'utf8')
  const isScript = /\.[jt]s$/.test(name)
  const body = isScript ? strip(text) : IS_COMPILED ? text.replaceAll('.ts"', '.js"') : text
  const type = isScript ? 'text/javascript' : (name.split('.').at(-1) ?? '')
  return (_request, response) => {
    response.set(HEADERS).type(type).send(body)
  }
}
