import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { found, type Answer } from '../answer.ts'

/** In an image, where `tsc` has compiled the page beside the service. */
const IS_COMPILED = !import.meta.url.endsWith('.ts')
const PUBLIC = fileURLToPath(new URL('../../../../public', import.meta.url))

/** Nothing but our own files; styles are set by scripts through the object model, which no policy forbids. */
const PAGE_POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
/** Swagger UI has its pictures in its styles. */
const DOCS_POLICY = PAGE_POLICY.replace("img-src 'self'", "img-src 'self' data:")

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  ts: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml'
}

/** Files of libraries, as they came; browsers know them by our paths. */
const LIBRARIES = {
  '/page/vendor/uplot.js': 'uplot/dist/uPlot.esm.js',
  '/page/vendor/uplot.css': 'uplot/dist/uPlot.min.css',
  '/docs/swagger-ui.css': 'swagger-ui-dist/swagger-ui.css',
  '/docs/swagger-ui-bundle.js': 'swagger-ui-dist/swagger-ui-bundle.js'
}
const LIBRARY_IMPORT = /from (['"])uplot\1/

/** Browsers run no TypeScript: its types are taken out, and nothing else, so that lines stay where they were. */
const strip = IS_COMPILED ? (code: string) => code : await stripper()

async function stripper(): Promise<(code: string) => string> {
  const { transformSync } = await import('amaro')
  return (code) => transformSync(code, { mode: 'strip-only' }).code
}

/** Every file of the page and of the documentation, by its path. */
export function pageAnswers(traceUrl: string | undefined): ReadonlyMap<string, Answer> {
  const files = readdirSync(PUBLIC, { recursive: true, encoding: 'utf8' }).filter(isServed)
  const answers = new Map(files.map((file) => [pathOf(file), ownFile(file)]))
  for (const [path, module] of Object.entries(LIBRARIES)) {
    answers.set(path, file(path, readFileSync(fileURLToPath(import.meta.resolve(module)))))
  }
  const modules = [...answers.keys()].filter((path) => /^\/page\/.*\.[jt]s$/.test(path))
  answers.set(
    '/',
    html('index.html', PAGE_POLICY, {
      '<!-- modules -->': modules.map(preload).join('\n    '),
      '<!-- settings -->': traceUrl === undefined ? '' : `<meta name="trace-url" content="${escaped(traceUrl)}" />`
    })
  )
  return answers.set('/docs', html('docs/index.html', DOCS_POLICY))
}

function isServed(name: string): boolean {
  return /\.(css|svg|[jt]s)$/.test(name) && !name.endsWith('.test.ts')
}

function pathOf(name: string): string {
  return name.startsWith('docs/') ? `/${name}` : `/page/${name}`
}

function ownFile(name: string): Answer {
  const text = readFileSync(`${PUBLIC}/${name}`, 'utf8')
  if (!/\.[jt]s$/.test(name)) return file(name, Buffer.from(text))
  return file(name, Buffer.from(strip(text).replace(LIBRARY_IMPORT, "from '/page/vendor/uplot.js'")))
}

function file(name: string, content: Buffer): Answer {
  return found(content, TYPES[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream')
}

function html(name: string, policy: string, replaced: Readonly<Record<string, string>> = {}): Answer {
  let text = readFileSync(`${PUBLIC}/${name}`, 'utf8')
  for (const [mark, content] of Object.entries(replaced)) text = text.replace(mark, () => content)
  if (IS_COMPILED) text = text.replaceAll('.ts"', '.js"')
  return found(text, TYPES['html'] ?? '', { 'content-security-policy': policy })
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
}

/** All at once, instead of each when another one asks for it. */
function preload(path: string): string {
  return `<link rel="modulepreload" href="${path}" />`
}
