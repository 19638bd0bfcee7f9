import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Sale, Violation } from '@sales-pipeline/contracts'
import { formatAmount, MAX_AMOUNT } from '@sales-pipeline/money'
import fc from 'fast-check'
import { readRow } from './read-row.ts'
import { CANONICAL_COLUMNS } from './row.ts'
import type { CanonicalColumn, CanonicalRow, RowOrigin } from './row.ts'

const origin: RowOrigin = {
  source: 'shop',
  version: 7n,
  provenance: { system: 'file', dataset: 'a.csv', position: '3', observed_at: 1_700_000_000_000 }
}

/** Text as it stands in a sale: trimmed, well-formed, without NUL, on one line. */
const text = (minLength: number, maxLength = 40) =>
  fc
    .string({ unit: 'grapheme', maxLength })
    .map((t) => t.replaceAll(/[\0\n\r\u2028\u2029]/g, '').trim())
    .filter((t) => t.length >= minLength && t.length <= maxLength)

const plain = { noNullPrototype: true } as const

const sales: fc.Arbitrary<Sale> = fc.record(
  {
    sale_id: text(1).map((id) => `shop:${id}`),
    version: fc.constant(origin.version),
    place: fc.record({ city: text(1), region: text(0), country: text(1) }, plain),
    salesman: fc.record({ id: text(1), name: text(1) }, plain),
    amount: fc.bigInt({ min: -MAX_AMOUNT, max: MAX_AMOUNT }),
    currency: fc.string({
      unit: fc.constantFrom(...Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ')),
      minLength: 3,
      maxLength: 3
    }),
    sold_at: fc.integer({ min: -2_208_988_800_000, max: 4_102_444_800_000 }),
    product: fc.option(text(1)),
    provenance: fc.constant(origin.provenance)
  },
  plain
)

function rowOf(sale: Sale): Record<CanonicalColumn, string> {
  return {
    sale_id: sale.sale_id.slice('shop:'.length),
    salesman_id: sale.salesman.id,
    salesman_name: sale.salesman.name,
    ...sale.place,
    amount: formatAmount(sale.amount),
    currency: sale.currency,
    sold_at: new Date(sale.sold_at).toISOString(),
    product: sale.product ?? '',
    deleted: ''
  }
}

function fieldsRefused(row: CanonicalRow): string[] {
  const intake = readRow(row, origin)
  return intake.kind === 'refused' ? intake.violations.map(({ field }) => field) : []
}

const valid: CanonicalRow = {
  sale_id: '1',
  salesman_id: 'E1',
  salesman_name: 'Mary Smith',
  city: 'Boston',
  region: 'MA',
  country: 'USA',
  amount: '12.50',
  currency: 'USD',
  sold_at: '2004-02-29',
  product: 'Car'
}

test('a sale written as a row is read back as the same sale', () => {
  fc.assert(
    fc.property(sales, (sale) => {
      assert.deepEqual(readRow(rowOf(sale), origin), { kind: 'sale', key: sale.sale_id, sale })
    })
  )
})

test('spaces around any value change nothing', () => {
  const spaces = fc.constantFrom('', ' ', '  ', '\t', '\u00a0', '\r\n')
  fc.assert(
    fc.property(sales, spaces, spaces, (sale, before, after) => {
      const padded = Object.entries(rowOf(sale)).map(([column, value]) => [column, before + value + after])
      assert.deepEqual(readRow(Object.fromEntries(padded) as CanonicalRow, origin), readRow(rowOf(sale), origin))
    })
  )
})

test('absent, null and empty are the same', () => {
  fc.assert(
    fc.property(fc.constantFrom(...CANONICAL_COLUMNS), (column) => {
      const [empty, isNull, absent] = [{ ...valid, [column]: '' }, { ...valid, [column]: null }, { ...valid }]
      Reflect.deleteProperty(absent, column)
      assert.deepEqual(readRow(isNull, origin), readRow(empty, origin))
      assert.deepEqual(readRow(absent, origin), readRow(empty, origin))
    })
  )
})

const wrongTexts = ['a\0b', 'a\ud800', '\udc00b', 'x'.repeat(501)]
const mutations: Record<CanonicalColumn, readonly string[]> = {
  sale_id: ['', ' ', ...wrongTexts, 'a\nb'],
  salesman_id: ['', ...wrongTexts],
  salesman_name: ['', ...wrongTexts],
  city: ['', '\t', ...wrongTexts],
  region: wrongTexts,
  country: ['', ...wrongTexts],
  amount: ['', '1,5', '1e3', '12.34567', '99999999999999999999', 'NaN', '١', 'free', '$5', '1 000'],
  currency: ['', 'usd', 'Usd', 'US', 'USDD', '$', 'ＵＳＤ'],
  sold_at: [
    '',
    'yesterday',
    'infinity',
    '2003-02-29',
    '1899-12-31',
    '2101-01-01',
    '0001-01-01',
    '9999-12-31',
    '29.02.2004'
  ],
  product: wrongTexts,
  deleted: ['maybe', '2', 'ja', 'nope', '-']
}

test('whatever is wrong with a field is a violation that names it, and no other field', () => {
  for (const column of CANONICAL_COLUMNS) {
    for (const wrong of mutations[column]) {
      assert.deepEqual([...new Set(fieldsRefused({ ...valid, [column]: wrong }))], [column], JSON.stringify(wrong))
    }
  }
})

test('every wrong field of a row is reported, in the order of the columns', () => {
  const mutated = CANONICAL_COLUMNS.map((column) =>
    fc.option(fc.constantFrom(...mutations[column])).map((wrong) => [column, wrong] as const)
  )
  fc.assert(
    fc.property(fc.tuple(...mutated), (choices) => {
      const wrong = choices.filter(([, value]) => value !== null)
      const refused = fieldsRefused({ ...valid, ...Object.fromEntries(wrong) })
      assert.deepEqual(
        [...new Set(refused)],
        wrong.map(([column]) => column)
      )
    })
  )
})

test('arbitrary text never throws, and a row is a sale only if reading it again gives the same sale', () => {
  const anything = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'grapheme' }),
    fc.constantFrom(undefined, null, '')
  )
  const rows = fc.record(
    Object.fromEntries(CANONICAL_COLUMNS.map((column) => [column, fc.oneof(fc.constant(valid[column]), anything)]))
  )
  fc.assert(
    fc.property(rows, (row) => {
      const intake = readRow(row, origin)
      if (intake.kind === 'sale') assert.deepEqual(readRow(rowOf(intake.sale), origin), intake)
      if (intake.kind === 'refused') assert.ok(intake.violations.length > 0)
    }),
    { numRuns: 200 }
  )
})

test('a deletion needs its id and nothing else', () => {
  for (const deleted of ['true', 'TRUE', '1', 'yes', ' Yes ']) {
    assert.deepEqual(readRow({ sale_id: ' 9 ', deleted, amount: 'rubbish' }, origin), {
      kind: 'deleted',
      key: 'shop:9'
    })
  }
  for (const deleted of ['false', '0', 'no', '', 'No'])
    assert.equal(readRow({ ...valid, deleted }, origin).kind, 'sale')
  for (const sale_id of mutations.sale_id)
    assert.deepEqual([...new Set(fieldsRefused({ sale_id, deleted: '1' }))], ['sale_id'])
})

function violation(field: string, rule: string, value: string, expected: string): Violation {
  return { field, rule, version: 1, value, message: `${value} ${expected}` }
}

test('a message tells what was found and what is expected, and never a person', () => {
  const intake = readRow(
    { ...valid, amount: '1,5', currency: 'usd', sold_at: '1066-10-14', salesman_name: 'Mary\0Smith' },
    origin
  )
  assert.ok(intake.kind === 'refused')
  assert.deepEqual(intake.violations, [
    violation('salesman_name', 'text', '(masked)', 'must be well-formed Unicode without NUL characters'),
    violation(
      'amount',
      'amount',
      '"1,5"',
      'must be a plain decimal such as 1234.50, with at most 4 decimals and 19 digits, without grouping or exponent'
    ),
    violation('currency', 'currency', '"usd"', 'must be an ISO 4217 code of three capital letters, such as USD'),
    violation('sold_at', 'sold-at', '"1066-10-14"', 'must lie between the years 1900 and 2100')
  ])
  const long = readRow({ ...valid, salesman_name: 'Mary '.repeat(60) }, origin)
  assert.doesNotMatch(
    JSON.stringify(long, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)),
    /Mary/
  )
})
