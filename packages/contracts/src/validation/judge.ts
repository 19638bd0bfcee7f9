import type { Topic } from '../topic.ts'
import { sealedFields } from './attributes.ts'
import { pathOf, valueAt, withValueAt } from './paths.ts'
import type { Action, Rule, Severity, Violation } from './rule.ts'
import { show } from './show.ts'
import { Compiler, inspector, messageOf, type CelScope } from './validator.ts'

/** A violation with all that its rule says. Values are masked where they are personal. */
export interface Finding extends Violation {
  readonly version: number
  readonly owner: string
  readonly severity: Severity
  readonly action: Action
  readonly value: string
  readonly remedy: string | null
  /** What a correction changed. */
  readonly corrected?: { readonly before: string; readonly after: string }
}

/** What becomes of a record: the strongest action of its findings. */
export interface Judgement<V> {
  readonly outcome: 'pass' | Action
  /** The record to send, corrections included. */
  readonly record: V
  readonly findings: readonly Finding[]
}

export type Judge<V> = (record: V) => Judgement<V>

const STRENGTH: Readonly<Record<Judgement<unknown>['outcome'], number>> = {
  pass: 0,
  warn: 1,
  fix: 2,
  quarantine: 3,
  block: 4
}

export interface JudgeOptions {
  readonly now: () => number
  /** Makes of a password what can check it, salted; never the same twice. A topic with sealed fields demands it. */
  readonly seal?: (clear: string) => string
}

/**
 * Judges records of a topic before they are sent, by all its rules, corrections first. The record that comes back is sealed
 * whatever the outcome: it alone may be sent, kept as a dead letter or logged, never what was received.
 *
 * @throws Error naming the rule that cannot be compiled, or the sealed field that nobody seals.
 */
export function judgeOf<V extends object>(topic: Topic<unknown, V>, { now, seal }: JudgeOptions): Judge<V> {
  const context = { schema: topic.value.schema, now }
  const correct = correctorOf<V>(topic, context)
  const inspect = inspector(topic.rules, context)
  const sealed = sealerOf<V>(topic, seal)
  return (received) => {
    const { record, findings } = correct(received)
    inspect(record, ({ rule }, place, value, expectation) => {
      const finding = findingOf(rule, topic.owner, place, value, messageOf(rule, value, expectation))
      findings.push(rule.action === 'fix' ? { ...finding, action: 'quarantine' } : finding)
    })
    return { outcome: strongest(findings), record: sealed(record), findings }
  }
}

/** Puts what `seal` makes of it into every sealed field of a record, in the order of the fields. */
export function sealerOf<V>(topic: Topic<unknown, V>, seal: JudgeOptions['seal']): (record: V) => V {
  const paths = [...sealedFields(topic.value.schema)].map(pathOf)
  if (paths.length === 0) return (record) => record
  if (seal === undefined) throw new Error(`${topic.name} has sealed fields: its producers must be given a seal`)
  return (record) =>
    paths.reduce((sofar, path) => {
      const clear = valueAt(sofar, path)
      return typeof clear === 'string' ? (withValueAt(sofar, path, seal(clear)) as V) : sofar
    }, record)
}

/**
 * The headers of a record that goes on although rules spoke of it: `warnings` and `corrections`, each `rule@version` separated by
 * commas, and `corrected`, what was there before and after as JSON, masked where it is personal.
 */
export function headersOf(findings: readonly Finding[]): Readonly<Record<string, string>> {
  const [warnings, corrections] = [rulesOf(findings, 'warn'), rulesOf(findings, 'fix')]
  const changes = findings.flatMap(({ field, rule, corrected }) => (corrected ? [{ field, rule, ...corrected }] : []))
  return {
    ...(warnings !== '' && { warnings }),
    ...(corrections !== '' && { corrections, corrected: asciiJson(changes) })
  }
}

function rulesOf(findings: readonly Finding[], action: Action): string {
  const named = findings.filter((one) => one.action === action).map(({ rule, version }) => `${rule}@${version}`)
  return [...new Set(named)].join(',')
}

/** Not every client reads headers as UTF-8. */
function asciiJson(value: unknown): string {
  return JSON.stringify(value).replaceAll(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** The strongest action of all. */
export function strongest(findings: readonly Finding[]): Judgement<unknown>['outcome'] {
  return findings.reduce<Judgement<unknown>['outcome']>(
    (sofar, { action }) => (STRENGTH[action] > STRENGTH[sofar] ? action : sofar),
    'pass'
  )
}

type Corrector<V> = (record: V) => { record: V; findings: Finding[] }

/** Applies the rules whose action is fix, one after the other; each sees what those before it have corrected. */
function correctorOf<V extends object>(
  topic: Topic<unknown, V>,
  context: { schema: Topic<unknown, V>['value']['schema']; now: () => number }
): Corrector<V> {
  const compiler = new Compiler(context)
  const fixes = topic.rules
    .filter(({ action }) => action === 'fix')
    .map((rule) => ({
      rule,
      path: pathOf(rule.field),
      inspect: inspector([rule], context),
      correction: correctionOf(rule, compiler)
    }))
  return (received) => {
    let record = received
    const findings: Finding[] = []
    for (const { rule, path, inspect, correction } of fixes) {
      let broken: string | undefined
      inspect(record, (_, __, value, expectation) => (broken = messageOf(rule, value, expectation)))
      if (broken === undefined) continue
      const before = valueAt(record, path)
      const after = correction(compiler.scopeOf(record), path)
      if (after === undefined) continue
      record = withValueAt(record, path, after) as V
      const corrected = { before: show(before, rule.personal), after: show(after, rule.personal) }
      findings.push({ ...findingOf(rule, topic.owner, rule.field, before, broken), corrected })
    }
    return { record, findings }
  }
}

/** Gives the corrected value; undefined where it cannot be worked out, so that the record is set aside. */
function correctionOf(
  rule: Rule,
  compiler: Compiler
): (scope: CelScope, path: readonly string[]) => string | boolean | undefined {
  if (rule.correction === undefined) throw new Error(`rule ${rule.id}: action fix needs a correction`)
  if (rule.field.includes('[]') || rule.field.includes('{}'))
    throw new Error(`rule ${rule.id}: only a single field can be corrected`)
  const expression = compiler.expression(rule, rule.correction)
  return (scope, path) => {
    try {
      const after = expression({ ...scope, value: valueAt(scope.record, path) })
      return typeof after === 'string' || typeof after === 'boolean' ? after : undefined
    } catch {
      return undefined
    }
  }
}

/** What a rule says of a value that breaks it. */
export function findingOf(rule: Rule, owner: string, field: string, value: unknown, message: string): Finding {
  return {
    field,
    rule: rule.id,
    version: rule.version ?? 1,
    owner: rule.owner ?? owner,
    severity: rule.severity ?? 'major',
    action: rule.action ?? 'quarantine',
    value: show(value, rule.personal),
    message,
    remedy: rule.remedy ?? null
  }
}
