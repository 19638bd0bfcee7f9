import { sales } from '@sales-pipeline/contracts'
import { KafkaClient, tombstone } from '@sales-pipeline/kafka'
import { createLogger } from '@sales-pipeline/observability'
import { withClient } from '@sales-pipeline/stack'
import type { Pipeline } from './pipeline.ts'

export interface LostSale {
  /** In the business time zone, UTC. */
  readonly day: string
  /** Lets the source tell of the sale again. */
  readonly find: () => Promise<void>
}

/** Takes a sale of the source database out of `sales` behind everybody's back: the source still has it. */
export async function loseSale({ kafka: settings, sources }: Pipeline): Promise<LostSale> {
  const { sale_id: lost, day } = await withClient(sources.databaseUrl, async (database) => {
    const { rows } = await database.query<{ sale_id: string; day: string }>(
      `SELECT sale_id, (sold_at AT TIME ZONE 'UTC')::date::text AS day FROM sale ORDER BY sale_id LIMIT 1`
    )
    return rows[0]!
  })
  const kafka = new KafkaClient(settings, { logger: createLogger({ service: 'test', level: 'silent' }) })
  const producer = kafka.producer()
  await producer.send([tombstone(await kafka.open(sales), `shop:${lost}`, 1n)])
  await producer.disconnect()
  return {
    day,
    find: () =>
      withClient(sources.databaseUrl, async (database) => {
        await database.query('UPDATE sale SET product = $2 WHERE sale_id = $1', [lost, 'again'])
      })
  }
}
