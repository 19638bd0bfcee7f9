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
  /** Data that expressions look things up in, as `reference`. */
  readonly reference?: Readonly<Record<string, unknown>>
}

const NONE: readonly Violation[] = []

/** Compiles rules, patterns and expressions once. @throws Error naming the rule that cannot be compiled. */
export function validator(rules: readonly Rule[], context: RuleContext = {}): Validator {
  const inspect = inspector(rules, context)
  return (record) => {
    let violations: Violation[] | undefined
    inspect(record, ({ rule }, place, value, expectation) => {
      violations ??= []
      violations.push({
        field: place,
        rule: rule.id,
        version: rule.version ?? 1,
        value: show(value, rule.personal),
        message: messageOf(rule, value, expectation)
      })
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
  /** The path leads to one value. With no expression it is what the rules of a hot path are. */
  readonly isSingle: boolean
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
      if (check.isSingle && check.expression === undefined) {
        const value = valueAt(record, check.path)
        if (value === null || value === undefined) continue
        const expectation = check.constraint(value)
        if (expectation !== null) report(check, check.rule.field, value, expectation)
      } else {
        if (check.expression !== undefined) scope ??= compiler.scopeOf(record)
        for (const place of placesOf(record, check)) inspectPlace(check, place, scope, report)
      }
    }
  }
}

interface Place {
  readonly name: string
  readonly path: Path
  readonly value: unknown
}

function placesOf(record: object, { rule, path, isSingle }: Check): Place[] {
  if (isSingle) return [{ name: rule.field, path, value: valueAt(record, path) }]
  return [...valuesAt(record, path)].map(([name, value]) => ({ name, value, path: pathToPlace(name) }))
}

function pathToPlace(name: string): Path {
  return name.replaceAll('[', '.').replaceAll(']', '').split('.')
}

function inspectPlace(check: Check, { name, path, value }: Place, scope: CelScope | undefined, report: Report): void {
  const { rule, constraint, expression } = check
  if ((value === null || value === undefined) && rule.scope !== 'record') return
  const expectation = constraint(value) ?? (expression && scope && failure(expression, scope, path, rule))
  if (expectation !== null && expectation !== undefined) report(check, name, value, expectation)
}

/** A record as expressions see it. */
export interface CelScope {
  readonly record: unknown
  readonly now: Date
  readonly reference: unknown
}

/** An expression that cannot be worked out does not hold: what is not known to be right is reported. */
function failure(expression: Expression, scope: CelScope, path: Path, rule: Rule): string | null {
  try {
    if (expression({ ...scope, value: valueAt(scope.record, path) }) === true) return null
    return `must satisfy ${rule.expression ?? ''}`
  } catch (error) {
    const reason = rule.personal === true ? '' : `: ${firstLine((error as Error).message)}`
    return `cannot be judged by ${rule.expression ?? ''}${reason}`
  }
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
      isSingle: isSingle(path),
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
    now: new Date(this.#context.now?.() ?? 0),
    reference: this.#context.reference ?? {}
  })

  #naming<T>({ id }: Rule, work: () => T): T {
    try {
      return work()
    } catch (error) {
      throw new Error(`rule ${id}: ${(error as Error).message}`, { cause: error })
    }
  }
}
