import type { ControlKey, ControlTotal } from '@sales-pipeline/contracts'
import { controlRecords, type OpenTopic, type Producer } from '@sales-pipeline/kafka'
import { businessDay, DayTotals } from '@sales-pipeline/sales-aggregation'

import type { TellControl } from '../ports.ts'

/** Tells the totals of an answer on the topic of control totals. Its sales are known by when it was observed. */
export function kafkaControls(
  producer: Producer,
  topic: OpenTopic<ControlKey, ControlTotal>,
  timeZone: string
): TellControl {
  const dayOf = businessDay(timeZone)
  return async (sales, { source, dataset, observedAt, request }) => {
    const totals = new DayTotals(dayOf)
    for (const sale of sales) totals.add(sale)
    const versions = sales.map(({ version }) => version)
    const control = {
      ...{ source, dataset, scope: `observed ${new Date(observedAt).toISOString()}`, position: request },
      ...{ kind: 'RECORDS' as const, observed_at: observedAt, time_zone: timeZone, taken_at: Date.now() },
      version_from: versions.reduce((least, version) => (version < least ? version : least)),
      version_to: versions.reduce((most, version) => (version > most ? version : most))
    }
    await producer.send(controlRecords(topic, control, totals.list()))
  }
}
