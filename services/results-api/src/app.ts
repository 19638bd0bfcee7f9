import { deadLetters, salesByCity, salesBySalesman } from '@sales-pipeline/contracts'
import { KafkaClient } from '@sales-pipeline/kafka'
import { openLineage } from '@sales-pipeline/lineage'
import { isLoopback, kafkaSettings, type App, type Service, type ServiceContext } from '@sales-pipeline/service-kit'
import { accessOf } from './access.ts'
import { createApi, routesOf } from './adapters/http/api.ts'
import { endpoints } from './adapters/http/endpoints/index.ts'
import { RevisionHub } from './adapters/http/events/revision-hub.ts'
import { httpService } from './adapters/http/http-service.ts'
import { PostgresChanges } from './adapters/postgres/changes.ts'
import { PostgresDeadLetterReads } from './adapters/postgres/dead-letter-reads.ts'
import { PostgresLineageReads } from './adapters/postgres/lineage-reads.ts'
import { migrate, requireMigrated } from './adapters/postgres/migrations.ts'
import { isOutage } from './adapters/postgres/outage.ts'
import { cityLayout, salesmanLayout } from './adapters/postgres/partial-layouts.ts'
import { PostgresPartialStore } from './adapters/postgres/partial-store.ts'
import { createPool, READ_SETTINGS, SINK_SETTINGS } from './adapters/postgres/pools.ts'
import { PostgresPositions } from './adapters/postgres/positions.ts'
import { PostgresReconciliationReads } from './adapters/postgres/reconciliation-reads.ts'
import { PostgresResults } from './adapters/postgres/results.ts'
import { begunAnew } from './beside.ts'
import type { Config } from './config.ts'
import { consumeStreams } from './consumer.ts'
import { cityGroup, cityViolations, salesmanGroup, salesmanViolations } from './core/partials.ts'
import { deadLetterServices } from './dead-letters-app.ts'
import { lineageServices } from './lineage-app.ts'
import { createLineageInstruments } from './lineage-metrics.ts'
import { resultsJob } from './lineage.ts'
import { createInstruments, type Instruments } from './metrics.ts'
import { reconciliationServices } from './reconciliation-app.ts'
import { createReconciliationInstruments } from './reconciliation-metrics.ts'
import { revisionFeed } from './revision-feed.ts'
import { Sink } from './sink.ts'
import { storeProbe } from './store-probe.ts'

export const SERVICE = 'results-api'
export const VERSION = '0.1.0'

const SINK_STATEMENT_TIMEOUT_MS = 120_000
const EVENT_INTERVAL_MS = 250
const REQUESTS_PER_MINUTE = 600

/** Builds the service by hand: the sink, the REST API, and the probe of the store between them. */
export async function build(context: ServiceContext<Config>): Promise<App> {
  const { config, logger, metrics, health, signal } = context
  const access = accessOf(config)
  const { RESULTS_DATABASE_URL: url, TOPIC_PREFIX: topicPrefix, HTTP_HOST: host, HTTP_PORT: port } = config
  await (config.MIGRATE ? migrate : requireMigrated)({ url, logger, signal })

  const reads = createPool({
    ...{ url, logger, name: 'results-api', connections: config.READ_CONNECTIONS },
    ...{ statementTimeoutMs: config.STATEMENT_TIMEOUT_MS, settings: READ_SETTINGS }
  })
  const results = new PostgresResults(reads)
  const asked = endpoints({
    largestSales: config.LARGEST_SALES,
    lineage: { reads: new PostgresLineageReads(reads, topicPrefix), topicPrefix, now: Date.now },
    deadLetters: new PostgresDeadLetterReads(reads),
    reconciliation: new PostgresReconciliationReads(reads)
  })
  const instruments = createInstruments(metrics, [salesByCity.stream, salesBySalesman.stream], routesOf(asked))
  const hub = new RevisionHub(EVENT_INTERVAL_MS)
  const listener = createApi({
    ...{ endpoints: asked, results, isOutage, instruments, logger, access, version: VERSION },
    events: { hub, mostClients: config.EVENT_CLIENTS },
    mostRequests: mostRequests(config),
    trustedProxies: config.TRUSTED_PROXIES,
    corsOrigins: config.CORS_ORIGINS,
    traceUrl: config.TRACE_URL
  })
  const publish = hub.publish.bind(hub)
  const onDrain = hub.close.bind(hub)
  return openLineage(context, SERVICE, resultsJob(config)).within({
    services: [
      storeProbe(results, health.component('results-store')),
      httpService({ host, port, listener, onDrain, health: health.component('http'), logger }),
      revisionFeed({ results, changes: new PostgresChanges(url), publish, isOutage, logger }),
      sink(context, instruments),
      ...besideServices(context, instruments).map((service) => begunAnew(service, context))
    ]
  })
}

/** What the rankings do not wait for. */
function besideServices(context: ServiceContext<Config>, { deadLetters: refused }: Instruments): Service[] {
  const beside = createLineageInstruments(context.metrics)
  return [
    ...lineageServices(context, beside, (code) => {
      refused.inc({ code })
    }),
    ...deadLetterServices(context, beside),
    ...reconciliationServices(context, beside, createReconciliationInstruments(context.metrics))
  ]
}

function mostRequests({ RATE_LIMIT: limit, HTTP_HOST: host }: Config): number | undefined {
  const most = limit ?? (isLoopback(host) ? 0 : REQUESTS_PER_MINUTE)
  return most === 0 ? undefined : most
}

/** Opens its topics only once it runs: while Kafka is away, the API answers from what the store has. */
function sink({ config, logger, health }: ServiceContext<Config>, instruments: Instruments): Service {
  const kafkaHealth = health.component('kafka')
  const pool = createPool({
    ...{ url: config.RESULTS_DATABASE_URL, logger, name: 'results-api sink', connections: 2 },
    statementTimeoutMs: SINK_STATEMENT_TIMEOUT_MS,
    settings: SINK_SETTINGS
  })
  const run = async (signal: AbortSignal): Promise<void> => {
    const onProgress = health.progress
    const kafka = new KafkaClient(kafkaSettings(config, SERVICE), {
      ...{ logger, signal, onProgress },
      onOutage: kafkaHealth.outage
    })
    const producer = kafka.producer()
    const cities = await kafka.open(salesByCity)
    const salesmen = await kafka.open(salesBySalesman)
    const world = {
      group: config.CONSUMER_GROUP,
      isOutage,
      producer,
      deadLetters: await kafka.open(deadLetters(SERVICE)),
      instruments,
      logger,
      signal,
      onProgress
    }
    const citySink = new Sink({
      ...{ ...world, topic: cities, groupOf: cityGroup, violations: cityViolations },
      store: new PostgresPartialStore(pool, cityLayout)
    })
    const salesmanSink = new Sink({
      ...{ ...world, topic: salesmen, groupOf: salesmanGroup, violations: salesmanViolations },
      store: new PostgresPartialStore(pool, salesmanLayout)
    })
    kafkaHealth.ready()
    await consumeStreams({
      ...{ kafka, group: config.CONSUMER_GROUP, isOutage, logger, signal, onProgress },
      streams: [
        { topic: cities.name, partitions: salesByCity.partitions, handle: (batch) => citySink.handle(batch) },
        { topic: salesmen.name, partitions: salesBySalesman.partitions, handle: (batch) => salesmanSink.handle(batch) }
      ],
      positions: new PostgresPositions(pool),
      health: health.component('consumer-group')
    })
    await producer.disconnect()
  }
  return { name: 'sink', run }
}
