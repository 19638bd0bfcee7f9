import { KafkaClient } from '@sales-pipeline/kafka'
import { spawnService, useStack, type ServiceProcess } from '@sales-pipeline/testkit'
import { serveApi } from './api-server.ts'
import { openStore, quiet } from './store.ts'

/** A store, topics, and services that share them. */
export async function openWorld() {
  const topics = await (await useStack()).topics()
  const store = await openStore(4, topics.prefix)
  const kafka = new KafkaClient(topics.settings, { logger: quiet })
  const producer = kafka.producer()
  const api = await serveApi(store)
  return {
    ...{ topics, kafka, producer, store, api },
    start: (env: Readonly<Record<string, string>> = {}): Promise<ServiceProcess> =>
      spawnService('results-api', {
        ...topics.env,
        RESULTS_DATABASE_URL: store.url,
        HTTP_PORT: '0',
        CONSUMER_GROUP: `${topics.prefix}r`,
        ...env
      }),
    one: async <Row extends object>(sql: string): Promise<Row> => (await store.pool.query<Row>(sql)).rows[0]!,
    [Symbol.asyncDispose]: async () => {
      await producer.disconnect()
      await api[Symbol.asyncDispose]()
      await store[Symbol.asyncDispose]()
    }
  }
}

export type World = Awaited<ReturnType<typeof openWorld>>
