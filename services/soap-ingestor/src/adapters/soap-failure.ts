import { ServiceError } from '@sales-pipeline/service-kit'

import { errors } from '../errors.ts'

/** The library's errors carry the whole answer: only a fault's code and the start of its text are taken. */
export function failureOf(error: unknown): Error {
  const { code, root } = error as {
    code?: string
    root?: { Envelope?: { Body?: { Fault?: Record<string, unknown> } } }
  }
  if (error instanceof ServiceError || (error instanceof Error && code === 'ERR_CANCELED')) return error
  const fault = root?.Envelope?.Body?.Fault
  if (fault === undefined) return errors.PARTNER_ANSWER_INVALID('it is not well-formed, or not a message of this WSDL')
  const [faultCode, text] = [
    deepText(fault['faultcode'] ?? fault['Code']),
    deepText(fault['faultstring'] ?? fault['Reason'])
  ]
  const blamesRequest = /(?:^|:)(?:Client|Sender)\b/.test(faultCode)
  return (blamesRequest ? errors.PARTNER_REFUSES_REQUEST : errors.PARTNER_FAULT)(
    `${faultCode.slice(0, 100)}: ${text.slice(0, 200)}`
  )
}

/** SOAP 1.1 has the text in the element, SOAP 1.2 deeper, and either may have attributes beside it. */
function deepText(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value !== 'object' || value === null) return ''
  const { $value, Value, Text } = value as Record<string, unknown>
  return deepText($value ?? Value ?? Text)
}
