import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defineErrors, errorTable, ServiceError } from './errors.ts'

const errors = defineErrors({
  CDC_SLOT_BUSY: { summary: 'The slot is in use.', fix: 'Stop the other reader, or set SLOT_NAME', retryable: true },
  CDC_WAL_LEVEL: { summary: 'No logical WAL', fix: 'Set wal_level=logical | restart', retryable: false }
})

test('an error carries code, fix and cause, and tells the detail', () => {
  const cause = new Error('55006')
  const error = errors.CDC_SLOT_BUSY('"sales" by process 42', { cause })
  assert.ok(error instanceof ServiceError)
  assert.equal(error.message, 'The slot is in use: "sales" by process 42')
  assert.deepEqual([error.code, error.fix, error.retryable], ['CDC_SLOT_BUSY', errors.CDC_SLOT_BUSY.fix, true])
  assert.equal(error.cause, cause)
  assert.equal(errors.CDC_WAL_LEVEL().message, 'No logical WAL')
  assert.equal('cause' in errors.CDC_WAL_LEVEL(), false)
})

test('the catalogue is a table for the operator', () => {
  assert.equal(
    errorTable(errors),
    [
      '| Code | What happened | What to do | A retry helps |',
      '|---|---|---|---|',
      '| `CDC_SLOT_BUSY` | The slot is in use. | Stop the other reader, or set SLOT_NAME | yes |',
      '| `CDC_WAL_LEVEL` | No logical WAL | Set wal_level=logical \\| restart | no |',
      ''
    ].join('\n')
  )
})

test('a code that does not look like one is refused', () => {
  for (const code of ['slot-busy', 'Slot_Busy', 'BUSY', '_A_B']) {
    assert.throws(() => defineErrors({ [code]: { summary: 's', fix: 'f', retryable: false } }), /UPPER_CASE/)
  }
})
