import { z } from 'zod'

/** What is known of a variable without a value. */
export interface VariableDocs {
  readonly name: string
  readonly description: string
  readonly required: boolean
  readonly defaultText: string | undefined
  readonly secret: boolean
}

const SECRET_NAME = /(PASSWORD|SECRET|TOKEN|DATABASE_URL|_KEY)$/

/** Reads description, default and secrecy off a schema, through every wrapper that `.default()`, `.optional()` and `.pipe()` put around it. */
export function describeVariable(name: string, schema: z.ZodType): VariableDocs {
  const layers = [...unwrapped(schema)]
  const metas = layers.map((layer) => z.globalRegistry.get(layer))
  const byDefault = layers.find((layer) => layer instanceof z.ZodDefault)
  return {
    name,
    description: metas.find((meta) => meta?.description !== undefined)?.description ?? '',
    required: !schema.safeParse(undefined).success,
    defaultText: byDefault === undefined ? undefined : String(byDefault.def.defaultValue),
    secret: SECRET_NAME.test(name) || metas.some((meta) => meta?.['secret'] === true)
  }
}

function* unwrapped(schema: z.core.$ZodType): Generator<z.core.$ZodType> {
  yield schema
  const def = schema._zod.def as { innerType?: z.core.$ZodType; in?: z.core.$ZodType }
  const inner = def.innerType ?? def.in
  if (inner !== undefined) yield* unwrapped(inner)
}
