import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

import { Ledger, type Sale } from './ledger.ts'
import { misbehaved, type Call, type Misbehaviour } from './misbehaviour.ts'
import { soapAnswers } from './soap.ts'

const WSDL = new URL('../wsdl/sales.wsdl', import.meta.url)
const PATH = '/sales'
const XML = { 'content-type': 'text/xml; charset=utf-8' }
const MAX_REQUEST_BYTES = 32 * 1024 * 1024

export interface PartnerOptions {
  readonly host?: string
  /** 0: any free port. */
  readonly port?: number
  /** The table at the start. The sales count as changed one second apart, the last of them now. */
  readonly sales?: readonly Sale[]
  /** Says whether a request may be answered, by its Authorization header; without it, everybody is served. */
  readonly authorise?: (authorization: string | undefined) => boolean
  /** For tests: what goes wrong in this call, if anything. */
  readonly misbehave?: (call: Call) => Misbehaviour | undefined
}

export interface Partner extends AsyncDisposable {
  readonly wsdlUrl: string
  readonly ledger: Ledger
  close(): Promise<void>
}

/** Serves the WSDL at `http://<host>:<port>/sales?wsdl`, and its operations at `/sales`. */
export async function startPartner(options: PartnerOptions = {}): Promise<Partner> {
  const { host = '127.0.0.1', port = 0, sales = [] } = options
  const ledger = new Ledger()
  const start = Date.now() - sales.length * 1_000
  sales.forEach((sale, index) => ledger.put([sale], start + (index + 1) * 1_000))

  const server = createServer()
  await listen(server, port, host)
  const own = `${host}:${(server.address() as AddressInfo).port}`
  const wsdl = await readFile(WSDL, 'utf8')
  const answer = await soapAnswers(wsdlFor(own, wsdl), PATH, ledger)
  server.on('request', (request, response) => {
    serve(request, response).catch((error: unknown) => response.destroy(error as Error))
  })
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => {
        resolve()
      })
      server.closeAllConnections()
    })
  return { wsdlUrl: `http://${own}${PATH}?wsdl`, ledger, close, [Symbol.asyncDispose]: close }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, search } = new URL(request.url ?? '/', `http://${own}`)
    if (pathname !== PATH) return void response.writeHead(404).end()
    if (options.authorise && !options.authorise(request.headers.authorization))
      return void response.writeHead(401).end()
    if (request.method === 'GET' && search.toLowerCase().startsWith('?wsdl')) {
      if (await misbehaved(options.misbehave?.({ operation: 'wsdl', headers: request.headers }), response)) return
      return void response.writeHead(200, XML).end(wsdlFor(request.headers.host ?? own, wsdl))
    }
    if (request.method !== 'POST') return void response.writeHead(405, { allow: 'GET, POST' }).end()
    const body = await bodyOf(request)
    if (body === undefined) return void response.writeHead(413).end()
    const misbehaviour = options.misbehave?.({ operation: operationOf(request), headers: request.headers })
    if (await misbehaved(misbehaviour, response)) return
    const result = await answer(
      body,
      request.headers,
      misbehaviour?.kind === 'answer' ? misbehaviour.change : undefined
    )
    response.writeHead(result.statusCode, XML).end(result.body)
  }
}

/** The service is where its WSDL was asked for: behind a container's published port, only the asker knows that address. */
function wsdlFor(host: string, wsdl: string): string {
  return wsdl.replace(
    /(<soap:address location=")[^"]*/,
    (_, tag: string) => `${tag}${new URL(PATH, `http://${host}`).href}`
  )
}

async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > MAX_REQUEST_BYTES) return undefined
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
}

function operationOf({ headers }: IncomingMessage): string {
  return /[^/"]*(?="?$)/.exec(String(headers['soapaction']))?.[0] ?? ''
}
