import * as soap from 'soap'

import { objectionTo } from '../core/envelope.ts'
import { errors } from '../errors.ts'

const MOST_ANSWER_BYTES = 32 * 1024 * 1024
const FAULT = /<(?:[\w.-]+:)?Body[^>]*>\s*<(?:[\w.-]+:)?Fault[\s>/]/
const FAULT_WITHIN = 4096

interface Response {
  readonly status: number
  readonly headers: Readonly<Record<string, string | undefined>>
}

type Callback = (error: unknown, response?: unknown, body?: unknown) => unknown

/**
 * The SOAP library's HTTP, with limits: an answer is at most 32 MiB, is decoded by the encoding it names, has a status that
 * means an answer, and passes the checks of core/envelope. Deadlines come with each call as `signal`.
 */
export class GuardedHttp extends soap.HttpClient {
  override buildRequest(url: string, data: unknown, headers?: soap.IHeaders, options: soap.IExOptions = {}): object {
    const request = super.buildRequest(url, data, headers, options) as object
    return { ...request, responseType: 'arraybuffer', maxContentLength: MOST_ANSWER_BYTES, maxRedirects: data ? 0 : 3 }
  }

  /** The library's own way takes time that grows with the square of a hostile answer. */
  override handleResponse(_request: unknown, _response: unknown, body: unknown): unknown {
    return body
  }

  override request(
    url: string,
    data: unknown,
    callback: Callback,
    headers?: soap.IHeaders,
    options?: soap.IExOptions
  ): ReturnType<soap.HttpClient['request']> {
    const checked: Callback = (error, response, body) => {
      if (error) return callback(failureOf(error))
      try {
        const text = decode(body as Buffer, response as Response)
        return callback(null, response, text)
      } catch (objection) {
        return callback(objection)
      }
    }
    return super.request(url, data, checked, headers, options)
  }
}

/** @throws ServiceError if this is no answer. */
function decode(body: Buffer, { status, headers }: Response): string {
  if (status === 401 || status === 403) throw errors.PARTNER_ACCESS_DENIED(`HTTP status ${status}`)
  const text = textOf(body, headers['content-type'] ?? '')
  if (status !== 200 && !(status >= 400 && FAULT.test(text.slice(0, FAULT_WITHIN))))
    throw errors.PARTNER_HTTP_STATUS(`HTTP status ${status}`)
  const objection = objectionTo(text)
  if (objection !== null) throw errors.PARTNER_ANSWER_INVALID(objection)
  return text
}

/** The encoding is that of the HTTP header, else of the XML declaration, else UTF-8 (RFC 7303, section 3). */
function textOf(body: Buffer, contentType: string): string {
  const declared = /^[^>]{0,100}?encoding=["']([\w.:-]+)["']/.exec(body.toString('latin1', 0, 120))?.[1]
  const charset = /charset="?([\w.:-]+)/i.exec(contentType)?.[1] ?? declared ?? 'utf-8'
  try {
    return new TextDecoder(charset, { fatal: true }).decode(body)
  } catch {
    throw errors.PARTNER_ANSWER_INVALID(`it is not the ${charset} that it says it is`)
  }
}

function failureOf(error: unknown): unknown {
  const { code, message } = error as { code?: string; message?: string }
  if (message?.startsWith('maxContentLength'))
    return errors.PARTNER_ANSWER_TOO_LARGE(`more than ${MOST_ANSWER_BYTES} bytes`)
  if (code === 'ERR_CANCELED') return error
  return errors.PARTNER_UNREACHABLE(code ?? message ?? 'no connection')
}
