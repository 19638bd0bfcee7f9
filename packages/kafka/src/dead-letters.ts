import { trace } from '@opentelemetry/api'
import type { DeadLetter, Origin, Violation } from '@sales-pipeline/contracts'
import { recordRefusal } from '@sales-pipeline/observability'
import type { OpenTopic, OutgoingRecord } from './topic.ts'

export interface Refusal {
  readonly origin: Origin
  /** A code of the service's catalogue of errors. */
  readonly code: string
  readonly message: string
  readonly violations?: readonly Violation[]
  /** The refused bytes as they came, and what they are. */
  readonly original: Buffer
  readonly contentType: string
}

/** The record that keeps what a service refused; send it like any other, before the checkpoint moves past it. The active span tells of it. */
export function deadLetterRecord(
  topic: OpenTopic<null, DeadLetter>,
  service: string,
  refusal: Refusal
): OutgoingRecord {
  const { origin, code, message, violations = [], original, contentType } = refusal
  recordRefusal(code)
  const trace_id = trace.getActiveSpan()?.spanContext().traceId ?? null
  const letter = {
    service,
    origin,
    code,
    message,
    violations: violations.map(recorded),
    original,
    content_type: contentType,
    trace_id,
    refused_at: Date.now()
  }
  return topic.record(null, letter)
}

/** A violation with what its letter says of it. */
function recorded({ field, rule, version = 1, value, message }: Violation): DeadLetter['violations'][number] {
  return { field, rule, version, value: value ?? null, message }
}
