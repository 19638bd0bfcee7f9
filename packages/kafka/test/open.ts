import { createLogger } from '@sales-pipeline/observability'
import { useStack } from '@sales-pipeline/testkit'
import { KafkaClient, type KafkaSettings } from '../src/index.ts'

/** A client under topics of its own. */
export async function openKafka(): Promise<{ kafka: KafkaClient; settings: KafkaSettings }> {
  const stack = await useStack()
  const { settings } = await stack.topics()
  return { kafka: clientOf(settings), settings }
}

export function clientOf(settings: KafkaSettings): KafkaClient {
  return new KafkaClient(settings, { logger: createLogger({ service: 'test', level: 'fatal' }) })
}
