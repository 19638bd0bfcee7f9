import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Answer } from './answer.ts'

/** Best first, of what a client takes. */
export const ENCODINGS = ['br', 'gzip'] as const
export type Encoding = (typeof ENCODINGS)[number]

/** What is smaller fits into one packet as it is. */
export const SMALLEST_COMPRESSED = 1024

const QUALITY = 5
const brotli = promisify(brotliCompress)
const compressors: Readonly<Record<Encoding, (body: Buffer) => Promise<Buffer>>> = {
  br: (body) =>
    brotli(body, {
      params: { [constants.BROTLI_PARAM_QUALITY]: QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: body.length }
    }),
  gzip: promisify<Buffer, Buffer>(gzip)
}

const known: Readonly<Record<Encoding, WeakMap<Answer, Promise<Answer>>>> = { br: new WeakMap(), gzip: new WeakMap() }

/** The answer compressed, with an ETag of its own; kept as long as the answer itself is. */
export function encoded(answer: Answer, encoding: Encoding): Promise<Answer> {
  const before = known[encoding].get(answer)
  if (before !== undefined) return before
  const now = encode(answer, encoding)
  known[encoding].set(answer, now)
  return now
}

async function encode({ status, headers, body }: Answer, encoding: Encoding): Promise<Answer> {
  const { etag } = headers
  return {
    status,
    headers: {
      ...headers,
      ...(typeof etag === 'string' && { etag: `${etag.slice(0, -1)}-${encoding}"` }),
      'content-encoding': encoding
    },
    body: await compressors[encoding](body)
  }
}
