import type { AvroJson } from '../topic.ts'
import { maskedFields, rulesOfSchema } from './attributes.ts'
import type { Rule } from './rule.ts'

/**
 * All rules of a contract: those of its value's schema, then those of contract.yaml. What the schema marks as personal or
 * sealed is masked in every rule. @throws Error where two rules have the same id.
 */
export function contractRules(schema: AvroJson, declared: readonly Rule[]): readonly Rule[] {
  const masked = maskedFields(schema)
  const rules = [...rulesOfSchema(schema), ...declared]
  const ids = new Set<string>()
  for (const { id } of rules) {
    if (ids.has(id)) throw new Error(`two rules have the id ${id}: results could not be told apart`)
    ids.add(id)
  }
  return rules.map((rule) => (masked.has(rule.field) ? { ...rule, personal: true } : rule))
}
