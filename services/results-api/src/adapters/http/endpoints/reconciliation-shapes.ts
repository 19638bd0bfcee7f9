import { z } from 'zod'
import { CURSOR_TEXT } from '../../../core/lineage/page-cursor.ts'
import { parameter } from '../../../core/parameters.ts'
import { AGAINST, STATES } from '../../../core/reconciliation/judge.ts'
import { readLineCursor } from '../../../core/reconciliation/line-cursor.ts'

const MOST_LINES = 1000
const DEFAULT_LINES = 100
const LONGEST_CURSOR = 4000

export const reconciliationParameters = {
  state: parameter.oneOf(STATES).optional().describe('Only lines in this state. Default: each.'),
  source: parameter.name().optional().describe('Only lines of this source; `all`: those against the results.'),
  limit: parameter.count(MOST_LINES).default(DEFAULT_LINES).describe('How many items.'),
  cursor: z
    .string()
    .max(LONGEST_CURSOR, 'is no cursor of this API')
    .refine((text) => CURSOR_TEXT.test(text) && readLineCursor(text) !== undefined, 'is no cursor of this API')
    .meta({ pattern: CURSOR_TEXT.source })
    .optional()
    .describe('Where the page before ended: part of its `next` link.')
}

const instant = z.iso.datetime()
const count = z.int().min(0)
const tally = z.strictObject({
  rows: z.int(),
  amount: z
    .string()
    .regex(/^-?\d+\.\d{2,4}$/)
    .describe('Exact decimal.')
})

/** What an answer about reconciliation says. */
export const reconciliationAnswers = {
  Reconciliation: z.strictObject({
    summary: z
      .strictObject({ agreed: count, differs: count, moving: count, notJudged: count })
      .describe('How many lines of those asked for are in each state, on all pages.'),
    items: z
      .array(
        z.strictObject({
          source: z.string().describe('Source; `all` against the results.'),
          dataset: z.string().describe('Table, file or operation.'),
          day: z.iso.date().describe('Business day of the sales.'),
          currency: z.string(),
          against: z
            .enum(AGAINST)
            .describe(
              'arrived: what the source says, against what arrived of it. results: what has arrived, against the rankings.'
            ),
          state: z
            .enum(STATES)
            .describe('moving: unequal, but not for long, or not at rest, or not read yet. notJudged: see the reason.'),
          since: instant.describe('When it came to be in this state.'),
          reason: z.string().nullable(),
          expected: tally,
          found: tally,
          control: z
            .strictObject({ position: z.string(), observedAt: instant })
            .nullable()
            .describe('What the source said, and when; null against the results.')
        })
      )
      .describe('Differences first, then what moves, then the newest days.'),
    next: z.string().nullable().describe('Link to the next page; null on the last.'),
    asOf: instant.nullable().describe('When the newest change in the results was applied; null before the first.')
  })
}
