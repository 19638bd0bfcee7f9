import { createRequire } from 'node:module'
import type { ICustomPartitioner, Message, PartitionMetadata } from 'kafkajs'
import { encodeRecord, type BatchedRecord } from './core/record.ts'

/*
 * Replaces two functions of kafkajs that took most of the time of producing (docs/adr/0010). Both are pure; a test
 * compares what they make with what kafkajs' own make.
 */

/** What kafkajs puts into a batch: it looks at `buf`, and copies `buffer`. */
class EncodedRecord {
  readonly buf: Buffer

  constructor(bytes: Buffer) {
    this.buf = bytes
  }

  get buffer(): Buffer {
    return this.buf
  }
}

interface Grouping {
  readonly topic: string
  readonly partitionMetadata: PartitionMetadata[]
  readonly messages: readonly Message[]
  readonly partitioner: ReturnType<ICustomPartitioner>
}

const require = createRequire(import.meta.url)

/** kafkajs' own makes a buffer of 512 bytes for each record, and further ones for each number in it. */
replace(
  'kafkajs/src/protocol/recordBatch/record/v0',
  (record: BatchedRecord) => new EncodedRecord(encodeRecord(record))
)

/** kafkajs' own copies a partition's messages anew for each one that it adds. */
replace(
  'kafkajs/src/producer/groupMessagesPerPartition',
  ({ topic, partitionMetadata, messages, partitioner }: Grouping) =>
    Object.groupBy(messages, (message) => partitioner({ topic, partitionMetadata, message }))
)

/** kafkajs takes its modules from the cache when it is loaded. */
function replace(module: string, replacement: unknown): void {
  if (require.cache[require.resolve('kafkajs')]?.loaded === true)
    throw new Error('kafkajs is loaded already: import it from packages/kafka/src/kafkajs.ts only')
  require(module)
  const loaded = require.cache[require.resolve(module)]
  if (loaded !== undefined) loaded.exports = replacement
}
