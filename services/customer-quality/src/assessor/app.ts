import { custchannel, customerNotifications, custexcep, deadLetters } from '@sales-pipeline/contracts'
import type { App, ServiceContext } from '@sales-pipeline/service-kit'
import { SERVICE, type Config } from '../config.ts'
import { consumeBatches } from '../consume.ts'
import { kafkaOf } from '../kafka.ts'
import { assessorInstruments } from '../metrics.ts'
import { assess } from '../rules/assess.ts'
import { Assessor } from './assessor.ts'

/** Reads custchannel, and says of every record what the rules say. */
export function build(context: ServiceContext<Config>): App {
  const { config, metrics, health } = context
  const instruments = assessorInstruments(metrics)
  const member = health.component('consumer-group')
  const run = async (signal: AbortSignal): Promise<void> => {
    const kafka = kafkaOf(context)
    const producer = kafka.producer()
    const input = await kafka.open(custchannel)
    const assessor = new Assessor({
      ...{ input, producer, assess, now: Date.now, service: `customer-${config.ROLE}` },
      verdicts: await kafka.open(custexcep),
      notifications: await kafka.open(customerNotifications),
      deadLetters: await kafka.open(deadLetters(SERVICE)),
      counted: instruments.verdicts,
      refused: instruments.deadLetters
    })
    await consumeBatches({
      ...{ kafka, signal, member, topics: [input], lag: instruments.lag },
      group: config.CONSUMER_GROUP ?? 'assessor',
      handle: (batch) => assessor.handle(batch)
    })
    await producer.disconnect()
  }
  return { services: [{ name: 'assessor', run }] }
}
