import assert from 'node:assert/strict'
import { createRequire } from 'node:module'
import { test } from 'node:test'
import fc from 'fast-check'

type Group = (grouping: {
  readonly topic: string
  readonly partitionMetadata: readonly object[]
  readonly messages: readonly number[]
  readonly partitioner: (args: { readonly message: number }) => number
}) => Record<string, number[]>

const require = createRequire(import.meta.url)
const GROUPING = 'kafkajs/src/producer/groupMessagesPerPartition'
const kafkajsGrouping = require(GROUPING) as Group

test('messages are grouped as kafkajs groups them, in order', async () => {
  await import('./kafkajs.ts')
  const grouping = require(GROUPING) as Group
  assert.notEqual(grouping, kafkajsGrouping)
  fc.assert(
    fc.property(fc.array(fc.nat()), (messages) => {
      const given = {
        topic: 'sales',
        partitionMetadata: [{}],
        messages,
        partitioner: ({ message }: { message: number }) => message % 6
      }
      assert.deepEqual({ ...grouping(given) }, kafkajsGrouping(given))
    })
  )
})
