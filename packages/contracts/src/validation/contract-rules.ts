import type { AvroJson } from '../topic.ts'
import { maskedFields, rulesOfSchema, sealedFields } from './attributes.ts'
import type { Rule } from './rule.ts'

/**
 * All rules of a contract: those of its value's schema, then those of contract.yaml. What the schema marks as personal is masked
 * in every rule; where it seals a field, everything is: a password may have come in the wrong field. @throws Error where two rules have the same id.
 */
export function contractRules(schema: AvroJson, declared: readonly Rule[]): readonly Rule[] {
  const masked = maskedFields(schema)
  const isAllMasked = sealedFields(schema).size > 0
  const rules = [...rulesOfSchema(schema), ...declared]
  const ids = new Set<string>()
  for (const { id } of rules) {
    if (ids.has(id)) throw new Error(`two rules have the id ${id}: results could not be told apart`)
    ids.add(id)
  }
  return rules.map((rule) => (isAllMasked || masked.has(rule.field) ? { ...rule, personal: true } : rule))
}
