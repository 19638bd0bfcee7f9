import type { Request, Response } from 'express'
import type { Answer } from './answer.ts'
import { encoded, ENCODINGS, SMALLEST_COMPRESSED } from './encoding.ts'

const VARY = 'Accept, Accept-Encoding'

/** Sends an answer in the best encoding that the client takes, or tells it that it has this very answer. */
export async function send(request: Request, response: Response, answer: Answer): Promise<void> {
  const { status, headers, body } = await bestOf(request, answer)
  const others = response.getHeader('vary')
  const vary = typeof others === 'string' ? `${others}, ${VARY}` : VARY
  if (status === 200 && isKnown(request, response, headers['etag'])) {
    const kept = Object.entries(headers).filter(([name]) => !name.startsWith('content-'))
    response.writeHead(304, { ...Object.fromEntries(kept), vary }).end()
  } else {
    response.writeHead(status, { ...headers, vary, 'content-length': body.length }).end(body)
  }
}

function isKnown(request: Request, response: Response, etag: string | number | undefined): boolean {
  if (request.headers['if-none-match'] === undefined || etag === undefined) return false
  response.setHeader('etag', etag)
  return request.fresh
}

async function bestOf(request: Request, answer: Answer): Promise<Answer> {
  if (answer.body.length < SMALLEST_COMPRESSED) return answer
  const accepted = request.headers['accept-encoding'] === undefined ? false : request.acceptsEncodings(...ENCODINGS)
  const encoding = ENCODINGS.find((one) => one === accepted)
  return encoding === undefined ? answer : encoded(answer, encoding)
}
