import { randomUUID } from 'node:crypto'
import { custchannel, customerNotifications } from '@sales-pipeline/contracts'
import type { KafkaClient } from '@sales-pipeline/kafka'
import type { Logger } from '@sales-pipeline/observability'
import { serveHttp, type App, type Component, type ServiceContext } from '@sales-pipeline/service-kit'
import type { Config } from '../config.ts'
import { errors } from '../errors.ts'
import { kafkaOf } from '../kafka.ts'
import { portalInstruments } from '../metrics.ts'
import { createApi, ROUTES } from './adapters/http/api.ts'
import { Delivery } from './delivery.ts'
import { Notices } from './notices.ts'

const DELIVERY_TIMEOUT_MS = 5_000
const MOST_WAITING = 5_000

interface Following {
  readonly notices: Notices
  readonly instruments: ReturnType<typeof portalInstruments>
  readonly member: Component
  readonly logger: Logger
}

/** Takes registrations into custchannel, and shows their customers what came of them. */
export function build(context: ServiceContext<Config>): App {
  const { config, metrics, health, logger } = context
  const instruments = portalInstruments(metrics, ROUTES)
  const [http, member] = [health.component('http'), health.component('notifications')]
  const notices = new Notices(config.REMEMBERED_CUSTOMERS)
  const run = async (signal: AbortSignal): Promise<void> => {
    const kafka = kafkaOf(context)
    const producer = kafka.producer()
    const topic = await kafka.open(custchannel)
    const delivery = new Delivery({ topic, producer, timeoutMs: DELIVERY_TIMEOUT_MS, mostWaiting: MOST_WAITING })
    const listener = createApi({
      ...{ notices, instruments, logger, signal, now: Date.now },
      deliver: (record) => delivery.deliver(record),
      mostRequests: config.RATE_LIMIT,
      trustedProxies: config.TRUSTED_PROXIES
    })
    const { HTTP_HOST: host, HTTP_PORT: port } = config
    const server = { host, port, listener, health: http, logger, what: 'registrations' }
    const unavailable = errors.CUSTOMER_HTTP_UNAVAILABLE
    await Promise.race([serveHttp({ ...server, unavailable }, signal), delivery.failed])
    await delivery.flush()
    await producer.disconnect()
  }
  const follow = (signal: AbortSignal): Promise<void> =>
    followNotifications(kafkaOf(context), { notices, instruments, member, logger }, signal)
  return {
    services: [
      { name: 'registrations', run },
      { name: 'notifications', run: follow }
    ]
  }
}

/** Each portal reads all notifications that the topic still has, from its start, as a group of its own that commits nothing. */
async function followNotifications(
  kafka: KafkaClient,
  { notices, instruments, member, logger }: Following,
  signal: AbortSignal
): Promise<void> {
  const topic = await kafka.open(customerNotifications)
  await kafka.consume({
    ...{ group: `${topic.name}.portal.${randomUUID()}`, topics: [topic.name], signal, commit: 'manual' },
    batch: async (batch) => {
      const { partition, messages } = batch
      const done = instruments.lag.atHand(customerNotifications.stream, batch)
      for (const record of await topic.decode(messages)) {
        if (record.failure === undefined && record.value !== null) notices.learn(record.value)
        else unreadable(record.offset, partition)
      }
      instruments.remembered.set(notices.size)
      done()
    },
    onStable: (stable) => {
      if (stable) member.ready()
      else member.notReady('the notifications cannot be followed now')
    }
  })

  /** No dead letter: it would be one more for every portal and every start. */
  function unreadable(offset: bigint, partition: number): void {
    instruments.unreadable.inc()
    logger.warn(
      { topic: topic.name, partition, offset: offset.toString() },
      'A notification cannot be read; it is shown to nobody'
    )
  }
}
