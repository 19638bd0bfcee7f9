import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { test } from 'node:test'

import { startPartner, type Misbehaviour, type PartnerOptions } from '@sales-pipeline/partner-service'

import { listChangedSales } from '../src/adapters/list-changed-sales.ts'
import { soapPartner, type PartnerSettings } from '../src/adapters/soap-partner.ts'
import type { Page } from '../src/ports.ts'

const never = new AbortController().signal
const sale = {
  saleId: '007',
  salesmanId: '01',
  salesmanName: 'Zoë <Nuñez> & Søn',
  city: 'Lyon',
  country: 'France',
  amount: '123456789012345.6700',
  currency: 'EUR',
  soldAt: '2005-01-31T00:00:00Z'
}
const ok = '<saleId>1</saleId><changedAt>2005-01-31T00:00:00Z</changedAt><deleted>true</deleted>'

/** One call of the real client to the real partner. */
async function ask(options: PartnerOptions, settings: Partial<PartnerSettings> = {}, signal = never): Promise<Page> {
  await using partner = await startPartner({ sales: [sale], ...options })
  const connect = soapPartner(
    { wsdl: partner.wsdlUrl, timeoutMs: 2_000, pageSize: 10, ...settings },
    listChangedSales,
    { called: () => undefined }
  )
  return await (await connect(signal)).page({ since: 0, token: null }, signal)
}

const when = (operation: string, misbehaviour: Misbehaviour): PartnerOptions => ({
  misbehave: (call) => (call.operation === operation ? misbehaviour : undefined)
})
const answering = (misbehaviour: Misbehaviour): Promise<Page> => ask(when('ListChangedSales', misbehaviour))
const body = (inner: string, prolog = '<?xml version="1.0"?>'): Misbehaviour => ({
  kind: 'body',
  body: `${prolog}<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>${inner}</s:Body></s:Envelope>`
})
const response = (inner: string, prolog?: string): Misbehaviour =>
  body(`<ListChangedSalesResponse xmlns="urn:example:partner:sales:1">${inner}</ListChangedSalesResponse>`, prolog)

test('amounts, ids and names arrive as the partner has them', async () => {
  const { sales } = await ask({})
  assert.deepEqual(
    { ...sales[0]?.row },
    {
      sale_id: '007',
      salesman_id: '01',
      salesman_name: sale.salesmanName,
      city: 'Lyon',
      country: 'France',
      amount: sale.amount,
      currency: 'EUR',
      sold_at: sale.soldAt,
      deleted: 'false'
    }
  )
})

test('texts in CDATA, in parts, with entities and in other encodings are read as XML means them', async () => {
  const city = async (xml: string): Promise<unknown> =>
    (await answering(response(`<sale>${ok}<city>${xml}</city></sale>`))).sales[0]?.row.city
  assert.equal(await city('A <![CDATA[& <B>]]> C'), 'A & <B> C')
  assert.equal(await city('New<!-- x --> York'), 'New York')
  assert.equal(await city('&#233;&amp;'), 'é&')
  assert.equal(await city('<!-- -->'), '')
})

test('the encoding of an answer is the one that HTTP names, else the one that XML names', async () => {
  const inLatin1 = async (declared: string, contentType: string): Promise<unknown> => {
    const xml = response(`<sale>${ok}<city>Orléans</city></sale>`, `<?xml version="1.0"${declared}?>`) as {
      body: string
    }
    const { sales } = await answering({ kind: 'body', body: Buffer.from(xml.body, 'latin1'), contentType })
    return sales[0]?.row.city
  }
  assert.equal(await inLatin1(' encoding="iso-8859-1"', 'text/xml'), 'Orléans')
  assert.equal(await inLatin1('', 'text/xml; charset=ISO-8859-1'), 'Orléans')
  await assert.rejects(inLatin1('', 'text/xml'), { code: 'PARTNER_ANSWER_INVALID' })
})

test('an amount in parts is never misread', async () => {
  const { sales } = await answering(response(`<sale>${ok}<amount>12<!-- -->34</amount></sale>`))
  assert.equal(sales[0]?.row.amount, '12 34')
})

test('an empty answer is an empty page', async () => {
  assert.deepEqual(await answering(response('')), { sales: [], next: null })
})

const SECRET_FILE = 'file:///etc/passwd'
const hostile: [string, Misbehaviour, string][] = [
  [
    'an external entity',
    response(
      '<sale><saleId>&x;</saleId></sale>',
      `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "${SECRET_FILE}">]>`
    ),
    'PARTNER_ANSWER_INVALID'
  ],
  [
    'a billion laughs',
    response(
      '<sale><saleId>&b;</saleId></sale>',
      `<!DOCTYPE a [<!ENTITY a "${'ha'.repeat(1_000)}"><!ENTITY b "${'&a;'.repeat(1_000)}">]>`
    ),
    'PARTNER_ANSWER_INVALID'
  ],
  ['an undeclared entity', response('<sale><saleId>&x;</saleId></sale>'), 'PARTNER_ANSWER_INVALID'],
  ['five million nested elements', body('<a>'.repeat(5_000_000)), 'PARTNER_ANSWER_INVALID'],
  ['an id that names the prototype', body('<x id="__proto__"><y>1</y></x>'), 'PARTNER_ANSWER_INVALID'],
  [
    'an element that names the prototype',
    body('<__proto__><polluted>1</polluted></__proto__>'),
    'PARTNER_ANSWER_INVALID'
  ],
  [
    'another message',
    body('<PutSalesResponse xmlns="urn:example:partner:sales:1"><count>1</count></PutSalesResponse>'),
    'PARTNER_ANSWER_INVALID'
  ],
  ['an unknown message', body('<Other/>'), 'PARTNER_ANSWER_INVALID'],
  ['an empty body', body(''), 'PARTNER_ANSWER_INVALID'],
  ['nothing', { kind: 'body', body: '' }, 'PARTNER_ANSWER_INVALID'],
  [
    'a web page',
    { kind: 'body', body: '<!DOCTYPE html><html><body>maintenance</body></html>' },
    'PARTNER_ANSWER_INVALID'
  ],
  [
    'a web page without a type',
    { kind: 'body', body: '<html><body>maintenance</body></html>' },
    'PARTNER_ANSWER_INVALID'
  ],
  ['JSON', { kind: 'body', body: '{"sale":[]}' }, 'PARTNER_ANSWER_INVALID'],
  [
    'bytes that are no UTF-8',
    { kind: 'body', body: Buffer.from([0x3c, 0x61, 0x3e, 0xff, 0xfe]) },
    'PARTNER_ANSWER_INVALID'
  ],
  [
    'half an answer',
    { kind: 'body', body: '<s:Envelope xmlns:s="x"><s:Body><ListChangedSalesResponse><sale>' },
    'PARTNER_ANSWER_INVALID'
  ],
  ['many tags that do not close', { kind: 'body', body: '<'.repeat(8_000_000) }, 'PARTNER_ANSWER_INVALID'],
  ['an answer without end', { kind: 'endless', chunk: 'x'.repeat(100_000) }, 'PARTNER_ANSWER_TOO_LARGE'],
  ['a fault', { kind: 'fault', code: 'soap:Server', text: 'database away' }, 'PARTNER_FAULT'],
  ['a fault of the client', { kind: 'fault', code: 'soap:Client', text: 'what token?' }, 'PARTNER_REFUSES_REQUEST'],
  ['an HTTP error', { kind: 'status', status: 503 }, 'PARTNER_HTTP_STATUS'],
  ['a broken connection', { kind: 'disconnect' }, 'PARTNER_UNREACHABLE'],
  ['a refusal', { kind: 'status', status: 403 }, 'PARTNER_ACCESS_DENIED']
]

for (const [name, misbehaviour, code] of hostile) {
  test(`${name} is ${code}`, async () => {
    const error = await answering(misbehaviour).then(
      () => assert.fail('it was taken'),
      (failure: unknown) => failure as { code: string; message: string }
    )
    assert.equal(error.code, code, error.message)
    assert.ok(error.message.length < 400)
    assert.doesNotMatch(error.message, /root:|haha/)
    assert.deepEqual(Object.keys(Object.prototype), [])
  })
}

test('unknown elements are passed over, however many a page may have', async () => {
  const { sales } = await answering(
    response(`<sale>${ok}${Array.from({ length: 50_000 }, (_, index) => `<x${index}/>`).join('')}</sale>`)
  )
  assert.equal(sales[0]?.identity, '1')
})

test('a huge text reaches the contract’s rules as it is', async () => {
  const { sales } = await answering(response(`<sale>${ok}<city>${'x'.repeat(10_000_000)}</city></sale>`))
  assert.equal(sales[0]?.row.city?.length, 10_000_000)
})

test('a partner that hangs, or answers too slowly, is a time-out', async () => {
  await assert.rejects(ask(when('ListChangedSales', { kind: 'hang' }), { timeoutMs: 100 }), { code: 'PARTNER_TIMEOUT' })
  await assert.rejects(ask(when('wsdl', { kind: 'hang' }), { timeoutMs: 100 }), { code: 'PARTNER_TIMEOUT' })
  assert.equal((await ask(when('ListChangedSales', { kind: 'slow', ms: 50 }))).sales.length, 1)
})

test('a call ends with its signal', async () => {
  const stop = new AbortController()
  const asked = ask(when('ListChangedSales', { kind: 'hang' }), {}, stop.signal)
  setImmediate(() => {
    stop.abort(new Error('stop'))
  })
  await assert.rejects(asked, { message: 'stop' })
})

test('nobody listening is an outage, and so is a WSDL that is away or garbled', async () => {
  await assert.rejects(ask({}, { wsdl: 'http://127.0.0.1:9/sales?wsdl' }), {
    code: 'PARTNER_UNREACHABLE',
    retryable: true
  })
  await assert.rejects(ask({}, { endpoint: 'http://127.0.0.1:9/sales' }), {
    code: 'PARTNER_UNREACHABLE',
    retryable: true
  })
  await assert.rejects(ask(when('wsdl', { kind: 'status', status: 404 })), {
    code: 'PARTNER_HTTP_STATUS',
    retryable: true
  })
  await assert.rejects(ask(when('wsdl', { kind: 'body', body: '<html/>' })), {
    code: 'PARTNER_ANSWER_INVALID',
    retryable: true
  })
})

test('a WSDL that lacks the operation, or an element of it, is fatal and says what', async () => {
  await using partner = await startPartner()
  const wsdl = await (await fetch(partner.wsdlUrl)).text()
  const mismatch = (altered: string, missing: RegExp): Promise<void> =>
    assert.rejects(ask(when('wsdl', { kind: 'body', body: altered })), {
      code: 'PARTNER_CONTRACT_MISMATCH',
      retryable: false,
      message: missing
    })
  await mismatch(wsdl.replaceAll('"ListChangedSales"', '"ListSales"'), /lacks operation ListChangedSales/)
  await mismatch(
    wsdl.replaceAll('<xsd:element name="amount"', '<xsd:element name="total"'),
    /lacks ListChangedSalesResponse\/sale\[\]\.amount/
  )
  await mismatch(wsdl.replace('minOccurs="0" maxOccurs="unbounded"', ''), /lacks ListChangedSalesResponse\/sale\[\]\./)
  await mismatch(wsdl.replace('name="pageToken"', 'name="cursor"'), /lacks ListChangedSales\/pageToken/)
  await mismatch(wsdl.replace(/location="[^"]*"/, 'location="TO BE SET"'), /is not an http URL/)
  await mismatch(
    wsdl.replace('<xsd:element', `<xsd:import namespace="urn:x" schemaLocation="${SECRET_FILE}"/><xsd:element`),
    /imports what is not at an http address/
  )
})

test('credentials are sent with the WSDL and with each call', async () => {
  const sees = (expected: string): PartnerOptions => ({ authorise: (header) => header === expected })
  const basic = `Basic ${Buffer.from('ann:s3cret').toString('base64')}`
  assert.equal((await ask(sees(basic), { credentials: { username: 'ann', password: 's3cret' } })).sales.length, 1)
  assert.equal((await ask(sees('Bearer t0ken'), { credentials: { token: 't0ken' } })).sales.length, 1)
  await assert.rejects(ask(sees(basic), { credentials: { token: 't0ken' } }), {
    code: 'PARTNER_ACCESS_DENIED',
    retryable: false
  })
})

test('credentials are not carried to another host by a redirect of a call', async () => {
  const elsewhere = createServer((request, reply) => {
    assert.fail(`asked with ${String(request.headers.authorization)}`)
    reply.end()
  })
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve))
  const { port } = elsewhere.address() as AddressInfo
  const redirecting = createServer((_, reply) => reply.writeHead(307, { location: `http://127.0.0.1:${port}/` }).end())
  await new Promise<void>((resolve) => redirecting.listen(0, '127.0.0.1', resolve))
  const endpoint = `http://127.0.0.1:${(redirecting.address() as AddressInfo).port}/`
  await assert.rejects(ask({}, { endpoint, credentials: { token: 't' } }), { code: 'PARTNER_HTTP_STATUS' })
  elsewhere.close()
  redirecting.close()
})
