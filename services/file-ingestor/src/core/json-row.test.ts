import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Violation } from '@sales-pipeline/contracts'
import { jsonRowBuilder, parseJson, type JsonObject } from './json-row.ts'
import { CANONICAL_LAYOUT } from './mapping.ts'

function build(text: string, columns = {}): { row: object; violations: Violation[] } {
  const parsed = parseJson(text)
  assert.ok('value' in parsed)
  const violations: Violation[] = []
  const row = jsonRowBuilder({ ...CANONICAL_LAYOUT, columns })(parsed.value as JsonObject, violations)
  return { row: Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)), violations }
}

describe('JSON rows', () => {
  it('keep numbers as they are written: no float touches an amount or an id', () => {
    const { row } = build('{"sale_id":12345678901234567890,"amount":0.10000000000000000001,"product":1e3}')
    assert.deepEqual(row, { sale_id: '12345678901234567890', amount: '0.10000000000000000001', product: '1e3' })
  })

  it('take true for a deletion and null for absent', () => {
    assert.deepEqual(build('{"sale_id":"1","deleted":true,"region":null}').row, { sale_id: '1', deleted: 'true' })
  })

  it('refuse an object or an array where text belongs', () => {
    const { violations } = build('{"city":{"name":"Nantes"},"country":[1]}')
    assert.deepEqual(
      violations.map(({ field, rule }) => [field, rule]),
      [
        ['city', 'type'],
        ['country', 'type']
      ]
    )
  })

  it('are mapped by name or by path', () => {
    const { row } = build('{"place":{"city":"Nantes"},"a.b":"x"}', {
      city: 'place.city',
      country: 'a.b',
      region: 'place.x.y'
    })
    assert.deepEqual(row, { city: 'Nantes', country: 'x' })
  })

  it('never read what every object inherits', () => {
    assert.deepEqual(build('{"__proto__":{"city":"x"}}', { country: 'constructor', region: 'toString.name' }).row, {})
  })

  it('are refused, not crashed on, where nested beyond reason or no JSON, without quoting them', () => {
    assert.deepEqual(parseJson('['.repeat(60_000) + ']'.repeat(60_000)), { problem: 'is nested too deeply' })
    assert.deepEqual(parseJson('{"salesman_name":"Diane'), { problem: 'is not JSON (position 23)' })
  })
})
