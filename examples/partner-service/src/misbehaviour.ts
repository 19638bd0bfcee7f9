import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

import type { Message } from './operations.ts'

const XML = 'text/xml; charset=utf-8'

/** One request to the partner; operation `wsdl`: the description itself was asked for. */
export interface Call {
  readonly operation: string
  readonly headers: IncomingHttpHeaders
}

/** What a test can have the partner do wrong. Nothing on the network can ask for it. */
export type Misbehaviour =
  | { readonly kind: 'fault'; readonly code: string; readonly text: string }
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'hang' }
  | { readonly kind: 'slow'; readonly ms: number }
  | { readonly kind: 'disconnect' }
  /** These bytes instead of an answer, with status 200. */
  | { readonly kind: 'body'; readonly body: string | Buffer; readonly contentType?: string }
  /** An answer without end. */
  | { readonly kind: 'endless'; readonly chunk: string }
  /** The true answer of ListChangedSales, changed: duplicates, another order, wrong types. */
  | { readonly kind: 'answer'; readonly change: (page: Message) => Message }

/** @returns whether the response has been dealt with */
export async function misbehaved(misbehaviour: Misbehaviour | undefined, response: ServerResponse): Promise<boolean> {
  switch (misbehaviour?.kind) {
    case 'fault':
      response.writeHead(500, { 'content-type': XML }).end(faultXml(misbehaviour.code, misbehaviour.text))
      return true
    case 'status':
      response.writeHead(misbehaviour.status).end('no')
      return true
    case 'hang':
      return true
    case 'slow':
      await sleep(misbehaviour.ms)
      return false
    case 'disconnect':
      response.destroy()
      return true
    case 'body':
      response.writeHead(200, { 'content-type': misbehaviour.contentType ?? XML }).end(misbehaviour.body)
      return true
    case 'endless':
      response.writeHead(200, { 'content-type': XML })
      pour(misbehaviour.chunk, response)
      return true
    case 'answer':
    case undefined:
      return false
  }
}

function pour(chunk: string, response: ServerResponse): void {
  while (!response.destroyed && response.write(chunk));
  if (!response.destroyed)
    response.once('drain', () => {
      pour(chunk, response)
    })
}

const faultXml = (code: string, text: string): string =>
  '<?xml version="1.0" encoding="utf-8"?><soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body>' +
  `<soap:Fault><faultcode>${code}</faultcode><faultstring>${text}</faultstring></soap:Fault></soap:Body></soap:Envelope>`
