import { z } from 'zod'

/** Kubernetes' own objects, which its API server validates. */
export const object = z.record(z.string(), z.unknown())
const objects = z.array(object)
export const peers = objects
export const text = z.string()
export const name = z.string().min(1)
const labels = z.record(z.string(), z.string())
const amount = z.union([z.string(), z.number()])
export const count = z.int().min(1)
export const port = z.int().min(1).max(65_535)
export const size = z.string().regex(/^[0-9]+(Ki|Mi|Gi|Ti)$/)
const pullPolicy = z.enum(['IfNotPresent', 'Always', 'Never'])

export const image = z.strictObject({ registry: name, repository: name, tag: text, pullPolicy })

export const resources = z.strictObject({
  requests: z.strictObject({ cpu: amount, memory: amount }).partial(),
  limits: z.strictObject({ cpu: amount, memory: amount }).partial()
})

/** Where pods run, in every chart. */
export const placement = {
  podAnnotations: labels,
  nodeSelector: labels,
  tolerations: objects,
  affinity: object
}

const retain = z.enum(['Retain', 'Delete'])
export const storage = z.strictObject({
  size,
  storageClass: text,
  retention: z.strictObject({ whenDeleted: retain, whenScaled: retain })
})

export const kafkaUser = z.strictObject({ name: text, secret: text, key: name })

export const databaseSecret = z.strictObject({ secret: name, key: name, peers, port })

export const cpuScaling = z.strictObject({
  enabled: z.boolean(),
  minReplicas: count,
  maxReplicas: count,
  cpuPercent: z.int().min(1).max(100)
})

const podDisruptionBudget = z.strictObject({
  enabled: z.boolean(),
  maxUnavailable: z.union([z.int(), z.string().regex(/^[0-9]+%$/)])
})

/** What every workload of a service has; `settable`: the variables that its `config` may set. */
export function workload(settable: readonly string[]) {
  const value = z.union([z.string(), z.number(), z.boolean()])
  return {
    config: z.strictObject(Object.fromEntries(settable.map((variable) => [variable, value.optional()]))),
    kafkaUser,
    resources,
    terminationGracePeriodSeconds: count,
    podDisruptionBudget,
    ...placement
  }
}

/** The values of charts/common, which `global` sets. */
export const platform = z.strictObject({
  kafka: z
    .strictObject({
      provider: z.enum(['strimzi', 'external']),
      cluster: name,
      bootstrapServers: text,
      tls: z
        .strictObject({ enabled: z.boolean(), caSecret: text, caKey: name, publicAuthority: z.boolean() })
        .partial(),
      authentication: z
        .strictObject({ enabled: z.boolean(), mechanism: z.enum(['scram-sha-512', 'scram-sha-256', 'plain']) })
        .partial(),
      topicPrefix: z.string().regex(/^[a-zA-Z0-9._-]*$/),
      replicationFactor: count,
      peers
    })
    .partial(),
  schemaRegistry: z.strictObject({ url: z.string().regex(/^https?:\/\//), peers }).partial(),
  tracing: z.strictObject({ endpoint: text, sampler: name, ratio: z.number().min(0).max(1), peers }).partial(),
  businessTimeZone: name,
  logLevel: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']),
  imageRegistry: text,
  imagePullSecrets: z.array(z.strictObject({ name })),
  networkPolicy: z.strictObject({ enabled: z.boolean(), dnsPeers: peers, monitoringPeers: peers }).partial(),
  monitoring: z
    .strictObject({ podMonitors: z.boolean(), rules: z.boolean(), dashboards: z.boolean(), runbooks: text, labels })
    .partial()
})

/** What Helm itself puts into every chart's values, and an umbrella's switch. */
export const fromHelm = {
  global: platform.partial().optional(),
  common: object.optional(),
  enabled: z.boolean().optional()
}

/** A part of an umbrella: its own chart's schema validates the rest. */
export const part = z.looseObject({ enabled: z.boolean() })
