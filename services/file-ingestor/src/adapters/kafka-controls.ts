import type { ControlKey, ControlTotal } from '@sales-pipeline/contracts'
import { controlRecords, type OpenTopic, type Producer } from '@sales-pipeline/kafka'
import { businessDay, DayTotals } from '@sales-pipeline/sales-aggregation'
import type { Controls } from '../ports.ts'

const NS_OF_MS = 1_000_000n

/** Tells the totals of a file on the topic of control totals. A file is known by name, content and time: told again, they are the same. */
export function kafkaControls(
  producer: Producer,
  topic: OpenTopic<ControlKey, ControlTotal>,
  timeZone: string
): Controls {
  const dayOf = businessDay(timeZone)
  return {
    begin: () => new DayTotals(dayOf),
    publish: async ({ source, name: dataset, version }, { mtimeNs }, { records }, totals) => {
      const modified = new Date(Number(mtimeNs / NS_OF_MS)).toISOString()
      const control = {
        ...{ source, dataset, scope: `mtime ${modified}`, position: `mtime ${modified}, ${records} records` },
        ...({ kind: 'RECORDS', version_from: version(0), version_to: version(records), observed_at: null } as const),
        ...{ time_zone: timeZone, taken_at: Date.now() }
      }
      await producer.send(controlRecords(topic, control, totals.list()))
    }
  }
}
