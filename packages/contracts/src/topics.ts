import { cdcContract, type CdcKey, type ChangeEnvelope } from './generated/cdc.ts'
import { checkpointsContract, type Checkpoint, type CheckpointKey } from './generated/checkpoints.ts'
import { clickEventsContract, type ClickEvent } from './generated/click-events.ts'
import { custchannelContract, type CustomerRecord } from './generated/custchannel.ts'
import { custexcepContract, type CustomerVerdict } from './generated/custexcep.ts'
import { customerNotificationsContract, type CustomerNotification } from './generated/customer-notifications.ts'
import { customerRulesContract, type RuleSetEvent } from './generated/customer-rules.ts'
import { customerScoresContract, type CustomerScore } from './generated/customer-scores.ts'
import { customerShadowContract, type ShadowResult } from './generated/customer-shadow.ts'
import { customersContract, type Customer } from './generated/customers.ts'
import { controlTotalsContract, type ControlKey, type ControlTotal } from './generated/control-totals.ts'
import { deadLettersContract, type DeadLetter } from './generated/dead-letters.ts'
import { lineageContract, type LineageEvent } from './generated/lineage.ts'
import { salesContract, type Sale } from './generated/sales.ts'
import { salesByCityContract, type SalesByCity, type SalesByCityKey } from './generated/sales-by-city.ts'
import {
  salesBySalesmanContract,
  type SalesBySalesman,
  type SalesBySalesmanKey
} from './generated/sales-by-salesman.ts'
import { transactionsContract, type Transaction } from './generated/transactions.ts'
import { userRegistrationsContract, type UserRegistration } from './generated/user-registrations.ts'
import { topicOf, type ContractData, type Line, type Topic } from './topic.ts'

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

/** Who has registered, by user id. */
export const userRegistrations: Topic<string, UserRegistration> = topicOf(userRegistrationsContract)

/** Movements on accounts, by transaction id. */
export const transactions: Topic<string, Transaction> = topicOf(transactionsContract)

/** What visitors click on, by e-mail address. */
export const clickEvents: Topic<string, ClickEvent> = topicOf(clickEventsContract)

/** Every customer's latest state, by customer id. */
export const customers: Topic<string, Customer> = topicOf(customersContract)

/** Customers as their sources tell of them, by customer id. */
export const custchannel: Topic<string, CustomerRecord> = topicOf(custchannelContract)

/** The verdict on every record of custchannel, by customer id. */
export const custexcep: Topic<string, CustomerVerdict> = topicOf(custexcepContract)

/** What customers are to be told, by customer id. */
export const customerNotifications: Topic<string, CustomerNotification> = topicOf(customerNotificationsContract)

/** What has been proposed and decided about rule sets, by the name of the rule set. */
export const customerRules: Topic<string, RuleSetEvent> = topicOf(customerRulesContract)

/** How many records failed what, by subject and step of event time. */
export const customerScores: Topic<string, CustomerScore> = topicOf(customerScoresContract)

/** What each proposed version of a rule set would change, by name, version and data. */
export const customerShadow: Topic<string, ShadowResult> = topicOf(customerShadowContract)

/** What the sources say they hold, to be compared with what arrived. */
export const controlTotals: Topic<ControlKey, ControlTotal> = topicOf(controlTotalsContract)

/** Every topic of the sales pipeline, instances spelt out. */
export const allTopics: readonly Topic<unknown, unknown>[] = [
  ...instancesOf(salesContract),
  ...instancesOf(salesByCityContract),
  ...instancesOf(salesBySalesmanContract),
  ...instancesOf(cdcContract),
  ...instancesOf(deadLettersContract),
  ...instancesOf(checkpointsContract),
  ...instancesOf(lineageContract),
  ...instancesOf(controlTotalsContract)
]

/** The topics that belong to the customers: no service of the sales pipeline needs them. */
export const customerTopics: readonly Topic<unknown, unknown>[] = [
  ...instancesOf(userRegistrationsContract),
  ...instancesOf(transactionsContract),
  ...instancesOf(clickEventsContract),
  ...instancesOf(customersContract),
  ...instancesOf(custchannelContract),
  ...instancesOf(custexcepContract),
  ...instancesOf(customerNotificationsContract),
  ...instancesOf(customerRulesContract),
  ...instancesOf(customerScoresContract),
  ...instancesOf(customerShadowContract),
  { ...deadLetters('customer-quality'), line: 'customers' },
  { ...checkpoints('customer-quality'), line: 'customers' }
]

/** By line: what is installed together. */
export const topicsOfLine: Readonly<Record<Line, readonly Topic<unknown, unknown>[]>> = {
  sales: allTopics,
  customers: customerTopics
}

const fedFromOutside = [...allTopics, ...customerTopics].filter(({ keyField }) => keyField !== undefined)

/** The streams that any producer may feed: those whose contract names the field that is the key. */
export const openStreams: readonly string[] = fedFromOutside.map(({ stream }) => stream)

/** @throws Error where there is no such stream that producers may feed */
export function topicOfStream(stream: string): Topic<string, object> & { readonly keyField: string } {
  const topic = fedFromOutside.find((one) => one.stream === stream)
  if (topic?.keyField === undefined)
    throw new Error(`no producer may feed ${stream}: there are ${openStreams.join(', ')}`)
  return { ...(topic as Topic<string, object>), keyField: topic.keyField }
}

function instancesOf<K, V>(data: ContractData<K, V>): Topic<K, V>[] {
  return (data.topic.instances ?? ['']).map((instance) => topicOf(data, instance))
}
