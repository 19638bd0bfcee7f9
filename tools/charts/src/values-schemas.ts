import { z } from 'zod'
import { serviceNames } from './folders.ts'
import { serviceVariables } from './service-variables.ts'
import { platformValues } from './values/platform.ts'
import { serviceValues } from './values/services.ts'

/** What the charts set themselves, from `global` or from values that have a place of their own, and what access.yaml names. */
const setByCharts =
  /^(KAFKA_|SCHEMA_REGISTRY_|OTEL_|OPS_|HTTP_|PARTNER_|TOPIC_PREFIX$|STATE_DIR$|INBOX_DIR$|COLUMN_MAPPING$|MIGRATE$|CONSUMER_GROUP$|BUSINESS_TIME_ZONE$)/

/** By chart: the JSON schema of its values. */
export async function valuesSchemas(): Promise<Record<string, object>> {
  const shapes: Record<string, z.ZodType> = { ...platformValues }
  for (const service of serviceNames) {
    const variables = await serviceVariables(service)
    const settable = variables.filter(({ name, secret }) => !secret && !setByCharts.test(name))
    shapes[service] = serviceValues(
      service,
      settable.map(({ name }) => name)
    )
  }
  return Object.fromEntries(Object.entries(shapes).map(([chart, shape]) => [chart, jsonSchema(shape)]))
}

function jsonSchema(shape: z.ZodType): object {
  return z.toJSONSchema(shape, { target: 'draft-7', io: 'input' })
}
