import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sales, validator } from '@sales-pipeline/contracts'
import { aSale } from './builders.ts'

test('aSale is valid, and takes single fields of its parts', () => {
  const sale = aSale({ sale_id: 'files:7', place: { city: 'Lyon' } })
  assert.deepEqual(validator(sales.rules)(sale), [])
  assert.deepEqual(sale.place, { city: 'Lyon', region: '', country: 'France' })
})
