import { z } from 'zod'
import type { RunEvent } from '@sales-pipeline/lineage'

const facets = z.record(z.string(), z.looseObject({})).default({})
const dataset = z.looseObject({ namespace: z.string(), name: z.string(), facets })
const inputField = z.looseObject({
  ...{ namespace: z.string(), name: z.string(), field: z.string() },
  transformations: z.array(z.looseObject({ type: z.string(), subtype: z.string().optional() })).optional()
})
const columnLineage = z.looseObject({
  fields: z.record(z.string(), z.looseObject({ inputFields: z.array(inputField) }))
})
const output = dataset.refine(
  (each) => each.facets['columnLineage'] === undefined || columnLineage.safeParse(each.facets['columnLineage']).success
)

/** As much of a run event as is stored; whoever wrote it, the store must be able to hold it. */
const runEvent = z.looseObject({
  eventType: z.enum(['START', 'RUNNING', 'COMPLETE', 'FAIL', 'ABORT', 'OTHER']),
  eventTime: z.iso.datetime({ offset: true }),
  run: z.looseObject({ runId: z.guid(), facets }),
  job: z.looseObject({ namespace: z.string(), name: z.string(), facets }),
  inputs: z.array(dataset).default([]),
  outputs: z.array(output).default([])
})

/** The run event that a text is; undefined for anything else. */
export function readEvent(text: string): RunEvent | undefined {
  try {
    const result = runEvent.safeParse(JSON.parse(text))
    return result.success ? (result.data as unknown as RunEvent) : undefined
  } catch {
    return undefined
  }
}
