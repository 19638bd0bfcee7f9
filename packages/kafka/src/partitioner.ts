import { type ICustomPartitioner, Partitioners } from './kafkajs.ts'
import { partitionOf } from './core/murmur2.ts'

/** The partition that is given; else the key's own, as Java clients choose it; else (no key) any. */
export const javaPartitioner: ICustomPartitioner = () => {
  const withoutKey = Partitioners.DefaultPartitioner()
  return (args) => {
    const { message, partitionMetadata } = args
    if (message.partition !== undefined) return message.partition
    return Buffer.isBuffer(message.key) ? partitionOf(message.key, partitionMetadata.length) : withoutKey(args)
  }
}
