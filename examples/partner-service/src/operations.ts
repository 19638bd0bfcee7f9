import { Ledger, type Change, type Position, type Sale } from './ledger.ts'

const MAX_SALES_PER_CALL = 10_000
const DATE_TIME = /^-?\d{4,}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})?$/
const DECIMAL = /^[+-]?(\d+(\.\d*)?|\.\d+)$/

/** What a client sends and is sent: the elements of a message, in the names of the WSDL. */
export type Message = Record<string, unknown>

/** The request is at fault; becomes a SOAP fault of the client with a `BadRequest` detail. */
export class BadRequest extends Error {
  readonly field: string

  constructor(field: string, problem: string) {
    super(problem)
    this.field = field
  }
}

export type Operation = (request: Message) => Message

/** The operations of the WSDL on a ledger. `now` is the partner's clock, epoch ms. Each throws {@link BadRequest}. */
export function operations(
  ledger: Ledger,
  now: () => number
): Record<'ListChangedSales' | 'PutSales' | 'DeleteSales', Operation> {
  return {
    ListChangedSales: (request) => {
      const since = dateTime(request, 'changedSince')
      const token = optionalText(request, 'pageToken')
      const after = token === undefined ? null : positionOf(token)
      const { changes, next } = ledger.list(since, after, count(request, 'pageSize'))
      return { sale: changes.map(changedSale), ...(next && { nextPageToken: tokenOf(next) }) }
    },
    PutSales: (request) => {
      const sales = list(request, 'sale').map(saleOf)
      return { changedAt: isoTime(ledger.put(sales, now())), count: sales.length }
    },
    DeleteSales: (request) => {
      const saleIds = list(request, 'saleId').map((saleId, index) =>
        requiredText({ saleId }, 'saleId', `saleId[${index}]`)
      )
      const { changedAt, count } = ledger.delete(saleIds, now())
      return { changedAt: isoTime(changedAt), count }
    }
  }
}

function changedSale({ saleId, changedAt, sale }: Change): Message {
  return { saleId, changedAt: isoTime(changedAt), deleted: String(sale === null), ...sale }
}

function saleOf(element: unknown, index: number): Sale {
  if (typeof element !== 'object' || element === null)
    throw new BadRequest(`sale[${index}]`, 'must have the elements of a Sale')
  const sale = element as Message
  const text = (name: string): string => requiredText(sale, name, `sale[${index}].${name}`)
  const region = optionalText(sale, 'region')
  const product = optionalText(sale, 'product')
  const read: Sale = {
    saleId: text('saleId'),
    salesmanId: text('salesmanId'),
    salesmanName: text('salesmanName'),
    city: text('city'),
    country: text('country'),
    amount: text('amount'),
    currency: text('currency'),
    soldAt: text('soldAt'),
    ...(region && { region }),
    ...(product && { product })
  }
  if (!DECIMAL.test(read.amount))
    throw new BadRequest(`sale[${index}].amount`, 'must be a decimal number such as 12.50')
  if (!DATE_TIME.test(read.soldAt))
    throw new BadRequest(`sale[${index}].soldAt`, 'must be a dateTime such as 2005-03-01T00:00:00Z')
  return read
}

function list(request: Message, name: string): unknown[] {
  const elements = request[name]
  const found = Array.isArray(elements) ? (elements as unknown[]) : elements === undefined ? [] : [elements]
  if (found.length === 0) throw new BadRequest(name, 'is missing: send at least one')
  if (found.length > MAX_SALES_PER_CALL)
    throw new BadRequest(name, `has more than ${MAX_SALES_PER_CALL} elements: send several requests`)
  return found
}

function optionalText(message: Message, name: string): string | undefined {
  const value = message[name]
  return typeof value === 'string' && value !== '' ? value : undefined
}

function requiredText(message: Message, name: string, path = name): string {
  const value = optionalText(message, name)
  if (value === undefined) throw new BadRequest(path, 'is missing or not a plain text')
  return value
}

function dateTime(request: Message, name: string): number {
  const text = requiredText(request, name)
  const time = DATE_TIME.test(text) ? Date.parse(text) : NaN
  if (Number.isNaN(time)) throw new BadRequest(name, 'must be a dateTime such as 2005-03-01T00:00:00.000Z')
  return time
}

function count(request: Message, name: string): number {
  const text = requiredText(request, name)
  const value = /^\d{1,6}$/.test(text) ? Number(text) : 0
  if (value < 1 || value > MAX_SALES_PER_CALL)
    throw new BadRequest(name, `must be a number from 1 to ${MAX_SALES_PER_CALL}`)
  return value
}

const isoTime = (time: number): string => new Date(time).toISOString()

const tokenOf = ({ changedAt, saleId }: Position): string => Buffer.from(`${changedAt} ${saleId}`).toString('base64url')

function positionOf(token: string): Position {
  const [, changedAt, saleId] = /^(\d{1,15}) (.+)$/s.exec(Buffer.from(token, 'base64url').toString()) ?? []
  if (changedAt === undefined || saleId === undefined)
    throw new BadRequest('pageToken', 'must be the nextPageToken of an earlier answer')
  return { changedAt: Number(changedAt), saleId }
}
