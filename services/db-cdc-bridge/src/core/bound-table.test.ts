import assert from 'node:assert/strict'
import { test } from 'node:test'
import { BoundTable, SourceSchemaError } from './bound-table.ts'
import { UNCHANGED, type Relation } from './pgoutput.ts'
import { SALE_COLUMNS } from './source-tables.ts'

const names = ['note', ...SALE_COLUMNS]
const relation: Relation = {
  kind: 'relation',
  oid: 1,
  schema: 'public',
  table: 'sale',
  replicaIdentity: 'd',
  columns: names.map((name) => ({ name, identity: name === 'sale_id', typeOid: 25 }))
}
const row = ['n', 's1', 'm1', '1', 'p', '2.5', 'USD', '2024-01-01']

function refusal(changes: Partial<Relation>): string {
  try {
    new BoundTable({ ...relation, ...changes }, 'public')
  } catch (error) {
    if (error instanceof SourceSchemaError) return error.code
  }
  return ''
}

test('values are found by name, wherever their column is', () => {
  const table = new BoundTable(relation, 'public')
  assert.equal(table.key(row), 's1')
  assert.equal(table.saleRow(row, null)?.amount, '2.5')
  assert.deepEqual(table.image([UNCHANGED, 's1', null]), { sale_id: 's1', salesman_id: null })
})

test('an old row that is a key only shows the key only', () => {
  const table = new BoundTable(relation, 'public')
  const values = names.map((name) => (name === 'sale_id' ? 's0' : null))
  assert.deepEqual(table.oldImage({ whole: false, values }), { sale_id: 's0' })
  assert.equal(Object.keys(table.oldImage({ whole: true, values: row })).length, names.length)
})

test('a value that was left out is taken from the whole old row, or makes the row incomplete', () => {
  const table = new BoundTable(relation, 'public')
  const after = row.with(names.indexOf('product'), UNCHANGED as unknown as string)
  assert.equal(table.saleRow(after, { whole: true, values: row })?.product, 'p')
  assert.equal(table.saleRow(after, { whole: false, values: row }), undefined)
  assert.equal(table.saleRow(after, null), undefined)
  assert.equal(table.saleRow([UNCHANGED, ...row.slice(1)], null)?.sale_id, 's1')
})

test('a table that the bridge cannot work with is refused', () => {
  assert.equal(refusal({}), '')
  assert.equal(refusal({ table: 'other' }), 'CDC_TABLE_WITHOUT_CONTRACT')
  assert.equal(refusal({ schema: 'other' }), 'CDC_TABLE_WITHOUT_CONTRACT')
  assert.equal(refusal({ replicaIdentity: 'n' }), 'CDC_REPLICA_IDENTITY')
  assert.equal(refusal({ columns: relation.columns.slice(0, 4) }), 'CDC_COLUMN_MISSING')
})
