import type { ControlKey, ControlTotal, DayTotal } from '@sales-pipeline/contracts'
import type { OpenTopic, OutgoingRecord } from './topic.ts'

/** What is said of a source's sales, beside their totals. */
export type Control = ControlKey & Omit<ControlTotal, 'part' | 'parts' | 'totals'>

/** Some tens of bytes each: a record stays far below what Kafka takes. */
const TOTALS_OF_A_PART = 5000

/** The records that tell a control; send them together, after Kafka has acknowledged all of its sales. */
export function controlRecords(
  topic: OpenTopic<ControlKey, ControlTotal>,
  { source, dataset, scope, ...said }: Control,
  totals: readonly DayTotal[]
): OutgoingRecord[] {
  const parts = Math.max(1, Math.ceil(totals.length / TOTALS_OF_A_PART))
  return Array.from({ length: parts }, (_, part) =>
    topic.record(
      { source, dataset, scope },
      { ...said, part, parts, totals: totals.slice(part * TOTALS_OF_A_PART, (part + 1) * TOTALS_OF_A_PART) }
    )
  )
}
