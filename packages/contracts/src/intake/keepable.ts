import { namedTypes, resolved } from '../schema.ts'
import type { Topic } from '../topic.ts'
import { sealedFields } from '../validation/attributes.ts'
import type { Violation } from '../validation/rule.ts'

/**
 * What of a refused input may be kept beside its violations. Where the contract seals nothing, all of it. Otherwise only the fields
 * that nothing was said against: whatever does not fit may be a password in the wrong place.
 */
export function keepableOf(
  topic: Topic<unknown, unknown>
): (input: unknown, violations: readonly Violation[]) => unknown {
  const { schema } = topic.value
  const sealed = new Set([...sealedFields(schema)].map(firstStep))
  if (sealed.size === 0) return (input) => input
  const names = (resolved(schema, namedTypes(schema)).fields ?? []).map(({ name }) => name)
  return (input, violations) => {
    const given = typeof input === 'object' && input !== null ? (input as Readonly<Record<string, unknown>>) : {}
    const broken = new Set(violations.map(({ field }) => firstStep(field)))
    const kept = names.filter((name) => Object.hasOwn(given, name) && !sealed.has(name) && !broken.has(name))
    return Object.fromEntries(kept.map((name) => [name, given[name]]))
  }
}

/** The field of the record that a path or a place lies in. */
function firstStep(path: string): string {
  return /^[^.[{]*/u.exec(path)?.[0] ?? path
}
