import { z } from 'zod'
import { CUSTOMERS, serviceNames } from './folders.ts'
import { serviceVariables } from './service-variables.ts'
import { customerValues } from './values/customers.ts'
import { platformValues } from './values/platform.ts'
import { serviceValues } from './values/services.ts'

/** What the charts set themselves, from `global` or from values that have a place of their own, and what access.yaml names. */
const setByCharts =
  /^(KAFKA_|SCHEMA_REGISTRY_|OTEL_|OPS_|HTTP_|PARTNER_|TOPIC_PREFIX$|STATE_DIR$|INBOX_DIR$|COLUMN_MAPPING$|MIGRATE$|ROLE$|CONSUMER_GROUP$|BUSINESS_TIME_ZONE$)/

/** By chart: the JSON schema of its values. */
export async function valuesSchemas(): Promise<Record<string, object>> {
  const shapes: Record<string, z.ZodType> = { ...platformValues }
  for (const service of serviceNames) shapes[service] = serviceValues(service, await settableOf(service))
  shapes[CUSTOMERS] = customerValues(await settableOf(CUSTOMERS))
  return Object.fromEntries(Object.entries(shapes).map(([chart, shape]) => [chart, jsonSchema(shape)]))
}

async function settableOf(service: string): Promise<readonly string[]> {
  const variables = await serviceVariables(service)
  return variables.filter(({ name, secret }) => !secret && !setByCharts.test(name)).map(({ name }) => name)
}

function jsonSchema(shape: z.ZodType): object {
  return z.toJSONSchema(shape, { target: 'draft-7', io: 'input' })
}
