import { isSpanContextValid, trace } from '@opentelemetry/api'
import { pino } from 'pino'
import type { DestinationStream, Logger } from 'pino'
import { errorRecord } from './error-record.ts'

export type { Logger } from 'pino'

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

export interface LoggerOptions {
  readonly service: string
  readonly level: LogLevel
  /** Where the lines go: standard output unless given. */
  readonly destination?: DestinationStream
}

const SECRET_KEYS = ['password', 'secret', 'authorization'].flatMap((key) => [key, capitalised(key), key.toUpperCase()])
const SECRET_PATHS = ['', '*.', '*.*.'].flatMap((depth) => SECRET_KEYS.map((key) => depth + key))
const CREDENTIALS_IN_URL = /(:\/\/[^\s/:@"]*):[^\s/@"]+@/g

/**
 * A logger of JSON lines: ISO time, level as text, the service, and the trace and span of the active span, if any.
 * Synchronous, so that the last line before an exit is written.
 * Never written: values of keys named password, secret or authorization (three levels deep), and passwords inside URLs.
 */
export function createLogger({ service, level, destination }: LoggerOptions): Logger {
  const options = {
    level,
    base: { service },
    messageKey: 'message',
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    mixin: activeSpan,
    serializers: { err: errorRecord, error: errorRecord },
    redact: { paths: SECRET_PATHS, censor: '[redacted]' },
    hooks: { streamWrite: withoutCredentials }
  }
  return destination === undefined ? pino(options) : pino(options, destination)
}

function activeSpan(): Record<string, string> {
  const context = trace.getActiveSpan()?.spanContext()
  if (context === undefined || !isSpanContextValid(context)) return {}
  return { trace_id: context.traceId, span_id: context.spanId }
}

/** A text without the passwords of the URLs in it. */
export function withoutCredentials(line: string): string {
  return line.includes('@') ? line.replace(CREDENTIALS_IN_URL, '$1:[redacted]@') : line
}

function capitalised(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1)
}
