import { controlTotals, sales } from '@sales-pipeline/contracts'
import type { KafkaClient, OpenTopic } from '@sales-pipeline/kafka'
import type { Logger } from '@sales-pipeline/observability'
import type { Service, ServiceContext } from '@sales-pipeline/service-kit'
import { PostgresControlStore } from './adapters/postgres/control-store.ts'
import { PostgresReconciliation } from './adapters/postgres/reconciliation-store.ts'
import { besidePool, clientOf, followed, groupOf, observeLag, repeat } from './beside.ts'
import type { Config } from './config.ts'
import { follow } from './follower.ts'
import type { LineageInstruments } from './lineage-metrics.ts'
import type { ReconciliationInstruments } from './reconciliation-metrics.ts'
import type { ControlPart, ControlStore, Found, Reconciliation } from './reconciliation-ports.ts'

const STREAM = controlTotals.stream
const NEVER_GONE = Number.POSITIVE_INFINITY
const ROUND_MS = 2000
const TRIM_INTERVAL_MS = 3_600_000

/** Compares what the sources say with what arrived, and what arrived with the results; needs the lineage, which has what arrived. */
export function reconciliationServices(
  context: ServiceContext<Config>,
  beside: LineageInstruments,
  instruments: ReconciliationInstruments
): readonly Service[] {
  const { config } = context
  if (config.LINEAGE === 'off') return []
  const pool = besidePool(context, 'reconciliation', 2)
  const reconciliation = new PostgresReconciliation({
    ...{ pool, salesTopic: config.TOPIC_PREFIX + sales.name },
    ...{ timeZone: config.BUSINESS_TIME_ZONE, afterMs: config.RECONCILE_AFTER_MS }
  })
  return [
    controlFollower(context, new PostgresControlStore(pool), beside),
    comparer(context, reconciliation, beside, instruments),
    trimmer(context, reconciliation, beside)
  ]
}

function controlFollower(context: ServiceContext<Config>, store: ControlStore, beside: LineageInstruments): Service {
  return {
    name: 'control-totals',
    run: async (signal) => {
      const kafka = clientOf(context, STREAM, signal)
      const topic = await kafka.open(controlTotals)
      const salesTopic = await kafka.open(sales)
      await follow({
        ...followed(context, signal, STREAM, beside),
        ...{ kafka, topics: [topic], group: groupOf(context, STREAM), tombstonesKeptMs: NEVER_GONE },
        positions: (name, partitions) => store.positions(name, partitions),
        // A topic that was made anew is read from its beginning; what was told before stays told.
        forget: () => Promise.resolve(),
        read: async ({ messages }) => {
          const decoded = await topic.decode(messages)
          const parts = decoded.flatMap((record): ControlPart[] =>
            record.failure !== undefined || record.value === null ? [] : [{ key: record.key, value: record.value }]
          )
          return { parts, count: messages.length, ends: await endsOf(kafka, salesTopic) }
        },
        save: async ({ parts, count, ends }, reached) => {
          await store.save(parts, ends, reached)
          beside.followed.inc({ stream: STREAM, outcome: 'stored' }, parts.length)
          beside.followed.inc({ stream: STREAM, outcome: 'refused' }, count - parts.length)
          observeLag(beside, STREAM, reached)
        }
      })
    }
  }
}

/** Read after the controls: the sales that they speak of are all below. */
async function endsOf<K, V>(kafka: KafkaClient, topic: OpenTopic<K, V>): Promise<bigint[]> {
  const ranges = await kafka.offsets(topic)
  return [...ranges].toSorted(([one], [other]) => one - other).map(([, { high }]) => high)
}

function comparer(
  context: ServiceContext<Config>,
  reconciliation: Reconciliation,
  beside: LineageInstruments,
  instruments: ReconciliationInstruments
): Service {
  const compare = (): Promise<void> => compareOnce(reconciliation, instruments, context.logger)
  return {
    name: 'reconciliation',
    run: (signal) => repeat(ROUND_MS, compare, followed(context, signal, STREAM, beside))
  }
}

function trimmer(context: ServiceContext<Config>, reconciliation: Reconciliation, beside: LineageInstruments): Service {
  const trim = (): Promise<void> => reconciliation.trim()
  return {
    name: 'reconciliation-trim',
    run: (signal) => repeat(TRIM_INTERVAL_MS, trim, followed(context, signal, STREAM, beside))
  }
}

async function compareOnce(
  reconciliation: Reconciliation,
  instruments: ReconciliationInstruments,
  logger: Logger
): Promise<void> {
  const now = new Date()
  const { differing, controls } = await reconciliation.round(now)
  for (const found of differing) warn(found, logger)
  for (const { source, outcome } of controls)
    instruments.controls.inc({ source, outcome: outcome === 'notJudged' ? 'not_judged' : outcome })
  for (const { source, against, days, newest } of await reconciliation.sources()) {
    instruments.differing.set({ source, against }, days)
    if (newest !== null) instruments.controlAge.set({ source }, Math.max(0, now.getTime() / 1000 - newest))
  }
}

/** Names and counts, no amounts. */
function warn({ source, dataset, against, verdict, days }: Found, logger: Logger): void {
  const { day, currency, expected, found } = verdict
  const rows = { expected_rows: Number(expected.rows), found_rows: Number(found.rows) }
  logger.warn(
    { source, dataset, against, day, currency, ...rows, days },
    `${source} (${dataset}) differs on ${day}: see /api/v1/reconciliation?state=differs`
  )
}
