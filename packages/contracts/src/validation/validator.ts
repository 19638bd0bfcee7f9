import type { AvroJson } from '../topic.ts'
import { constraintOf, type Constraint } from './constraints.ts'
import { Expressions, type Expression } from './expressions.ts'
import { isSingle, pathOf, valueAt, valuesAt, type Path } from './paths.ts'
import type { Rule, Violation } from './rule.ts'
import { show } from './show.ts'

/** A contract's rules made ready to check many records; reports every violation of a record, in the rules' order. */
export type Validator = (record: object) => readonly Violation[]

/** What expressions need: the schema whose fields they name, and the clock of those that ask for `now`. */
export interface RuleContext {
  readonly schema?: AvroJson
  readonly now?: () => number
}

const NONE: readonly Violation[] = []

/** Compiles rules, patterns and expressions once. @throws Error naming the rule that cannot be compiled. */
export function validator(rules: readonly Rule[], context: RuleContext = {}): Validator {
  const inspect = inspector(rules, context)
  return (record) => {
    let violations: Violation[] | undefined
    inspect(record, ({ rule }, place, value, expectation) => {
      violations ??= []
      violations.push({ field: place, rule: rule.id, message: messageOf(rule, value, expectation) })
    })
    return violations ?? NONE
  }
}

export function messageOf(rule: Rule, value: unknown, expectation: string): string {
  return `${show(value, rule.personal)} ${rule.message ?? expectation}`
}

/** A rule made ready. */
export interface Check {
  readonly rule: Rule
  readonly path: Path
  /** One value and no expression: what the rules of a hot path are. */
  readonly isPlain: boolean
  readonly constraint: Constraint
  readonly expression: Expression | undefined
}

type Report = (check: Check, place: string, value: unknown, expectation: string) => void

/** Reports every place at which a record breaks a rule. */
export type Inspector = (record: object, report: Report) => void

export function inspector(rules: readonly Rule[], context: RuleContext): Inspector {
  const compiler = new Compiler(context)
  const checks = rules.map((rule) => compiler.compile(rule))
  return (record, report) => {
    let scope: CelScope | undefined
    for (const check of checks) {
      if (check.isPlain) {
        const value = valueAt(record, check.path)
        if (value === null || value === undefined) continue
        const expectation = check.constraint(value)
        if (expectation !== null) report(check, check.rule.field, value, expectation)
      } else {
        if (check.expression !== undefined) scope ??= compiler.scopeOf(record)
        for (const [place, value] of valuesAt(record, check.path)) inspectValue(check, place, value, scope, report)
      }
    }
  }
}

function inspectValue(check: Check, place: string, value: unknown, scope: CelScope | undefined, report: Report): void {
  const { rule, constraint, expression } = check
  if ((value === null || value === undefined) && rule.scope !== 'record') return
  const expectation = constraint(value) ?? (expression && scope && failure(expression, scope, place, rule))
  if (expectation !== null && expectation !== undefined) report(check, place, value, expectation)
}

/** A record as expressions see it. */
export interface CelScope {
  readonly record: unknown
  readonly now: Date
}

/** An expression that cannot be worked out does not hold: what is not known to be right is reported. */
function failure(expression: Expression, { record, now }: CelScope, place: string, rule: Rule): string | null {
  try {
    if (expression({ record, now, value: valueAt(record, placeToPath(place)) }) === true) return null
    return `must satisfy ${rule.expression ?? ''}`
  } catch (error) {
    const reason = rule.personal === true ? '' : `: ${firstLine((error as Error).message)}`
    return `cannot be judged by ${rule.expression ?? ''}${reason}`
  }
}

function placeToPath(place: string): Path {
  return place.replaceAll('[', '.').replaceAll(']', '').split('.')
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? text
}

/** Turns rules into checks; the machinery of expressions is built for those alone that have one. */
export class Compiler {
  readonly #context: RuleContext
  #expressions: Expressions | undefined

  constructor(context: RuleContext) {
    this.#context = context
  }

  compile(rule: Rule): Check {
    const path = pathOf(rule.field)
    const { expression } = rule
    return {
      rule,
      path,
      isPlain: isSingle(path) && expression === undefined,
      constraint: this.#naming(rule, () => constraintOf(rule)),
      expression: expression === undefined ? undefined : this.expression(rule, expression, true)
    }
  }

  expression(rule: Rule, text: string, mustBeBool = false): Expression {
    return this.#naming(rule, () => {
      const { schema, now } = this.#context
      if (schema === undefined) throw new Error('an expression needs the schema of its records')
      if (now === undefined && /\bnow\b/u.test(text)) throw new Error('"now" needs a clock')
      this.#expressions ??= new Expressions(schema)
      return this.#expressions.compile(text, { mustBeBool })
    })
  }

  readonly scopeOf = (record: object): CelScope => ({
    record: this.#expressions?.toCel(record),
    now: new Date(this.#context.now?.() ?? 0)
  })

  #naming<T>({ id }: Rule, work: () => T): T {
    try {
      return work()
    } catch (error) {
      throw new Error(`rule ${id}: ${(error as Error).message}`, { cause: error })
    }
  }
}
