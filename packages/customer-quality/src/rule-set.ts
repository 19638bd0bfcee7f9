import type { Rule } from '@sales-pipeline/contracts'
import { z } from 'zod'

export const DIMENSIONS = [
  'policy',
  'completeness',
  'validity',
  'consistency',
  'uniqueness',
  'reference',
  'timeliness'
] as const

export type Dimension = (typeof DIMENSIONS)[number]

/** A rule about customers: one of a contract's, with the dimension of quality that it measures. */
export interface QualityRule extends Rule {
  readonly dimension: Dimension
  /** person: that no other customer is the same person. Default record: what the rule itself says of a record. */
  readonly kind?: 'record' | 'person'
  /** What the record is called where this is the first rule with a verdict that fails. */
  readonly verdict?: string
}

/** The rules that are in force together, as data. A version is never changed: another one follows it. */
export interface RuleSet {
  readonly name: string
  readonly version: number
  readonly rules: readonly QualityRule[]
  /** What expressions look up, as `reference`. */
  readonly reference: Readonly<Record<string, unknown>>
}

const version = z.int().min(1)
const size = z.int().min(0).optional()
const text = z.string().min(1)

const rule = z.strictObject({
  id: z.string().regex(/^[a-z\d]+(-[a-z\d]+)*$/u, 'must be words in lower case, joined by -'),
  version: version.optional(),
  field: text,
  dimension: z.enum(DIMENSIONS),
  kind: z.enum(['record', 'person']).optional(),
  verdict: text.optional(),
  scope: z.enum(['field', 'record']).optional(),
  owner: text.optional(),
  severity: z.enum(['info', 'minor', 'major', 'critical']).optional(),
  minLength: size,
  maxLength: size,
  pattern: text.optional(),
  format: z.enum(['email', 'uri', 'uuid', 'date', 'date-time', 'phone']).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  expression: text.optional(),
  message: text.optional(),
  remedy: text.optional(),
  personal: z.boolean().optional()
})

const ruleSet = z.strictObject({
  name: text,
  version,
  rules: z.array(rule).min(1),
  reference: z.record(z.string(), z.unknown()).default({})
})

/** A rule set out of its file, parsed. @throws Error naming everything that is wrong with it. */
export function ruleSetOf(parsed: unknown): RuleSet {
  const result = ruleSet.safeParse(parsed)
  if (!result.success) throw new Error(`not a rule set:\n${z.prettifyError(result.error)}`)
  const ids = result.data.rules.map(({ id }) => id)
  const twice = ids.find((id, at) => ids.indexOf(id) !== at)
  if (twice !== undefined) throw new Error(`not a rule set: two rules have the id ${twice}`)
  return result.data as RuleSet
}
