/** A rule of contract.yaml: what one field of a record must satisfy. `field` is a dotted path. Null fields pass. */
export interface Rule {
  readonly id: string
  readonly field: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly pattern?: string
  readonly minimum?: number
  readonly maximum?: number
  /** Says what is expected, where the constraint does not say it well itself. */
  readonly message?: string
  /** Personal data: its value is masked wherever it would be shown. */
  readonly personal?: boolean
}

/** One rule that a record breaks. */
export interface Violation {
  readonly field: string
  readonly rule: string
  readonly message: string
}

/** A contract's rules made ready to check many records; reports every violation of a record, in the rules' order. */
export type Validator = (record: object) => readonly Violation[]

const NONE: readonly Violation[] = []

/** Compiles rules: patterns once, paths once. */
export function validator(rules: readonly Rule[]): Validator {
  const checks = rules.map((rule) => ({ rule, path: rule.field.split('.'), broken: constraintOf(rule) }))
  return (record) => {
    let violations: Violation[] | undefined
    for (const { rule, path, broken } of checks) {
      const value = valueAt(record, path)
      if (value === null || value === undefined) continue
      const expectation = broken(value)
      if (expectation === null) continue
      const message = `${show(value, rule)} ${rule.message ?? expectation}`
      violations ??= []
      violations.push({ field: rule.field, rule: rule.id, message })
    }
    return violations ?? NONE
  }
}

/** Returns what is expected if the value breaks the rule, else null. */
function constraintOf(rule: Rule): (value: unknown) => string | null {
  const { minLength = 0, maxLength = Infinity, minimum = -Infinity, maximum = Infinity } = rule
  const pattern = rule.pattern === undefined ? undefined : new RegExp(rule.pattern, 'u')
  return (value) => {
    if (typeof value === 'string') {
      if (value.length < minLength)
        return value === '' ? 'must not be empty' : `must have at least ${minLength} characters`
      if (value.length > maxLength) return `must have at most ${maxLength} characters`
      if (pattern !== undefined && !pattern.test(value)) return `must match ${pattern.source}`
      return null
    }
    if (typeof value === 'number' || typeof value === 'bigint') {
      return value < minimum || value > maximum ? `must lie between ${minimum} and ${maximum}` : null
    }
    return null
  }
}

function valueAt(record: unknown, path: readonly string[]): unknown {
  let value = record
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return undefined
    value = (value as Record<string, unknown>)[step]
  }
  return value
}

const SHOWN_CHARACTERS = 60

function show(value: unknown, rule: Rule): string {
  if (rule.personal === true) return '(masked)'
  const text = JSON.stringify(typeof value === 'bigint' ? value.toString() : value)
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text
}
