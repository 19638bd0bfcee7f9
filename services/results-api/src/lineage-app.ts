import type pg from 'pg'
import { deadLetters, lineage, sales } from '@sales-pipeline/contracts'
import { VERSION_HEADER, type ConsumedBatch } from '@sales-pipeline/kafka'
import { businessDay } from '@sales-pipeline/sales-aggregation'
import type { Service, ServiceContext } from '@sales-pipeline/service-kit'
import { openLineageEndpoint } from './adapters/openlineage-endpoint.ts'
import { PostgresJobStore } from './adapters/postgres/job-store.ts'
import { PostgresSaleStore } from './adapters/postgres/sale-store.ts'
import { besidePool, clientOf, followed, groupOf, observeLag } from './beside.ts'
import type { Config } from './config.ts'
import { digest } from './core/lineage/digest.ts'
import { readEvent } from './core/lineage/read-event.ts'
import { deletedAtOf, isCounted, traceIdOf, type SaleRecord } from './core/lineage/sale-record.ts'
import { follow } from './follower.ts'
import { forwardEvents } from './forwarder.ts'
import type { LineageInstruments } from './lineage-metrics.ts'

const NEVER_GONE = Number.POSITIVE_INFINITY

/**
 * Keeps the lineage beside the rankings: the events of jobs, and every state of every sale. Each part has a consumer group,
 * a client and connections of its own: it may lag, and the rankings do not wait for it.
 */
export function lineageServices(
  context: ServiceContext<Config>,
  instruments: LineageInstruments,
  onDeadLetter: (code: string) => void
): readonly Service[] {
  const { config } = context
  if (config.LINEAGE === 'off') return []
  const pool = besidePool(context, 'lineage', 2)
  const forwarding =
    config.OPENLINEAGE_URL === undefined ? [] : [forwarder(context, config.OPENLINEAGE_URL, instruments, onDeadLetter)]
  return [jobFollower(context, pool, instruments), saleFollower(context, pool, instruments), ...forwarding]
}

function jobFollower(context: ServiceContext<Config>, pool: pg.Pool, instruments: LineageInstruments): Service {
  const store = new PostgresJobStore(pool)
  return {
    name: 'lineage-jobs',
    run: async (signal) => {
      const kafka = clientOf(context, 'lineage-jobs', signal)
      const topic = await kafka.open(lineage)
      await follow({
        ...followed(context, signal, lineage.stream, instruments),
        ...{ kafka, topics: [topic], group: groupOf(context, 'lineage'), tombstonesKeptMs: NEVER_GONE },
        positions: (name, partitions) => store.positions(name, partitions),
        // A topic that was made anew is read from its beginning; what was told before stays told.
        forget: () => Promise.resolve(),
        read: async ({ messages }) => {
          const events = (await topic.decode(messages)).map((record) =>
            record.failure === undefined ? readEvent(record.value?.event ?? '') : undefined
          )
          return { events: events.filter((event) => event !== undefined), count: messages.length }
        },
        save: async ({ events, count }, reached) => {
          await store.save(digest(events), reached)
          instruments.followed.inc({ stream: lineage.stream, outcome: 'stored' }, events.length)
          instruments.followed.inc({ stream: lineage.stream, outcome: 'refused' }, count - events.length)
          observeLag(instruments, lineage.stream, reached)
        }
      })
    }
  }
}

function saleFollower(context: ServiceContext<Config>, pool: pg.Pool, instruments: LineageInstruments): Service {
  const store = new PostgresSaleStore(pool, businessDay(context.config.BUSINESS_TIME_ZONE))
  return {
    name: 'lineage-sales',
    run: async (signal) => {
      const kafka = clientOf(context, 'lineage-sales', signal)
      const topic = await kafka.open(sales)
      const recordsOf = async ({ messages, partition }: ConsumedBatch): Promise<SaleRecord[]> =>
        (await topic.decode(messages)).flatMap((record) => {
          if (record.failure !== undefined) return []
          const { key: saleId, value: sale, offset, timestamp: recordedAt, headers } = record
          if (!isCounted({ saleId, sale })) return []
          const traceId = traceIdOf(headers['traceparent']?.toString())
          const deletedAt = sale === null ? deletedAtOf(headers[VERSION_HEADER]?.toString()) : null
          return [{ partition, offset, saleId, sale, recordedAt, traceId, deletedAt }]
        })
      await follow({
        ...followed(context, signal, sales.stream, instruments),
        ...{ kafka, topics: [topic], group: groupOf(context, 'sales') },
        tombstonesKeptMs: Number(sales.config['delete.retention.ms'] ?? NEVER_GONE),
        positions: (name, partitions) => store.positions(name, partitions),
        forget: (name, partition, why) => store.forget(name, partition, why === 'recreated'),
        read: async (batch) => ({ records: await recordsOf(batch), count: batch.messages.length }),
        save: async ({ records, count }, reached) => {
          await store.save(records, reached)
          instruments.followed.inc({ stream: sales.stream, outcome: 'stored' }, records.length)
          // The aggregators refuse the same, and keep them as dead letters.
          instruments.followed.inc({ stream: sales.stream, outcome: 'refused' }, count - records.length)
          observeLag(instruments, sales.stream, reached)
        }
      })
    }
  }
}

function forwarder(
  context: ServiceContext<Config>,
  url: string,
  instruments: LineageInstruments,
  onDeadLetter: (code: string) => void
): Service {
  const { config, logger } = context
  return {
    name: 'lineage-forward',
    run: async (signal) => {
      const kafka = clientOf(context, 'lineage-forward', signal)
      const producer = kafka.producer()
      try {
        await forwardEvents({
          ...{ kafka, producer, signal, logger, instruments, onDeadLetter },
          topic: await kafka.open(lineage),
          deadLetters: await kafka.open(deadLetters('results-api')),
          group: groupOf(context, 'openlineage'),
          post: openLineageEndpoint(url, config.OPENLINEAGE_API_KEY)
        })
      } finally {
        await producer.disconnect()
      }
    }
  }
}
