import type { Sale } from '@sales-pipeline/partner-service'

const NAMESPACE = 'urn:example:partner:sales:1'
const MOST_AT_ONCE = 5_000

/** Calls the partner's own operations, as its README shows them. */
export async function putAtPartner(url: string, sales: readonly Sale[], deleted: readonly string[]): Promise<void> {
  for (const some of chunks(sales))
    await call(url, 'PutSales', some.map((sale) => element('sale', fields(sale))).join(''))
  for (const some of chunks(deleted))
    await call(url, 'DeleteSales', some.map((id) => element('saleId', text(id))).join(''))
}

async function call(url: string, operation: string, body: string): Promise<void> {
  const envelope = 'http://schemas.xmlsoap.org/soap/envelope/'
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'text/xml; charset=utf-8', soapaction: `"${NAMESPACE}/${operation}"` },
    body: `<e:Envelope xmlns:e="${envelope}"><e:Body><${operation} xmlns="${NAMESPACE}">${body}</${operation}></e:Body></e:Envelope>`
  })
  if (!response.ok) throw new Error(`${operation}: ${response.status} ${await response.text()}`)
}

function fields(sale: Sale): string {
  return Object.entries(sale)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => element(name, text(String(value))))
    .join('')
}

const element = (name: string, content: string): string => `<${name}>${content}</${name}>`

const text = (value: string): string => value.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

function chunks<T>(all: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / MOST_AT_ONCE) }, (_, at) =>
    all.slice(at * MOST_AT_ONCE, (at + 1) * MOST_AT_ONCE)
  )
}
