import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { CANONICAL_COLUMNS } from '@sales-pipeline/sales-intake'
import fc from 'fast-check'
import { readHeader } from './csv-header.ts'
import { CANONICAL_LAYOUT, type Layout } from './mapping.ts'

const REQUIRED = ['sale_id', 'salesman_id', 'salesman_name', 'city', 'country', 'amount', 'currency', 'sold_at']
const layout = (change: Partial<Layout>): Layout => ({ ...CANONICAL_LAYOUT, ...change })

describe('readHeader', () => {
  it('finds the canonical columns in any order and case, among others', () => {
    const names = fc.shuffledSubarray([...CANONICAL_COLUMNS, 'other', ''], { minLength: 13 })
    fc.assert(
      fc.property(names, fc.boolean(), (header, loud) => {
        const { build, ignored } = readHeader(
          header.map((name) => (loud ? ` ${name.toUpperCase()} ` : name)),
          CANONICAL_LAYOUT
        )
        const row = build(
          header.map((name) => `<${name}>`),
          []
        )
        assert.deepEqual(row, Object.fromEntries(CANONICAL_COLUMNS.map((name) => [name, `<${name}>`])))
        assert.equal(ignored.length, 2)
      })
    )
  })

  it('names what is missing, what was found, and the way out', () => {
    const header = REQUIRED.filter((name) => name !== 'amount').concat('Sum')
    assert.throws(() => readHeader(header, CANONICAL_LAYOUT), {
      code: 'FILE_CSV_HEADER',
      message: /no column amount; .*"Sum".*COLUMN_MAPPING/
    })
    assert.throws(() => readHeader(['sale_id;amount'], CANONICAL_LAYOUT), { message: /split at ",".*"sale_id;amount"/ })
    assert.throws(() => readHeader(header, layout({ columns: { amount: 'Total' } })), {
      message: /amount \(mapped to "Total"\)/
    })
  })

  it('refuses a column that is read and stands there twice', () => {
    assert.throws(() => readHeader([...REQUIRED, 'Amount'], CANONICAL_LAYOUT), { message: /"amount" more than once/ })
    assert.equal(readHeader([...REQUIRED, 'x', 'x'], CANONICAL_LAYOUT).ignored.length, 2)
  })

  it('needs only ids in a list of deletions, but everything as soon as there is more', () => {
    assert.deepEqual(readHeader(['sale_id', 'deleted'], CANONICAL_LAYOUT).build(['7', 'true'], []), {
      sale_id: '7',
      deleted: 'true'
    })
    assert.throws(() => readHeader(['sale_id', 'deleted', 'city'], CANONICAL_LAYOUT), { code: 'FILE_CSV_HEADER' })
    assert.throws(() => readHeader(['deleted'], CANONICAL_LAYOUT), { code: 'FILE_CSV_HEADER' })
  })

  it('fills templates and constants', () => {
    const mapped = layout({ columns: { sale_id: '{ORDER}-{LINE}', amount: 'SALES' }, constants: { currency: 'USD' } })
    const header = ['order', 'line', 'sales', 'salesman_id', 'salesman_name', 'city', 'country', 'sold_at']
    const { build } = readHeader(header, mapped)
    const row = build(['10100', '1', '5.00', 'm', 'n', 'c', 'd', 't'], [])
    assert.deepEqual([row.sale_id, row.amount, row.currency], ['10100-1', '5.00', 'USD'])
    const half = build(['10100', ' ', '5.00', 'm', 'n', 'c', 'd', 't'], [])
    assert.equal(half.sale_id, undefined, 'half an id would name another sale')
    assert.throws(
      () =>
        readHeader(
          header.filter((name) => name !== 'line'),
          mapped
        ),
      { message: /mapped to "\{ORDER\}-\{LINE\}"/ }
    )
  })

  it('takes a mapped optional column for promised', () => {
    assert.throws(() => readHeader(REQUIRED, layout({ columns: { region: 'State' } })), { message: /region \(mapped/ })
  })
})
