import { createServer } from 'node:http'
import { input } from './program.ts'

/** Answers every request with the same bytes, until it is stopped. */
export interface BareHttpServer {
  readonly host: string
  readonly port: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

const { host, port, headers, body } = input() as BareHttpServer
const bytes = Buffer.from(body)
createServer((_, response) => {
  response.writeHead(200, headers).end(bytes)
}).listen(port, host)
