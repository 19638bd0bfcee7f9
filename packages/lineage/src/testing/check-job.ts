import type { EventType } from '@sales-pipeline/contracts'
import type { Metrics } from '@sales-pipeline/observability'
import { readMeasures } from '../adapters/read-metrics.ts'
import { runEvent } from '../core/events.ts'
import { brokenColumns, type Job } from '../core/model.ts'
import { progressOf, rowsBetween } from '../core/tally.ts'
import { eventChecker } from './check-event.ts'

const RUN_ID = 'a1b2c3d4-0000-4000-8000-000000000000'
const TYPES: readonly EventType[] = ['START', 'RUNNING', 'COMPLETE', 'FAIL', 'ABORT']

/**
 * What is wrong with a job: its column lineage names a field that does not exist, rows are counted for what is no output, or
 * its events are not as the standard wants them. `against` says what they were checked against.
 *
 * @throws Error if its measures name a metric that is not there
 */
export async function checkJob(job: Job, metrics: Metrics): Promise<{ wrong: string[]; against: string }> {
  const reading = await readMeasures(metrics, job)
  const outputs = new Set(job.outputs.map(({ name }) => name))
  const { check, against } = eventChecker()
  const events = TYPES.map((type) =>
    runEvent({
      ...{ type, at: 0, engine: process.versions.node, run: { id: RUN_ID, job } },
      rows: rowsBetween(reading, reading),
      progress: progressOf(job, [reading, reading, reading], { ready: true, reasons: {} }, 1),
      ...(type === 'FAIL' && { error: { message: 'it broke' } })
    })
  )
  const wrong = [
    ...brokenColumns(job),
    ...Object.keys(reading.rowsOut).flatMap((name) => (outputs.has(name) ? [] : [`${name} is no output`])),
    ...events.flatMap(check)
  ]
  return { wrong, against }
}
