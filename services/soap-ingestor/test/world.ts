import type { DeadLetter, Sale } from '@sales-pipeline/contracts'
import { checkpoints, controlTotals, deadLetters, sales } from '@sales-pipeline/contracts'
import { KafkaClient } from '@sales-pipeline/kafka'
import { formatAmount } from '@sales-pipeline/money'
import { createLogger } from '@sales-pipeline/observability'
import {
  startPartner,
  type Partner,
  type PartnerOptions,
  type Sale as PartnerSale
} from '@sales-pipeline/partner-service'
import { spawnService, useStack, type ServiceProcess } from '@sales-pipeline/testkit'

/** A partner, topics of their own, and the ingestor between them. */
export interface World extends AsyncDisposable {
  readonly partner: Partner
  readonly kafka: KafkaClient
  /** Starts the ingestor; polls follow each other at once. */
  start(env?: Record<string, string>): Promise<ServiceProcess>
}

export async function world(options: PartnerOptions = {}): Promise<World> {
  const stack = await useStack()
  const topics = await stack.topics()
  const partner = await startPartner(options)
  const kafka = new KafkaClient(topics.settings, { logger: createLogger({ service: 'test', level: 'fatal' }) })
  const start = (env: Record<string, string> = {}): Promise<ServiceProcess> =>
    spawnService('soap-ingestor', { ...topics.env, PARTNER_WSDL: partner.wsdlUrl, POLL_INTERVAL_MS: '50', ...env })
  return { partner, kafka, start, [Symbol.asyncDispose]: () => partner.close() }
}

export function partnerSales(count: number, from = 0): PartnerSale[] {
  return Array.from({ length: count }, (_, index) => ({
    saleId: String(from + index).padStart(6, '0'),
    salesmanId: `00${index % 15}`,
    salesmanName: 'Zoë <Nuñez> & Søn',
    city: index % 2 === 0 ? 'San Rafael' : 'Lyon',
    ...(index % 2 === 0 && { region: 'CA' }),
    country: index % 2 === 0 ? 'USA' : 'France',
    amount: `${index}.${String(index % 10_000).padStart(4, '0')}`,
    currency: 'USD',
    soldAt: '2005-05-31T00:00:00Z',
    product: '1969 "Harley"'
  }))
}

/** The table that `sales` is: every sale's latest state, by key; and how many records made it. */
export async function readSales(kafka: KafkaClient): Promise<{ table: Map<string, Sale>; records: number }> {
  const topic = await kafka.open(sales)
  const table = new Map<string, Sale>()
  let records = 0
  for (let partition = 0; partition < sales.partitions; partition++) {
    await kafka.readPartition(topic, partition, async (messages) => {
      for (const record of await topic.decode(messages)) {
        if (record.failure) throw new Error(record.failure.message)
        records++
        if (record.value === null) table.delete(record.key)
        else table.set(record.key, record.value)
      }
    })
  }
  return { table, records }
}

/** Every control, and what arrived of its answer, both as `rows amount`. */
export async function readControls(kafka: KafkaClient): Promise<{ told: string[]; arrived: string[] }> {
  const salesTopic = await kafka.open(sales)
  const sent: Sale[] = []
  for (let partition = 0; partition < sales.partitions; partition++)
    await kafka.readPartition(salesTopic, partition, async (messages) => {
      for (const record of await salesTopic.decode(messages))
        if (!record.failure && record.value) sent.push(record.value)
    })
  const topic = await kafka.open(controlTotals)
  const told: string[] = []
  const arrived: string[] = []
  await kafka.readPartition(topic, 0, async (messages) => {
    for (const { failure, value } of (await topic.decode(messages)).map((record) => ({ value: null, ...record }))) {
      if (failure !== undefined || value === null) continue
      const { version_from: from, version_to: to, observed_at, totals } = value
      const found = sent.filter(
        ({ version, provenance }) => provenance.observed_at === observed_at && version >= from && version <= to
      )
      const amount = found.reduce((sum, one) => sum + one.amount, 0n)
      arrived.push(`${new Set(found.map(({ sale_id, version }) => `${sale_id} ${version}`)).size} ${amount}`)
      const rows = totals.reduce((sum, total) => sum + total.rows, 0n)
      told.push(`${rows} ${totals.reduce((sum, total) => sum + total.amount, 0n)}`)
    }
  })
  return { told, arrived }
}

export async function readDeadLetters(kafka: KafkaClient): Promise<DeadLetter[]> {
  const topic = await kafka.open(deadLetters('soap-ingestor'))
  const letters: DeadLetter[] = []
  await kafka.readPartition(topic, 0, async (messages) => {
    for (const record of await topic.decode(messages)) if (!record.failure && record.value) letters.push(record.value)
  })
  return letters
}

export async function readCheckpoint(kafka: KafkaClient): Promise<Readonly<Record<string, string>> | undefined> {
  const topic = await kafka.open(checkpoints('soap-ingestor'))
  let state: Readonly<Record<string, string>> | undefined
  await kafka.readPartition(topic, 0, async (messages) => {
    for (const record of await topic.decode(messages)) if (!record.failure) state = record.value?.state
  })
  return state
}

/** A sale as one line, so that tables of both sides can be compared. */
export const asText = ({ sale_id, place, salesman, amount, currency, sold_at, product }: Sale): string =>
  [
    sale_id,
    salesman.id,
    salesman.name,
    place.city,
    place.region,
    place.country,
    formatAmount(amount),
    currency,
    new Date(sold_at).toISOString(),
    product
  ].join('|')

export function partnerTable(partner: Partner): string[] {
  return [...partner.ledger.sales()]
    .map((sale) =>
      [
        `partner:${sale.saleId}`,
        sale.salesmanId,
        sale.salesmanName,
        sale.city,
        sale.region,
        sale.country,
        sale.amount.replace(/(\.\d\d\d*?)0*$/, '$1'),
        sale.currency,
        new Date(sale.soldAt).toISOString(),
        sale.product
      ].join('|')
    )
    .sort()
}
