import { z } from 'zod'
import { serviceNames } from '../folders.ts'
import { count, fromHelm, image, kafkaUser, name, object, part, peers, placement, platform, port } from './shapes.ts'
import { resources, size, storage, text } from './shapes.ts'

const lines = z.array(z.enum(['sales', 'customers'])).min(1)
const setting = z.union([z.string(), z.number(), z.boolean()])

const nodePool = z.strictObject({
  replicas: count,
  roles: z.array(z.enum(['controller', 'broker'])).min(1),
  storage: z.strictObject({ size, class: text }),
  resources,
  heap: z.string().regex(/^[0-9]+[mg]$/)
})

/** What every server of data has. */
const server = {
  image,
  superuser: z.strictObject({ existingSecret: text }),
  settings: z.record(z.string(), setting),
  storage,
  clients: peers,
  resources,
  ...placement,
  ...fromHelm
}
const parts = ['schema-registry', 'postgres', 'jaeger', 'contracts', ...serviceNames]

/** The charts that are no service. */
export const platformValues: Readonly<Record<string, z.ZodType>> = {
  common: platform.extend({ global: fromHelm.global }),
  kafka: z.strictObject({
    lines,
    cluster: z.strictObject({ enabled: z.boolean() }),
    version: name,
    nodePools: z.record(z.string(), nodePool),
    config: z.record(z.string(), setting),
    keep: z.boolean(),
    peers,
    entityOperator: z.strictObject({ resources }),
    ...fromHelm
  }),
  contracts: z.strictObject({ image, lines, kafkaUser, resources, deadlineSeconds: count, ...placement, ...fromHelm }),
  'schema-registry': z.strictObject({
    image,
    storage: z.strictObject({
      kind: z.enum(['sql', 'memory']),
      url: z.string().regex(/^jdbc:postgresql:\/\//),
      secret: name,
      usernameKey: name,
      passwordKey: name,
      peers,
      port
    }),
    replicas: count,
    clients: peers,
    resources,
    ...placement,
    ...fromHelm
  }),
  postgres: z.strictObject({
    ...server,
    roles: z.record(
      z.string().regex(/^[a-z][a-z0-9-]*$/),
      z.strictObject({ existingSecret: text, replication: z.boolean() }).partial()
    ),
    databases: z.record(
      z.string(),
      z.strictObject({ owner: name, readers: z.array(name).optional(), schema: text.optional() })
    )
  }),
  mongodb: z.strictObject({
    ...server,
    users: z.record(z.string().regex(/^[a-z][a-z0-9-]*$/), z.strictObject({ existingSecret: text }).partial())
  }),
  jaeger: z.strictObject({ image, maxTraces: count, clients: peers, resources, ...placement, ...fromHelm }),
  'partner-service': z.strictObject({ image, data: text, clients: peers, resources, ...placement, ...fromHelm }),
  'sales-pipeline': z.strictObject({
    demo: z.strictObject({ enabled: z.boolean() }),
    kafka: object,
    'source-db': object,
    'partner-service': object,
    ...Object.fromEntries(parts.map((chart) => [chart, part])),
    ...fromHelm
  })
}
