import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allTopics, customerTopics } from './index.ts'

/**
 * Every schema's fingerprint. A change here is a change of a contract: check its compatibility, tell its readers,
 * then pin the new value. A key's schema never changes: compaction and partitioning compare its bytes.
 */
const PINNED: Readonly<Record<string, { key: string | null; value: string }>> = {
  sales: { key: 'e9e5c1c9e4f62773', value: 'c943bbeaf366e019' },
  'sales-by-city': { key: '2f6044dae6f15309', value: 'bafc4224b02693a5' },
  'sales-by-salesman': { key: '7f09a3c00805b90d', value: 'de421d866a1b9877' },
  cdc: { key: '58cae9d4c9a8a263', value: '4af00c1d34969964' },
  'dead-letters': { key: null, value: '5bb179308296be2a' },
  checkpoints: { key: 'fd89fefe9219e120', value: '06f122f7e976a12a' },
  lineage: { key: 'e9e5c1c9e4f62773', value: '6b38dcea549922d1' },
  'user-registrations': { key: 'e9e5c1c9e4f62773', value: '3f6ad3ebb5cfb407' },
  transactions: { key: 'e9e5c1c9e4f62773', value: '3b1093dbb134a9b9' },
  'click-events': { key: 'e9e5c1c9e4f62773', value: 'b3e4327114fb9cbc' },
  customers: { key: 'e9e5c1c9e4f62773', value: '2f8ec3a8fca29ad1' },
  custchannel: { key: 'e9e5c1c9e4f62773', value: 'f3f35881dda2d082' },
  custexcep: { key: 'e9e5c1c9e4f62773', value: '5df597e2370b715e' },
  'customer-notifications': { key: 'e9e5c1c9e4f62773', value: '0fb2518fd282bb21' },
  'customer-rules': { key: 'e9e5c1c9e4f62773', value: '31ebb9ac630ecdde' },
  'customer-scores': { key: 'e9e5c1c9e4f62773', value: 'a58335dc62ae13cf' },
  'customer-shadow': { key: 'e9e5c1c9e4f62773', value: '4b4d30e9e710907a' },
  'control-totals': { key: 'abf1f6e1059862eb', value: '248696adefbaa072' }
}

const SHORT = 16

test('no schema changes unnoticed', () => {
  const actual = Object.fromEntries(
    [...allTopics, ...customerTopics].map(({ stream, key, value }) => [
      stream,
      { key: key?.fingerprint.slice(0, SHORT) ?? null, value: value.fingerprint.slice(0, SHORT) }
    ])
  )
  assert.deepEqual(actual, PINNED)
})

test('topics that share shards have the same number of partitions', () => {
  const partitions = (name: string) => allTopics.find((topic) => topic.name === name)?.partitions
  assert.equal(partitions('sales-by-city'), partitions('sales'))
  assert.equal(partitions('sales-by-salesman'), partitions('sales'))
})
