import { z } from 'zod'
import { refusingServices, readLetterCursor } from '../../../core/dead-letters.ts'
import { CURSOR_TEXT, LONGEST_CURSOR } from '../../../core/lineage/page-cursor.ts'
import { parameter } from '../../../core/parameters.ts'

const MOST_LETTERS = 500
const DEFAULT_LETTERS = 50

export const deadLetterParameters = {
  service: parameter
    .oneOf(refusingServices as [string, ...string[]])
    .optional()
    .describe('Service that refused it. Default: each.'),
  code: z
    .string()
    .regex(/^[A-Z][A-Z\d_]{0,99}$/, 'must be an error code, such as KAFKA_UNDECODABLE')
    .optional()
    .describe('Why: a code of the service, whose README says what to do. Default: each.'),
  limit: parameter.count(MOST_LETTERS).default(DEFAULT_LETTERS).describe('How many items.'),
  cursor: z
    .string()
    .max(LONGEST_CURSOR, 'is no cursor of this API')
    .refine((text) => CURSOR_TEXT.test(text) && readLetterCursor(text) !== undefined, 'is no cursor of this API')
    .meta({ pattern: CURSOR_TEXT.source })
    .optional()
    .describe('Where the page before ended: part of its `next` link.')
}

const instant = z.iso.datetime()

/** What an answer about dead letters says. */
export const deadLetterAnswers = {
  DeadLetters: z.strictObject({
    summary: z
      .array(z.strictObject({ service: z.string(), code: z.string(), count: z.int().min(1), newest: instant }))
      .describe('How many of each kind there are, of those asked for, on all pages.'),
    items: z
      .array(
        z.strictObject({
          id: z.string().describe('Service, partition and offset in its topic `dead-letters.<service>`.'),
          ...{ service: z.string(), code: z.string(), message: z.string() },
          origin: z
            .strictObject({ system: z.string(), dataset: z.string(), position: z.string() })
            .describe('Where it came from: table and LSN, file and line, operation, or topic, partition and offset.'),
          violations: z
            .array(
              z.strictObject({
                ...{ field: z.string(), rule: z.string() },
                version: z.int().describe('Of the rule.'),
                value: z.string().nullable().describe('What was found, shortened.'),
                message: z.string()
              })
            )
            .describe('The rules that it breaks; personal data is masked.'),
          traceId: z.string().nullable().describe('W3C trace id; null if the trace was not kept.'),
          ...{ refusedAt: instant, contentType: z.string() },
          size: z.int().min(0).describe('Bytes of the original, which is in the topic alone.')
        })
      )
      .describe('Newest first.'),
    next: z.string().nullable().describe('Link to the next page; null on the last.'),
    asOf: instant.nullable().describe('When the newest change in the results was applied; null before the first.')
  })
}
