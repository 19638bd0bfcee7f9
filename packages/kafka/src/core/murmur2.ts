const SEED = 0x9747b28c
const M = 0x5bd1e995
const WORD_BYTES = 4

/**
 * The hash by which Kafka's Java clients choose a key's partition: org.apache.kafka.common.utils.Utils.murmur2, after
 * Austin Appleby's MurmurHash2. kafkajs has the same, in 64-bit arithmetic in software, at a multiple of the cost.
 */
export function murmur2(data: Buffer): number {
  const whole = data.length - (data.length % WORD_BYTES)
  let h = SEED ^ data.length
  for (let at = 0; at < whole; at += WORD_BYTES) {
    let k = Math.imul(data.readInt32LE(at), M)
    k ^= k >>> 24
    h = Math.imul(h, M) ^ Math.imul(k, M)
  }
  if (whole < data.length) {
    for (let at = whole; at < data.length; at++) h ^= data.readUInt8(at) << (8 * (at - whole))
    h = Math.imul(h, M)
  }
  h ^= h >>> 13
  h = Math.imul(h, M)
  return h ^ (h >>> 15)
}

/** The partition of a key among `partitions`, as Java clients choose it. */
export function partitionOf(key: Buffer, partitions: number): number {
  return (murmur2(key) & 0x7fffffff) % partitions
}
