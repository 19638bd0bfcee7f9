import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { htmlOf, PAGE_POLICY, pageFiles } from '@sales-pipeline/page-kit'
import { found, type Answer } from '../answer.ts'

const PUBLIC = fileURLToPath(new URL('../../../../public', import.meta.url))

/** Swagger UI has its pictures in its styles. */
const DOCS_POLICY = PAGE_POLICY.replace("img-src 'self'", "img-src 'self' data:")

/** Files of libraries, as they came; browsers know them by our paths. */
const LIBRARIES = {
  '/page/vendor/uplot.js': 'uplot/dist/uPlot.esm.js',
  '/page/vendor/uplot.css': 'uplot/dist/uPlot.min.css',
  '/docs/swagger-ui.css': 'swagger-ui-dist/swagger-ui.css',
  '/docs/swagger-ui-bundle.js': 'swagger-ui-dist/swagger-ui-bundle.js'
}
const LIBRARY_IMPORT = /from (['"])uplot\1/

/** Every file of the page and of the documentation, by its path. */
export function pageAnswers(traceUrl: string | undefined): ReadonlyMap<string, Answer> {
  const answers = new Map<string, Answer>()
  for (const { name, type, body } of pageFiles(PUBLIC)) {
    answers.set(pathOf(name), found(type.startsWith('text/javascript') ? withLibrary(body) : body, type))
  }
  for (const [path, module] of Object.entries(LIBRARIES)) {
    const type = path.endsWith('.css') ? 'text/css; charset=utf-8' : 'text/javascript; charset=utf-8'
    answers.set(path, found(readFileSync(fileURLToPath(import.meta.resolve(module))), type))
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

function pathOf(name: string): string {
  return name.startsWith('docs/') ? `/${name}` : `/page/${name}`
}

function withLibrary(script: Buffer): Buffer {
  return Buffer.from(script.toString().replace(LIBRARY_IMPORT, "from '/page/vendor/uplot.js'"))
}

function html(name: string, policy: string, replaced: Readonly<Record<string, string>> = {}): Answer {
  let text = htmlOf(`${PUBLIC}/${name}`)
  for (const [mark, content] of Object.entries(replaced)) text = text.replace(mark, () => content)
  return found(text, 'text/html; charset=utf-8', { 'content-security-policy': policy })
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')
}

/** All at once, instead of each when another one asks for it. */
function preload(path: string): string {
  return `<link rel="modulepreload" href="${path}" />`
}
