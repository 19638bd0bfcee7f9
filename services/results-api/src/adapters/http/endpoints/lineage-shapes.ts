import { z } from 'zod'
import { HEALTHS } from '../../../core/lineage/health.ts'
import { CURSOR_TEXT, LONGEST_CURSOR, readPageCursor } from '../../../core/lineage/page-cursor.ts'
import { parameter } from '../../../core/parameters.ts'
import { PERIODS } from '../../../core/period.ts'

const MOST_SALES = 500
const DEFAULT_SALES = 50

/** What requests about lineage may say, beside the filters of the rankings. */
export const lineageParameters = {
  saleId: parameter.name().describe('Id of the sale: source, colon, native id.'),
  currency: z
    .string('is missing: a total is of one currency')
    .regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code of three capital letters, such as USD')
    .describe('ISO 4217 code of the total.'),
  limit: parameter.count(MOST_SALES).default(DEFAULT_SALES).describe('How many sales.'),
  cursor: z
    .string()
    .max(LONGEST_CURSOR, 'is no cursor of this API')
    .refine((text) => CURSOR_TEXT.test(text) && readPageCursor(text) !== undefined, 'is no cursor of this API')
    .meta({ pattern: CURSOR_TEXT.source })
    .optional()
    .describe('Where the page before ended: part of its `next` link.')
}

const name = { namespace: z.string(), name: z.string() }
const text = z.string().nullable()
const instant = z.iso.datetime()
const day = z.iso.date().describe('In the business time zone: it decides which totals the sale is part of.')
const amount = z
  .string()
  .regex(/^-?\d+\.\d{2,4}$/)
  .describe('Exact decimal, two to four decimals.')
const count = z.int().min(0)
const offset = z.string().regex(/^\d+$/).describe('Offset of the record in its partition.')
const traceId = text.describe('W3C trace id; null if the trace was not kept.')
const asOf = instant.nullable().describe('When the newest change in the results was applied; null before the first.')
const health = z
  .enum(HEALTHS)
  .describe('not-ready: alive, and says why; silent: nothing heard for three intervals, so the process is gone.')
const lag = z.strictObject({ value: z.number(), unit: z.string() }).nullable()

const run = z.strictObject({
  ...{ runId: z.string(), health, startedAt: instant, lastEventAt: instant, endedAt: instant.nullable(), error: text },
  reasons: z.record(z.string(), z.string()).describe('By component: why it is not ready.')
})

const state = {
  ...{ country: z.string(), region: z.string(), city: z.string(), salesmanId: z.string(), salesmanName: z.string() },
  ...{ amount, currency: z.string(), soldAt: instant, day, product: text }
}
const provenance = { system: z.string(), dataset: z.string(), position: z.string() }

const sum = { total: amount.describe('Exact sum.'), count }

const behindTotal = {
  ...{ currency: z.string(), period: z.enum(PERIODS), date: text },
  ...sum,
  ranking: z.strictObject(sum).describe('What the rankings show for the same.'),
  consistent: z.boolean().describe('Whether both are the same. If not, one of them lags: ask again.'),
  lagRecords: count.describe('Records of sales that are not in the lineage yet, as of its last batch.'),
  sources: z.array(z.strictObject({ source: z.string(), ...sum })).describe('Subtotals that add up to the total.'),
  items: z
    .array(
      z.strictObject({
        ...{ saleId: z.string(), source: z.string(), ...state, ...provenance },
        ...{ partition: z.int(), offset, traceId }
      })
    )
    .describe('By source, day and id.'),
  next: text.describe('Link to the next page; null on the last.'),
  asOf
}

/** What answers about lineage say. */
export const lineageAnswers = {
  LineageGraph: z.strictObject({
    jobs: z.array(
      z.strictObject({
        ...name,
        ...{ description: text, owner: text, processing: text, kind: text },
        health: health.nullable(),
        rowsPerSecond: z.number().describe('Rows that its live runs read.'),
        lag,
        runs: z.array(run).describe('Newest first.')
      })
    ),
    datasets: z.array(
      z.strictObject({
        ...name,
        ...{ type: text, description: text, owner: text, version: text },
        fields: z.array(z.looseObject({ name: z.string() }))
      })
    ),
    edges: z
      .array(
        z.strictObject({ job: z.strictObject(name), dataset: z.strictObject(name), direction: z.enum(['in', 'out']) })
      )
      .describe('Which job reads (in) and writes (out) which dataset.'),
    columnEdges: z
      .array(
        z.strictObject({
          job: z.strictObject(name),
          from: z.strictObject({ ...name, field: z.string() }),
          to: z.strictObject({ ...name, field: z.string() }),
          ...{ type: z.string(), subtype: z.string() }
        })
      )
      .describe('Which field is made of which, by OpenLineage transformation types.'),
    asOf
  }),
  SaleLineage: z.strictObject({
    ...{ saleId: z.string(), deleted: z.boolean() },
    sale: z
      .strictObject({ version: z.string(), ...state })
      .nullable()
      .describe('What it is, or was before it was deleted; null if that was never seen.'),
    source: z
      .strictObject({
        ...{ name: z.string(), ...provenance, observedAt: instant },
        ...{ table: text, lsn: text, file: text, contentHash: text },
        ...{ record: text, operation: text, host: text, change: text }
      })
      .nullable()
      .describe('Where this state was read.'),
    record: z
      .strictObject({ topic: z.string(), partition: z.int(), offset, recordedAt: instant, traceId })
      .describe('Its newest record in Kafka.'),
    rules: z
      .array(z.strictObject({ id: z.string(), field: z.string(), passed: z.boolean() }))
      .describe('The rules of the contract.'),
    totals: z
      .array(
        z.strictObject({
          ...{ of: z.enum(['city', 'salesman']), name: z.string(), country: text, period: z.enum(PERIODS), date: text },
          ...{ shard: z.int(), href: z.string() }
        })
      )
      .describe('The totals that it is part of; none once it is deleted.'),
    history: z
      .array(
        z.strictObject({
          ...{ partition: z.int(), offset, recordedAt: instant, traceId, deleted: z.boolean() },
          state: z.strictObject({ version: z.string(), ...state, ...provenance, observedAt: instant }).nullable(),
          changed: z.array(z.string()).describe('Fields that differ from the state before.')
        })
      )
      .describe('The newest hundred states that were seen, newest first.'),
    asOf
  }),
  CityLineage: z.strictObject({ country: z.string(), city: z.string(), region: text, ...behindTotal }),
  SalesmanLineage: z.strictObject({ salesmanId: z.string(), country: text, ...behindTotal })
}
