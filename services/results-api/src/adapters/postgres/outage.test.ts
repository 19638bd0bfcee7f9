import assert from 'node:assert/strict'
import { test } from 'node:test'
import pg from 'pg'
import { isOutage } from './outage.ts'

function sqlError(code: string): Error {
  return Object.assign(new pg.DatabaseError('no', 2, 'error'), { code })
}

test('what passes by itself is an outage', () => {
  for (const code of ['08006', '53100', '53300', '57P01', '57P03', '57014', '40001', '40P01', '55P03', '25006']) {
    assert.ok(isOutage(sqlError(code)), code)
  }
  const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' })
  assert.ok(isOutage(refused) && isOutage(new AggregateError([refused, refused])))
  assert.ok(isOutage(new Error('Connection terminated unexpectedly')))
})

test('what Postgres will refuse again, and a bug, is none', () => {
  for (const code of ['28P01', '3D000', '42P01', '42501', '22003', '23505', '54000'])
    assert.ok(!isOutage(sqlError(code)), code)
  assert.ok(!isOutage(new TypeError('undefined is not a function')))
  assert.ok(!isOutage('text'))
})
