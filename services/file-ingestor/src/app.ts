import { resolve } from 'node:path'
import { controlTotals, deadLetters, sales } from '@sales-pipeline/contracts'
import { KafkaClient, openCheckpoints } from '@sales-pipeline/kafka'
import { openLineage } from '@sales-pipeline/lineage'
import { SaleTraces } from '@sales-pipeline/observability'
import { kafkaSettings, type App, type ServiceContext } from '@sales-pipeline/service-kit'
import { DiskFolder } from './adapters/disk-folder.ts'
import { InboxHints } from './adapters/inbox-hints.ts'
import { kafkaControls } from './adapters/kafka-controls.ts'
import { kafkaDelivery } from './adapters/kafka-delivery.ts'
import { kafkaProgress } from './adapters/kafka-progress.ts'
import { loadMappings } from './adapters/mapping-file.ts'
import { readRows } from './adapters/records.ts'
import type { Config } from './config.ts'
import { formatOf } from './core/files.ts'
import { layoutFor } from './core/mapping.ts'
import { errors } from './errors.ts'
import { InboxService } from './inbox-service.ts'
import { createInstruments } from './metrics.ts'
import { FileRuns, inboxJob } from './lineage.ts'
import { both, createObserver } from './observer.ts'
import type { World } from './world.ts'

const SERVICE = 'file-ingestor'

/** How long, once the process is asked to stop, Kafka may take to acknowledge what is on its way. */
const DRAIN_MS = 10_000

export async function build(context: ServiceContext<Config>): Promise<App> {
  const { config, logger, metrics, health, signal } = context
  const inbox = resolve(config.INBOX_DIR)
  const mappings = await loadMappings(config.COLUMN_MAPPING)
  const folder = await openFolder(inbox, health.progress)
  const kafkaHealth = health.component('kafka')
  const kafka = new KafkaClient(kafkaSettings(config, SERVICE), {
    logger,
    signal: after(signal, DRAIN_MS),
    onOutage: kafkaHealth.outage,
    onProgress: health.progress
  })
  const producer = kafka.producer()
  const topics = {
    sales: await kafka.open(sales),
    deadLetters: await kafka.open(deadLetters(SERVICE)),
    traces: new SaleTraces(config)
  }
  const progress = kafkaProgress(await openCheckpoints(kafka, producer, SERVICE, config.SOURCE_NAME))
  kafkaHealth.ready()

  const backlog = { files: () => service.files(), oldestSeconds: () => service.oldestSeconds() }
  const told = createObserver(logger, createInstruments(metrics, backlog))
  const lineage = openLineage(context, SERVICE, inboxJob(inbox, config))
  const observer = lineage.runs === undefined ? told : both(told, new FileRuns(lineage.runs, inbox, config))
  const world: World = {
    folder,
    progress,
    observer,
    deliver: kafkaDelivery(producer, topics),
    controls: kafkaControls(producer, await kafka.open(controlTotals), config.BUSINESS_TIME_ZONE),
    readRows: (name, chunks) => {
      const onIgnored = (columns: readonly string[]): void => {
        observer.columnsIgnored(name, columns)
      }
      return readRows(chunks, { format: formatOf(name), layout: layoutFor(name, mappings), onIgnored })
    },
    source: config.SOURCE_NAME,
    now: () => performance.now(),
    epoch: () => Date.now()
  }
  const { SETTLE_MS: settleMs, SCAN_INTERVAL_MS: scanIntervalMs } = config
  const options = { settleMs, scanIntervalMs, onProgress: health.progress }
  const service = new InboxService(world, options, new InboxHints(inbox, logger), health.component('inbox'), logger)
  return lineage.within({ services: [service] })
}

async function openFolder(inbox: string, onRead: () => void): Promise<DiskFolder> {
  try {
    return await DiskFolder.open(inbox, onRead)
  } catch (cause) {
    throw errors.INBOX_UNUSABLE(`${inbox} (${(cause as Error).message})`, { cause })
  }
}

/** A signal that aborts some time after another. */
function after(signal: AbortSignal, milliseconds: number): AbortSignal {
  const later = new AbortController()
  signal.addEventListener('abort', () => {
    setTimeout(() => {
      later.abort()
    }, milliseconds).unref()
  })
  return later.signal
}
