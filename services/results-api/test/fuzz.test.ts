import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import fc from 'fast-check'
import { z } from 'zod'
import { serveApi, type Parameter } from './api-server.ts'
import { applyCities, applySalesmen, cityPartial, largestSale, salesmanPartial } from './partials.ts'
import { openStore, type Store } from './store.ts'

/** Texts that have broken something somewhere. */
const HOSTILE = [
  ...['', ' ', '\0', '%', '%00', '%E0%A4', "'", '"', '\\', "' OR 1=1 --", '$1', '../..', '/', '?', '#', '&', '='],
  ...[
    '\uD800',
    '\u202E',
    '🙂',
    'NaN',
    '-1',
    '0',
    '1e9',
    '99999999999999999999',
    '0x10',
    'null',
    '[]',
    '{}',
    '__proto__'
  ],
  ...[
    '2004-02-30',
    '0000',
    '9999-12-31',
    '0001-01-01',
    '10000',
    'x'.repeat(201),
    'x'.repeat(5000),
    '=cmd()',
    '<script>'
  ]
]

/** Of what a parameter's schema allows: the default, the edges, its enumeration, its pattern, and names that are in the data. */
function valid({ name, schema }: Parameter): fc.Arbitrary<string> {
  const { enum: values, minimum, maximum, pattern, default: otherwise } = schema as JsonSchema
  if (values !== undefined) return fc.constantFrom(...values)
  if (minimum !== undefined && maximum !== undefined)
    return fc.constantFrom(minimum, maximum, otherwise ?? minimum).map(String)
  if (name === 'date' || name === 'from' || name === 'to') return fc.constantFrom('2004', '2004-05', '2004-05-06')
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern))
  return fc.constantFrom('France', 'Paris', '1', '', 'x')
}

interface JsonSchema {
  readonly enum?: readonly string[]
  readonly minimum?: number
  readonly maximum?: number
  readonly pattern?: string
  readonly default?: number
}

const hostile = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' }))

/** Well-formed, or raw: what is not percent-encoded as it should be. */
function encode(text: string, asItIs: boolean): string {
  return asItIs ? text.replaceAll(/[\0-\x20\x7F-\uFFFF#?/]/gu, '%FF') : encodeURIComponent(text.toWellFormed())
}

function queryOf(parameters: readonly Parameter[]): fc.Arbitrary<string> {
  const one = fc.oneof(
    ...parameters.map((parameter) =>
      fc
        .tuple(fc.oneof({ weight: 3, arbitrary: valid(parameter) }, hostile), fc.boolean())
        .map(([text, raw]) => `${parameter.name}=${encode(text, raw)}`)
    ),
    fc.tuple(hostile, hostile).map(([name, text]) => `${encode(name, false)}=${encode(text, true)}`)
  )
  return fc.array(one, { maxLength: 6 }).map((parts) => (parts.length === 0 ? '' : `?${parts.join('&')}`))
}

const headerText = fc.oneof(
  fc.constantFrom(
    '*',
    '"x"',
    'W/"x"',
    '*/*',
    'text/csv',
    'image/png;q=0',
    ';',
    ',',
    'br;q=1.5',
    'gzip',
    '\t',
    'bytes=0-1'
  ),
  fc.string({ unit: fc.constantFrom(...Array.from('aZ09"/*;,=.- \xFF')) })
)
const headers = fc.dictionary(
  fc.constantFrom(
    ...['accept', 'accept-encoding', 'if-none-match', 'authorization', 'origin', 'range', 'x-forwarded-for'],
    ...['traceparent', 'cookie', 'if-modified-since', 'last-event-id', 'x-http-method-override']
  ),
  headerText.map((text) => text.trim()),
  { maxKeys: 4 }
)
const method = fc.constantFrom('GET', 'GET', 'GET', 'HEAD', 'POST', 'DELETE', 'OPTIONS')

describe('whatever is asked', () => {
  let store: Store
  let api: Awaited<ReturnType<typeof serveApi>>
  before(async () => {
    store = await openStore()
    api = await serveApi(store)
    await applyCities(store, [
      cityPartial({ total: 10_000n, largest: [largestSale('shop:1', 10_000n)] }),
      cityPartial({ city: '=cmd()', currency: 'USD', total: -10_000n })
    ])
    await applySalesmen(store, [salesmanPartial({ total: 10_000n })])
  })
  after(async () => {
    await api[Symbol.asyncDispose]()
    await store[Symbol.asyncDispose]()
  })

  test('the answer is one that the document has: status, content type, and body by its schema', async () => {
    const seen = new Set<string>()
    const templates = Object.entries(api.document.paths).filter(([path]) => !path.endsWith('/events'))
    assert.equal(templates.length, 26)
    for (const [template, { get }] of templates) {
      const inPath = get.parameters.filter((parameter) => parameter.in === 'path')
      const path = fc
        .tuple(...inPath.map((parameter) => fc.tuple(fc.oneof(valid(parameter), hostile), fc.boolean())))
        .map((values) =>
          inPath.reduce((url, { name }, i) => url.replace(`{${name}}`, () => encode(...values[i]!) || 'x'), template)
        )
      const asked = fc.tuple(
        path,
        queryOf(get.parameters.filter((parameter) => parameter.in === 'query')),
        headers,
        method
      )
      await fc.assert(
        fc.asyncProperty(asked, async ([url, query, sent, how]) => {
          seen.add(await check(get.responses, `${url}${query}`, { headers: sent, method: how }))
        }),
        { numRuns: 150 }
      )
    }
    for (const status of ['200', '400', '404', '405']) assert.ok(seen.has(status), `none was ${status}`)
  })

  async function check(documented: Documented, url: string, init: RequestInit): Promise<string> {
    // What has dots for segments is another path by the rules of URLs; what it may answer is not this operation's to say.
    const response = await fetch(`${api.url}${url}`, { ...init, redirect: 'manual' })
    const text = await response.text()
    const { status } = response
    assert.ok(status < 500, `${url} is answered ${status}: ${text}`)
    if (/\/\.{0,2}(\/|\?|$)|%2e/i.test(url) && status === 404) return '404'
    const expected = documented[String(status)]
    assert.ok(expected, `${url} is answered ${status}, which is not documented: ${text}`)
    if (status === 304 || init.method === 'HEAD') {
      assert.equal(text, '')
      return String(status)
    }
    const type = (response.headers.get('content-type') ?? '').replace('; charset=utf-8', '')
    const content = expected.content?.[type]
    assert.ok(content, `${url} is answered with ${type}`)
    if (type === 'text/csv') return String(status)
    schemaOf(content.schema.$ref).parse(JSON.parse(text))
    return String(status)
  }

  function schemaOf(ref: string): z.ZodType {
    return z.fromJSONSchema(api.document.components.schemas[ref.replace('#/components/schemas/', '')]!)
  }
})

type Documented = Readonly<
  Record<string, { readonly content?: Readonly<Record<string, { readonly schema: { readonly $ref: string } }>> }>
>
