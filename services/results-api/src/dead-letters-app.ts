import { deadLetters } from '@sales-pipeline/contracts'
import type { ConsumedBatch } from '@sales-pipeline/kafka'
import type { Service, ServiceContext } from '@sales-pipeline/service-kit'
import { PostgresDeadLetterStore } from './adapters/postgres/dead-letter-store.ts'
import { besidePool, clientOf, followed, groupOf, observeLag, repeat } from './beside.ts'
import type { Config } from './config.ts'
import { refusedRecord, refusingServices } from './core/dead-letters.ts'
import type { DeadLetterStore, RefusedRecord } from './dead-letter-ports.ts'
import { follow } from './follower.ts'
import type { LineageInstruments } from './lineage-metrics.ts'

const STREAM = deadLetters('').stream
const NEVER_GONE = Number.POSITIVE_INFINITY
const TRIM_INTERVAL_MS = 3_600_000

/** Keeps what all services refused, as long as the topics do, but for the original bytes. */
export function deadLetterServices(
  context: ServiceContext<Config>,
  instruments: LineageInstruments
): readonly Service[] {
  const store = new PostgresDeadLetterStore(besidePool(context, 'dead letters', 1))
  return [letterFollower(context, store, instruments), letterTrimmer(context, store, instruments)]
}

function letterFollower(
  context: ServiceContext<Config>,
  store: DeadLetterStore,
  instruments: LineageInstruments
): Service {
  return {
    name: 'dead-letters',
    run: async (signal) => {
      const kafka = clientOf(context, STREAM, signal)
      const topics = await Promise.all(refusingServices.map((service) => kafka.open(deadLetters(service))))
      const byName = new Map(
        topics.map((topic, index) => [topic.name, { topic, service: refusingServices[index] ?? '' }])
      )
      await follow({
        ...followed(context, signal, STREAM, instruments),
        ...{ kafka, topics, group: groupOf(context, STREAM), tombstonesKeptMs: NEVER_GONE },
        positions: (name, partitions) => store.positions(name, partitions),
        forget: (topic, partition) =>
          store.forget(byName.get(topic)?.service ?? '', { topic, partition, next: 0n, end: 0n }),
        read: async ({ topic, partition, messages }: ConsumedBatch) => {
          const known = byName.get(topic)
          const decoded = (await known?.topic.decode(messages)) ?? []
          const letters = decoded.flatMap((record): RefusedRecord[] => {
            if (record.failure !== undefined || record.value === null) return []
            const place = { service: known?.service ?? '', partition, offset: record.offset }
            return [refusedRecord(place, record.value, record.timestamp)]
          })
          return { letters, count: messages.length }
        },
        save: async ({ letters, count }, reached) => {
          await store.save(letters, reached)
          instruments.followed.inc({ stream: STREAM, outcome: 'stored' }, letters.length)
          instruments.followed.inc({ stream: STREAM, outcome: 'refused' }, count - letters.length)
          observeLag(instruments, byName.get(reached.topic)?.topic.contract.name ?? STREAM, reached)
        }
      })
    }
  }
}

/** Letters grow old even where none comes any more. */
function letterTrimmer(
  context: ServiceContext<Config>,
  store: DeadLetterStore,
  instruments: LineageInstruments
): Service {
  return {
    name: 'dead-letters-trim',
    run: (signal) => repeat(TRIM_INTERVAL_MS, () => store.trim(), followed(context, signal, STREAM, instruments))
  }
}
