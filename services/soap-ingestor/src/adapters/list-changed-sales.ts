import { createHash } from 'node:crypto'

import type { Violation } from '@sales-pipeline/contracts'
import {
  CANONICAL_COLUMNS,
  parseTimestamp,
  type CanonicalColumn,
  type CanonicalRow
} from '@sales-pipeline/sales-intake'

import type { PageRequest } from '../core/poll.ts'
import type { ChangedSale } from '../core/sale.ts'
import { errors } from '../errors.ts'
import type { Page } from '../ports.ts'
import type { Operation } from './operation.ts'

/** Which element of a listed sale fills which column. */
const ELEMENT_OF: Readonly<Record<CanonicalColumn, string>> = {
  sale_id: 'saleId',
  salesman_id: 'salesmanId',
  salesman_name: 'salesmanName',
  city: 'city',
  region: 'region',
  country: 'country',
  amount: 'amount',
  currency: 'currency',
  sold_at: 'soldAt',
  product: 'product',
  deleted: 'deleted'
}
const LONGEST_ID = 200
const LONGEST_TOKEN = 4096
const FINER_THAN_MILLISECONDS = /\.\d{3}\d*[1-9]/

/** `ListChangedSales` of the namespace urn:example:partner:sales:1. A partner with another contract needs another file like this one. */
export const listChangedSales: Operation = {
  name: 'ListChangedSales',
  input: ['changedSince', 'pageToken', 'pageSize'],
  output: ['nextPageToken', ...['changedAt', ...Object.values(ELEMENT_OF)].map((element) => `sale[].${element}`)],
  request: ({ since, token }: PageRequest, pageSize: number) => ({
    changedSince: new Date(since).toISOString(),
    ...(token !== null && { pageToken: token }),
    pageSize: String(pageSize)
  }),
  page: readPage
}

/** @throws ServiceError PARTNER_ANSWER_INVALID if this is no answer of the operation; bad sales are left to their violations. */
function readPage(answer: unknown): Page {
  // The library gives null for an element without content, and whatever else it found for an answer without the element.
  if (answer === null) return { sales: [], next: null }
  const { sale = [], nextPageToken = '', ...others } = isElement(answer) ? answer : { sale: 0 }
  const isEmpty = isElement(answer) && Object.keys(answer).length === 0
  if (!Array.isArray(sale) || typeof nextPageToken !== 'string' || isEmpty || Object.keys(others).length > 0) {
    throw errors.PARTNER_ANSWER_INVALID('there is no ListChangedSalesResponse in it')
  }
  if (nextPageToken.length > LONGEST_TOKEN)
    throw errors.PARTNER_ANSWER_INVALID(`its nextPageToken has more than ${LONGEST_TOKEN} characters`)
  return { sales: (sale as unknown[]).map(readSale), next: nextPageToken === '' ? null : nextPageToken }
}

function readSale(element: unknown): ChangedSale {
  const violations: Violation[] = []
  const text = (name: string, field: string): string | undefined => {
    const value = isElement(element) ? element[name] : undefined
    if (value === undefined || value === null) return undefined
    if (typeof value === 'string') return value
    violations.push({ field, rule: 'type', message: `${name} must be a text, given once and without attributes` })
    return undefined
  }
  const row: Partial<Record<CanonicalColumn, string>> = {}
  for (const column of CANONICAL_COLUMNS) {
    const value = text(ELEMENT_OF[column], column)
    if (value !== undefined) row[column] = value
  }
  const changedAt = readTime(text('changedAt', 'changed_at'))
  if (changedAt === null)
    violations.push({
      field: 'changed_at',
      rule: 'time',
      message: 'changedAt must be a dateTime since 1970 in whole milliseconds'
    })
  return { identity: identityOf(row, changedAt, element), changedAt, row, violations, element }
}

function readTime(text: string | undefined): number | null {
  const time = text === undefined || FINER_THAN_MILLISECONDS.test(text) ? undefined : parseTimestamp(text.trim())
  return time === undefined || time < 0 ? null : time
}

function identityOf({ sale_id = '' }: CanonicalRow, changedAt: number | null, element: unknown): string {
  const id = sale_id?.trim() ?? ''
  if (id !== '' && id.length <= LONGEST_ID && changedAt !== null) return detached(id)
  return `sha256 ${createHash('sha256').update(JSON.stringify(element)).digest('base64')}`
}

/** A copy: V8 keeps a part of a long text as a reference to it, so that remembering an id would keep its whole page in memory. */
function detached(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le')
}

function isElement(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
