import type { ControlKey, ControlTotal } from '@sales-pipeline/contracts'
import { controlRecords, type OpenTopic, type Producer } from '@sales-pipeline/kafka'
import { businessDay, DayTotals } from '@sales-pipeline/sales-aggregation'
import { formatLsn } from '../../core/lsn.ts'
import type { ControlSink } from '../../ports.ts'

export interface ControlSettings {
  readonly source: string
  /** The sale table's name with its schema. */
  readonly dataset: string
  readonly timeZone: string
}

/** Tells what the sale table held at a moment: the newest of these replaces all before. */
export function kafkaControls(
  producer: Producer,
  topic: OpenTopic<ControlKey, ControlTotal>,
  { source, dataset, timeZone }: ControlSettings
): ControlSink {
  const dayOf = businessDay(timeZone)
  return {
    begin: () => new DayTotals(dayOf),
    publish: async ({ consistentPoint, takenAt }, totals) => {
      const control = {
        ...{ source, dataset, scope: '', position: formatLsn(consistentPoint), kind: 'STATE' as const },
        // What is committed at the consistent point itself is not in the snapshot.
        ...{ version_from: 0n, version_to: consistentPoint - 1n, observed_at: null },
        ...{ time_zone: timeZone, taken_at: takenAt }
      }
      await producer.send(controlRecords(topic, control, totals.list()))
    }
  }
}
