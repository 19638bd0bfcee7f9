import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { CANONICAL_LAYOUT, layoutFor, parseMappings, type Layout } from './mapping.ts'

function mistakesIn(mapping: unknown): readonly string[] {
  const parsed = parseMappings(JSON.stringify(mapping))
  return 'mistakes' in parsed ? parsed.mistakes : []
}

describe('parseMappings', () => {
  it('fills in what is left out', () => {
    const mappings = parseMappings('{"mappings":[{"files":"a-*","columns":{"amount":"Sum"}}]}')
    assert.deepEqual(mappings, [{ files: 'a-*', delimiter: ',', columns: { amount: 'Sum' }, constants: {} }])
  })

  it('names the place of every mistake', () => {
    const mistakes = mistakesIn({
      mappings: [
        { columns: { amonut: 'Sum' }, delimiter: ';;' },
        { constants: { sale_id: '1', currency: 'USD' }, columns: { currency: 'Cur', city: '' } },
        { column: {} }
      ]
    })
    const text = mistakes.join('\n')
    assert.match(text, /mappings\.0\.columns.*amonut|amonut/)
    assert.match(text, /mappings\.0\.delimiter: must be one character/)
    assert.match(text, /mappings\.1\.constants\.sale_id: must differ from row to row/)
    assert.match(text, /mappings\.1\.constants\.currency: is also in "columns"/)
    assert.match(text, /mappings\.1\.columns\.city: must not be empty/)
    assert.match(text, /mappings\.2: .*column/)
  })

  it('says when it is no JSON, or has no mappings', () => {
    assert.match(JSON.stringify(parseMappings('{')), /it is not JSON/)
    assert.match(mistakesIn([]).join(), /file: /)
    assert.match(mistakesIn({ mappings: [] }).join(), /mappings: /)
  })
})

describe('layoutFor', () => {
  const layout = (files: string): Layout => ({ ...CANONICAL_LAYOUT, files })

  it('takes the first pattern that matches the whole name', () => {
    const layouts = [layout('orders-????.csv'), layout('orders*.csv')]
    assert.equal(layoutFor('Orders-2003.CSV', layouts), layouts[0])
    assert.equal(layoutFor('orders (1).csv', layouts), layouts[1])
    assert.equal(layoutFor('my-orders.csv', layouts), CANONICAL_LAYOUT)
  })

  it('takes every other character as it is', () => {
    assert.equal(layoutFor('aXcsv', [layout('a.csv')]), CANONICAL_LAYOUT)
    assert.equal(layoutFor('a+(b)[1]^$.csv', [layout('a+(b)[1]^$.csv')]).files, 'a+(b)[1]^$.csv')
  })
})
