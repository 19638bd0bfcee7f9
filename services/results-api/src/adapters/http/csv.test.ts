import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { csvOf } from './csv.ts'

test('rows have the columns in their order, quoted where they must be', () => {
  const rows = [{ city: 'A "B", C\n', total: '-5.00', rank: 1, product: null }]
  assert.equal(
    csvOf(['rank', 'city', 'total', 'product'], rows),
    'rank,city,total,product\r\n1,"A ""B"", C\n",-5.00,\r\n'
  )
  assert.equal(csvOf(['a', 'b'], []), 'a,b\r\n')
})

test('no text begins as a formula', () => {
  const start = fc.constantFrom('=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠')
  fc.assert(
    fc.property(start, fc.string(), (first, rest) => {
      const line = csvOf(['text'], [{ text: `${first}x${rest}` }]).slice('text\r\n'.length)
      assert.match(line, /^"?'/)
    })
  )
})
