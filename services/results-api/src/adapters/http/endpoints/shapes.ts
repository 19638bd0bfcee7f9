import { z } from 'zod'
import { GRAINS, isDate, PERIODS } from '../../../core/period.ts'
import { parameter } from '../../../core/parameters.ts'
import { deadLetterAnswers } from './dead-letter-shapes.ts'
import { lineageAnswers } from './lineage-shapes.ts'
import { reconciliationAnswers } from './reconciliation-shapes.ts'

export const MOST_RANKED = 5000
const DEFAULT_LIMIT = 10

const date = z
  .string()
  .refine(isDate, 'must be a date of the calendar: YYYY, YYYY-MM or YYYY-MM-DD')
  .meta({ pattern: String.raw`^\d{4}(-\d{2}(-\d{2})?)?$` })
  .optional()

/** What requests may say. Each schema reads one parameter's text; its output is what the API's documentation describes. */
export const parameters = {
  country: parameter.name().describe('Country, exactly as in the data.'),
  city: parameter.name().describe('City, exactly as in the data.'),
  region: parameter
    .name(0)
    .optional()
    .describe('Region of the city, exactly as in the data; empty: the place without a region. Default: every region.'),
  salesmanId: parameter.name().describe('Id of the salesman.'),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'must be an ISO 4217 code of three capital letters, such as USD')
    .optional()
    .describe(
      'ISO 4217 code. Default: each currency is ranked on its own, one after the other; limit counts for each.'
    ),
  period: parameter
    .oneOf(PERIODS)
    .default('all')
    .describe('Which sales count: all, or those of one calendar year, month or day (business time zone).'),
  date: date.describe(
    'The year, month or day. Required with period=year, month or day; of a longer date the beginning counts.'
  ),
  by: parameter.oneOf(GRAINS).default('month').describe('What one item is the total of.'),
  from: date.describe('The first day, or the year or month that it begins. Default: the first there is.'),
  to: date.describe('The last day, or the year or month that it ends. Default: the last there is.'),
  cursor: (names: number) =>
    parameter
      .cursor(names)
      .optional()
      .describe('Where the page before ended: part of its `next` link. Needs a currency.'),
  limit: (most: number) =>
    parameter.count(most).default(Math.min(DEFAULT_LIMIT, most)).describe('How many items, for each currency.'),
  latest: parameter
    .count(MOST_RANKED)
    .default(MOST_RANKED)
    .describe('How many periods, for each currency: the latest ones.')
}

const rank = z
  .int()
  .min(1)
  .describe('1 is the first; equal totals share a rank (1, 2, 2, 4). Each currency has its own.')
const amount = z
  .string()
  .regex(/^-?\d+\.\d{2,4}$/)
  .describe('Exact decimal, two to four decimals.')
const total = amount.describe('Exact sum of the sales, two to four decimals.')
const count = z.int().min(1).describe('Number of sales.')
const currency = z
  .string()
  .regex(/^[A-Z]{3}$/)
  .describe('ISO 4217 code.')
const country = z.string()
const region = z.string().describe('Empty where the place has none.')

const asOf = z.iso
  .datetime()
  .nullable()
  .describe('When the newest change in the results was applied; null before the first.')
const shownPeriod = {
  period: z.enum(PERIODS),
  date: z.string().nullable().describe('The year, month or day of the period; null for all time.')
}
const shownRange = {
  from: z.string().nullable().describe('As asked for; null: open.'),
  to: z.string().nullable().describe('As asked for; null: open.')
}
const next = z
  .string()
  .nullable()
  .describe(
    'Link to the next page of one currency; null on the last page, of a range of dates, and where no currency was asked for. Ranks go on from page to page; a page whose asOf differs shows later results.'
  )

/** What answers say. */
export const answers = {
  ...lineageAnswers,
  ...deadLetterAnswers,
  ...reconciliationAnswers,
  TopCities: z.strictObject({
    items: z.array(z.strictObject({ rank, country, region, city: z.string(), currency, total, count })),
    ...{ ...shownPeriod, ...shownRange, next, asOf }
  }),
  TopSales: z.strictObject({
    country,
    city: z.string(),
    items: z.array(
      z.strictObject({
        ...{ rank, saleId: z.string(), amount, currency, soldAt: z.iso.datetime(), region },
        ...{ salesmanId: z.string(), salesmanName: z.string(), product: z.string().nullable() }
      })
    ),
    ...{ ...shownPeriod, ...shownRange, asOf }
  }),
  TopSalesmen: z.strictObject({
    items: z.array(
      z.strictObject({
        ...{ rank, country: country.nullable().describe('Null: all countries together.') },
        ...{ salesmanId: z.string(), salesmanName: z.string(), currency, total, count }
      })
    ),
    ...{ ...shownPeriod, ...shownRange, next, asOf }
  }),
  Salesman: z.strictObject({
    salesmanId: z.string(),
    salesmanName: z.string().describe('The name on the latest sale.'),
    totals: z
      .array(z.strictObject({ rank, country: country.nullable(), currency, total, count }))
      .describe(
        'All time, for each currency: each country, and all countries together (country null), with the rank there.'
      ),
    years: z
      .array(z.strictObject({ year: z.int(), country: country.nullable(), currency, total, count }))
      .describe('The same for each year.'),
    asOf
  }),
  Series: z.strictObject({
    items: z.array(z.strictObject({ date: z.string(), currency, total, count })),
    ...{ by: z.enum(GRAINS), ...shownRange, asOf }
  }),
  Countries: z.strictObject({ items: z.array(z.strictObject({ country, currency, total, count })), asOf }),
  Currencies: z.strictObject({ items: z.array(z.strictObject({ currency, total, count })), asOf })
}

export type AnswerName = keyof typeof answers
export type Answers = { readonly [Name in AnswerName]: z.input<(typeof answers)[Name]> }

export const indexShape = z.strictObject({
  name: z.string(),
  version: z.string(),
  links: z.array(z.strictObject({ href: z.string(), summary: z.string() }))
})

export const problemShape = z.strictObject({
  type: z.string().describe('Identifies the kind of problem.'),
  title: z.string(),
  status: z.int(),
  detail: z.string().describe('What is wrong with this request.'),
  errors: z
    .array(z.strictObject({ parameter: z.string(), message: z.string() }))
    .optional()
    .describe('Every parameter that is wrong, and what is allowed.')
})

/** The columns of an answer as CSV: the fields of its items, or none if it is no list. */
export function csvColumns(answer: AnswerName): readonly string[] {
  const { items } = answers[answer].shape as { readonly items?: z.ZodArray<z.ZodObject> }
  return items === undefined ? [] : Object.keys(items.element.shape)
}
