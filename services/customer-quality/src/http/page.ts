import { fileURLToPath } from 'node:url'
import type { Express, RequestHandler } from 'express'
import { htmlOf, PAGE_POLICY, pageFiles } from '@sales-pipeline/page-kit'

const PUBLIC = fileURLToPath(new URL('../../public', import.meta.url))

const HEADERS = {
  'content-security-policy': PAGE_POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-cache'
}

/** One page of ours, at these paths; the files that pages are made of are under /page. */
export function servePage(app: Express, html: string, paths: readonly string[]): void {
  for (const { name, type, body } of pageFiles(PUBLIC)) app.get(`/page/${name}`, file(type, body))
  app.get([...paths], file('html', htmlOf(`${PUBLIC}/${html}`)))
}

function file(type: string, body: string | Buffer): RequestHandler {
  return (_request, response) => {
    response.set(HEADERS).type(type).send(body)
  }
}
