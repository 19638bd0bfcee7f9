import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** A file of a page, as a browser gets it. */
export interface PageFile {
  /** Below /page, such as `main.ts`, or `kit/index.ts` of what all pages are made of. */
  readonly name: string
  readonly type: string
  readonly body: Buffer
}

/**
 * Nothing but our own files; styles are set by scripts through the object model, which no policy forbids. No form is sent by the browser
 * itself: before its script has loaded that would put what somebody typed into an address.
 */
export const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"

const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  ts: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml'
}

/** In an image, where `tsc` has compiled the pages beside the services. */
const IS_COMPILED = !import.meta.url.endsWith('.ts')
const SCRIPT = IS_COMPILED ? 'js' : 'ts'
const KIT = fileURLToPath(new URL('../public', import.meta.url))
const KIT_IMPORT = /from (['"])@sales-pipeline\/page-kit\/browser\1/g

/** Browsers run no TypeScript: its types are taken out, and nothing else, so that lines stay where they were. */
const strip = IS_COMPILED ? (code: string) => code : await stripper()

async function stripper(): Promise<(code: string) => string> {
  const { transformSync } = await import('amaro')
  return (code) => transformSync(code, { mode: 'strip-only' }).code
}

/** The scripts, styles and pictures in a folder, with those of this package beside them under `kit/`. To be served under /page. */
export function pageFiles(folder: string): readonly PageFile[] {
  const kit = filesIn(KIT).map((file) => ({ ...file, name: `kit/${file.name}` }))
  return [...filesIn(folder), ...kit]
}

/** The text of an HTML file, which calls its scripts by the names that they are served under. */
export function htmlOf(file: string): string {
  const text = readFileSync(file, 'utf8')
  return IS_COMPILED ? text.replaceAll('.ts"', '.js"') : text
}

function filesIn(folder: string): PageFile[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(isServed)
  return names.map((name) => {
    const text = readFileSync(`${folder}/${name}`, 'utf8')
    const body = /\.[jt]s$/.test(name) ? strip(text).replaceAll(KIT_IMPORT, `from '/page/kit/index.${SCRIPT}'`) : text
    return { name, type: TYPES[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream', body: Buffer.from(body) }
  })
}

function isServed(name: string): boolean {
  return /\.(css|svg|[jt]s)$/.test(name) && !name.endsWith('.test.ts')
}
