import assert from 'node:assert/strict'
import { test } from 'node:test'
import { grouped } from './style.ts'
import { table } from './table.ts'

test('thousands are grouped, digits are kept', () => {
  assert.deepEqual(['1082551.44', '999.0001', '-1234567', '0.00'].map(grouped), [
    '1,082,551.44',
    '999.0001',
    '-1,234,567',
    '0.00'
  ])
})

test('columns are as wide as their widest cell, whatever its colour', () => {
  const columns = [
    { title: '#', align: 'right' },
    { title: 'city', align: 'left' },
    { title: 'total', align: 'right' }
  ] as const
  const rows = [
    ['1', '\u001b[32mMadrid\u001b[39m', '10.00'],
    ['10', 'Liège', '1.00']
  ]
  assert.deepEqual(table(columns, rows), [
    '   #  city    total',
    '  ──  ──────  ─────',
    '   1  \u001b[32mMadrid\u001b[39m  10.00',
    '  10  Liège    1.00'
  ])
})
