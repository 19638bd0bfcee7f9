import { cdcContract, type CdcKey, type ChangeEnvelope } from './generated/cdc.ts'
import { checkpointsContract, type Checkpoint, type CheckpointKey } from './generated/checkpoints.ts'
import { deadLettersContract, type DeadLetter } from './generated/dead-letters.ts'
import { lineageContract, type LineageEvent } from './generated/lineage.ts'
import { salesContract, type Sale } from './generated/sales.ts'
import { salesByCityContract, type SalesByCity, type SalesByCityKey } from './generated/sales-by-city.ts'
import {
  salesBySalesmanContract,
  type SalesBySalesman,
  type SalesBySalesmanKey
} from './generated/sales-by-salesman.ts'
import { topicOf, type ContractData, type Topic } from './topic.ts'

/** Every sale's latest state, by sale id. */
export const sales: Topic<string, Sale> = topicOf(salesContract)

/** Each shard's partial totals per city, currency and day. */
export const salesByCity: Topic<SalesByCityKey, SalesByCity> = topicOf(salesByCityContract)

/** Each shard's partial totals per salesman, country, currency and day. */
export const salesBySalesman: Topic<SalesBySalesmanKey, SalesBySalesman> = topicOf(salesBySalesmanContract)

/** The changes of one source table, in commit order. */
export function cdc(schema: string, table: string): Topic<CdcKey, ChangeEnvelope> {
  return topicOf(cdcContract, `${schema}.${table}`)
}

/** What a service refused, and why. */
export function deadLetters(service: string): Topic<null, DeadLetter> {
  return topicOf(deadLettersContract, service)
}

/** Where a service has read its sources to. */
export function checkpoints(service: string): Topic<CheckpointKey, Checkpoint> {
  return topicOf(checkpointsContract, service)
}

/** What every job did, read and wrote, by run id. */
export const lineage: Topic<string, LineageEvent> = topicOf(lineageContract)

/** Every topic of the pipeline, instances spelt out. */
export const allTopics: readonly Topic<unknown, unknown>[] = [
  ...instancesOf(salesContract),
  ...instancesOf(salesByCityContract),
  ...instancesOf(salesBySalesmanContract),
  ...instancesOf(cdcContract),
  ...instancesOf(deadLettersContract),
  ...instancesOf(checkpointsContract),
  ...instancesOf(lineageContract)
]

function instancesOf<K, V>(data: ContractData<K, V>): Topic<K, V>[] {
  return (data.topic.instances ?? ['']).map((instance) => topicOf(data, instance))
}
