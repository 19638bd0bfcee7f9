import { ruleSets } from '@sales-pipeline/monitoring'
import { z } from 'zod'
import { count, cpuScaling, databaseSecret, fromHelm, image, name, object, peers } from './shapes.ts'
import { size, storage, text, workload } from './shapes.ts'

const positive = z.number().positive()

/** What each service's chart has beside what all have. */
const own: Readonly<Record<string, z.ZodRawShape>> = {
  'db-cdc-bridge': {
    database: databaseSecret
  },
  'file-ingestor': {
    inbox: z.strictObject({
      existingClaim: text,
      size,
      storageClass: text,
      accessModes: z.array(z.enum(['ReadWriteOnce', 'ReadWriteMany', 'ReadWriteOncePod'])).min(1),
      keep: z.boolean()
    }),
    columnMapping: object
  },
  'soap-ingestor': {
    partner: z.strictObject({
      wsdl: z.string().regex(/^https?:\/\//),
      endpoint: text,
      username: text,
      passwordSecret: text,
      passwordKey: name,
      tokenSecret: text,
      tokenKey: name,
      peers
    })
  },
  'city-aggregator': aggregator(),
  'salesman-aggregator': aggregator(),
  'results-api': {
    replicas: count,
    apiKeys: z.strictObject({ secret: text, key: name }),
    openLineage: z.strictObject({ secret: text, key: name, peers }),
    database: databaseSecret,
    clients: peers,
    autoscaling: cpuScaling
  }
}

function aggregator(): z.ZodRawShape {
  return {
    replicas: count,
    storage,
    autoscaling: z.strictObject({
      enabled: z.boolean(),
      minReplicas: count,
      maxReplicas: count,
      lag: count,
      prometheus: name,
      cooldownSeconds: count
    })
  }
}

function thresholdsOf(service: string): z.ZodType {
  const thresholds = ruleSets.find((rules) => rules.service === service)?.thresholds ?? {}
  return z.strictObject(Object.fromEntries(Object.keys(thresholds).map((name) => [name, positive])))
}

/** `settable`: the variables that `config` may set; the others are the chart's to set. */
export function serviceValues(service: string, settable: readonly string[]): z.ZodType {
  return z.strictObject({
    image,
    ...workload(settable),
    ...own[service],
    alerts: thresholdsOf(service),
    ...fromHelm
  })
}
