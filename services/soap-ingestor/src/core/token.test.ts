import assert from 'node:assert/strict'
import { test } from 'node:test'

import { refusesToken } from './token.ts'

test('a token is refused by a fault that blames the request, or by faults that do not end', () => {
  assert.equal(refusesToken('PARTNER_REFUSES_REQUEST', 0), true)
  assert.equal(refusesToken('PARTNER_FAULT', 4), false)
  assert.equal(refusesToken('PARTNER_FAULT', 5), true)
})

test('an outage says nothing about the token, however long it lasts', () => {
  assert.equal(refusesToken('PARTNER_UNREACHABLE', 100), false)
  assert.equal(refusesToken('PARTNER_TIMEOUT', 100), false)
})
