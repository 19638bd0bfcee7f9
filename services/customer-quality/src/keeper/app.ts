import { custchannel, custexcep, deadLetters } from '@sales-pipeline/contracts'
import type { App, ServiceContext } from '@sales-pipeline/service-kit'
import { required, SERVICE, type Config } from '../config.ts'
import { consumeBatches } from '../consume.ts'
import { kafkaOf } from '../kafka.ts'
import { keeperInstruments } from '../metrics.ts'
import { mdmStore } from './adapters/mdm-store.ts'
import { isOutage } from './adapters/mongodb.ts'
import { sandboxStore } from './adapters/sandbox-store.ts'
import { Keeper } from './keeper.ts'
import type { KeeperStore } from './ports.ts'

/** Keeps every record and its verdict in MongoDB, for one of the two that want them. */
export function build(context: ServiceContext<Config>): App {
  const { config, metrics, health, logger } = context
  const owner = config.ROLE === 'keeper-mdm' ? 'mdm' : 'sandbox'
  const store = storeOf(config, config.MONGODB_DATABASE ?? owner)
  const instruments = keeperInstruments(metrics)
  const [mongodb, member] = [health.component('mongodb'), health.component('consumer-group')]
  const run = async (signal: AbortSignal): Promise<void> => {
    const kafka = kafkaOf(context)
    const producer = kafka.producer()
    const [records, verdicts] = [await kafka.open(custchannel), await kafka.open(custexcep)]
    const keeper = new Keeper({
      ...{ records, verdicts, store, isOutage, instruments, producer, logger, signal },
      ...{ health: mongodb, onProgress: health.progress, service: `customer-${config.ROLE}` },
      deadLetters: await kafka.open(deadLetters(SERVICE)),
      refused: instruments.deadLetters
    })
    await keeper.prepare()
    await consumeBatches({
      ...{ kafka, signal, member, topics: [records, verdicts], lag: instruments.lag },
      group: config.CONSUMER_GROUP ?? owner,
      handle: (batch) => keeper.handle(batch)
    })
    await producer.disconnect()
    await store.close()
  }
  return { services: [{ name: 'keeper', run }] }
}

function storeOf(config: Config, database: string): KeeperStore {
  const uri = required(config, 'MONGODB_URI')
  if (config.ROLE === 'keeper-mdm') return mdmStore(uri, database)
  return sandboxStore(uri, database, required(config, 'PSEUDONYM_KEY'))
}
