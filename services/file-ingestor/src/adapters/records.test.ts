import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import type { Format } from '../core/files.ts'
import { CANONICAL_LAYOUT, type Layout } from '../core/mapping.ts'
import { MAX_RECORD_SIZE } from '../core/record.ts'
import type { Row } from '../core/row.ts'
import { readRows } from './records.ts'

const HEADER = 'sale_id,salesman_id,salesman_name,city,country,amount,currency,sold_at,product'
const row = (id: string | number, product = ''): string => `${id},7,Ann,Nantes,France,1.50,EUR,2003-01-06,${product}`

interface Options {
  readonly format?: Format
  readonly layout?: Layout
  readonly chunk?: number
}

async function* inChunks(bytes: Buffer, size: number): AsyncGenerator<Buffer> {
  await Promise.resolve()
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

/** The rows up to the end or the break, and the break. */
async function read(
  content: string | Buffer,
  options: Options = {}
): Promise<{ rows: Row[]; broken: unknown; ignored: string[] }> {
  const { format = 'csv', layout = CANONICAL_LAYOUT, chunk = 64 * 1024 } = options
  const rows: Row[] = []
  const ignored: string[] = []
  const onIgnored = (columns: readonly string[]): void => {
    ignored.push(...columns)
  }
  try {
    for await (const batch of readRows(inChunks(Buffer.from(content), chunk), { format, layout, onIgnored })) {
      rows.push(...batch)
    }
    return { rows, broken: undefined, ignored }
  } catch (broken) {
    return { rows, broken, ignored }
  }
}

const original = ({ frame }: Row): string => frame.bytes.toString()

describe('CSV', () => {
  const field = fc.string({ unit: fc.constantFrom('a', 'ü', '"', ',', '\n', '\r\n', ' '), maxLength: 6 })
  const lineBreak = fc.constantFrom('\n', '\r\n', '\n\n')

  it('comes back field by field, with its own bytes and lines, wherever chunks end', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(field, { maxLength: 8 }),
        lineBreak,
        fc.integer({ min: 3, max: 70 }),
        async (products, end, chunk) => {
          const quoted = products.map((product) => `"${product.replaceAll('"', '""')}"`)
          const lines = quoted.map((product, index) => row(index, product))
          const text = [HEADER, ...lines].join(end)
          const { rows, broken } = await read(text, { chunk })
          assert.equal(broken, undefined)
          assert.deepEqual(
            rows.map(({ values }) => values?.product),
            products
          )
          assert.deepEqual(rows.map(original), lines)
          const positions = lines.map((line) => `line ${text.slice(0, text.indexOf(line)).split('\n').length}`)
          assert.deepEqual(
            rows.map(({ frame }) => frame.position),
            positions
          )
          assert.deepEqual(
            rows.map(({ frame }) => frame.number),
            lines.map((_, index) => index + 1)
          )
        }
      )
    )
  })

  it('may begin with a byte order mark, and use another delimiter', async () => {
    const layout: Layout = { ...CANONICAL_LAYOUT, delimiter: ';' }
    const { rows, broken } = await read(`\ufeff${[HEADER, row('a')].join('\r\n').replaceAll(',', ';')}\r\n`, { layout })
    assert.equal(broken, undefined)
    assert.equal(rows[0]?.values?.sale_id, 'a')
  })

  it('tells of columns that nothing reads', async () => {
    assert.deepEqual((await read(`${HEADER},note,\n`)).ignored, ['note', ''])
  })

  it('has no rows behind a header alone, and is no file without one', async () => {
    assert.deepEqual(await read(`${HEADER}\n`), { rows: [], broken: undefined, ignored: [] })
    for (const content of ['', '\n\r\n', '\ufeff']) {
      assert.equal(((await read(content)).broken as { code: string }).code, 'FILE_EMPTY')
    }
  })

  it('refuses a row with too few or too many fields, by itself', async () => {
    const { rows, broken } = await read([HEADER, 'a,b', row('b'), `${row('c')},`].join('\n'))
    assert.equal(broken, undefined)
    assert.deepEqual(
      rows.map(({ values }) => values?.sale_id),
      [undefined, 'b', undefined]
    )
    assert.deepEqual(rows[0]?.violations, [
      { field: '', rule: 'columns', message: 'has 2 fields where the header has 9' }
    ])
    assert.equal(rows.map(original)[0], 'a,b')
  })

  const huge = 'x'.repeat(10_000_000)
  const breaks: readonly [string, string, string, RegExp][] = [
    ['an unclosed quote', row('b', '"x'), 'FILE_CSV_SYNTAX', /line 3: a quote is opened and never closed/],
    ['an unclosed quote before much text', row('b', `"${huge}`), 'FILE_RECORD_TOO_LONG', /line 3: longer than 131072/],
    ['a cell of 10 MB', row('b', huge), 'FILE_RECORD_TOO_LONG', /line 3/],
    ['text behind a quote', row('b', '"x"y'), 'FILE_CSV_SYNTAX', /line 3: text behind a closing quote/],
    ['a quote in the middle', row('b', 'x"y'), 'FILE_CSV_SYNTAX', /line 3: a quote in the middle of a field/]
  ]
  for (const [title, line, code, message] of breaks) {
    it(`breaks at ${title}, behind the rows before it`, async () => {
      const { rows, broken } = await read([HEADER, row('a'), line, row('c')].join('\n'))
      assert.deepEqual(
        rows.map(({ values }) => values?.sale_id),
        ['a']
      )
      assert.throws(
        () => {
          throw broken
        },
        { name: 'Unreadable', code, message }
      )
    })
  }

  it('takes a NUL for a character like any other: the rules refuse it', async () => {
    const { rows } = await read(`${HEADER}\n${row('a\0b')}\n`)
    assert.equal(rows[0]?.values?.sale_id, 'a\0b')
  })
})

describe('JSON', () => {
  const object = (id: string): string => JSON.stringify({ sale_id: id, amount: '1.50' })

  it('is the same as an array, indented or not, and as an object per line', async () => {
    const ids = fc.array(fc.string({ unit: 'grapheme', maxLength: 5 }), { minLength: 1, maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(ids, fc.integer({ min: 3, max: 50 }), async (names, chunk) => {
        const objects = names.map((name) => ({ sale_id: name }))
        for (const [format, text] of [
          ['json', JSON.stringify(objects)],
          ['json', `\ufeff\n${JSON.stringify(objects, null, 2)}\n`],
          ['json', objects.map((one) => JSON.stringify(one)).join('\n')],
          ['ndjson', objects.map((one) => `${JSON.stringify(one)}\r\n`).join('\n')]
        ] as const) {
          const { rows, broken } = await read(text, { format, chunk })
          assert.equal(broken, undefined)
          assert.deepEqual(
            rows.map(({ values }) => values?.sale_id),
            names
          )
        }
      })
    )
  })

  it('keeps the bytes of each record, and its place', async () => {
    const array = await read('[ {"sale_id" : 1.0} , 5 ]', { format: 'json', chunk: 3 })
    assert.deepEqual(
      array.rows.map((one) => [one.frame.position, original(one)]),
      [
        ['element 1', '{"sale_id" : 1.0} '],
        ['element 2', '5 ']
      ]
    )
    const lines = await read('\n{"sale_id": 1}\n\n5\n', { format: 'ndjson', chunk: 3 })
    assert.deepEqual(
      lines.rows.map((one) => [one.frame.position, original(one)]),
      [
        ['line 2', '{"sale_id": 1}'],
        ['line 4', '5']
      ]
    )
  })

  it('refuses a bad line by itself, but a bad element breaks the array', async () => {
    const bad = '{"sale_id": "b",}'
    const lines = await read([object('a'), bad, '[1]', object('c')].join('\n'), { format: 'ndjson' })
    assert.deepEqual(
      lines.rows.map(({ values }) => values?.sale_id),
      ['a', undefined, undefined, 'c']
    )
    assert.deepEqual(
      lines.rows.map(({ violations }) => violations[0]?.rule),
      [undefined, 'json', 'object', undefined]
    )
    const array = await read(`[${[object('a'), bad, object('c')].join(',')}]`, { format: 'json' })
    assert.equal(array.rows.length, 1)
    assert.match(String(array.broken), /breaks at element 2, which is not JSON/)
  })

  it('says what a .json file must be that is neither form', async () => {
    const pretty = JSON.stringify({ sale_id: 'a' }, null, 2)
    for (const text of [pretty, 'hello']) {
      assert.match(
        String((await read(text, { format: 'json' })).broken),
        /must be an array of objects, or have one whole object on each line/
      )
    }
    assert.equal(((await read(' \n', { format: 'json' })).broken as { code: string }).code, 'FILE_EMPTY')
  })

  it('refuses a line that is too long, with its beginning, and goes on', async () => {
    const text = [object('a'), `{"sale_id":"${'x'.repeat(10_000_000)}"}`, object('c')].join('\n')
    const { rows } = await read(text, { format: 'ndjson' })
    assert.deepEqual(
      rows.map(({ frame }) => frame.tooLong),
      [false, true, false]
    )
    assert.equal(rows[1]?.frame.bytes.length, MAX_RECORD_SIZE)
  })
})
