import { z } from 'zod'
import { count, cpuScaling, databaseSecret, fromHelm, image, kafkaUser, name, object, part, peers } from './shapes.ts'
import { resources, text, workload } from './shapes.ts'

const madeSecret = z.strictObject({ existingSecret: text, key: name })
const served = { replicas: count, clients: peers, autoscaling: cpuScaling }
const kept = { replicas: count, database: databaseSecret }

/** What each role's values have beside what all have. */
const own = {
  portal: served,
  assessor: {},
  'keeper-mdm': kept,
  'keeper-sandbox': { ...kept, pseudonymKey: madeSecret }
} satisfies Readonly<Record<string, z.ZodRawShape>>

/** The workloads of the chart `customer-quality`. */
export const customerRoles: readonly string[] = Object.keys(own)

/** `settable`: the variables that `config` may set, of every role or of one. */
export function customerValues(settable: readonly string[]): z.ZodType {
  const ofEvery = workload(settable)
  const ofOne = z
    .strictObject({ ...ofEvery, kafkaUser: kafkaUser.partial(), resources: resources.partial() })
    .partial()
    .extend({ enabled: z.boolean() })
  return z.strictObject({
    image,
    ...ofEvery,
    roles: z.strictObject(
      Object.fromEntries(Object.entries(own).map(([role, values]) => [role, ofOne.extend(values)]))
    ),
    mongodb: part,
    'customer-contracts': part,
    kafka: object,
    ...fromHelm
  })
}
