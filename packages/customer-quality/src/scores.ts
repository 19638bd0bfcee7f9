import type { CustomerRecord } from '@sales-pipeline/contracts'
import type { Assessment } from './assess.ts'
import type { RuleSet } from './rule-set.ts'
import { departureOf, type RangeOptions } from './usual-range.ts'
import { ScoreWindows, type Score, type WindowOptions } from './score-windows.ts'

/** What a score is of: one rule, one source or one field, or one rule among the records of one source. */
export interface Subject {
  readonly rule?: string
  readonly source?: string
  readonly field?: string
}

export interface Departure {
  readonly subject: Subject
  readonly side: 'above' | 'below'
  readonly score: Score
}

/** What a record of one source is counted under. The names are worked out once a source, not once a record. */
interface Names {
  readonly source: string
  readonly fields: readonly { readonly field: string; readonly name: string }[]
  readonly rules: readonly { readonly rule: string; readonly name: string; readonly nameInSource: string }[]
}

/** The scores of a rule set: per rule, per source, per field, and per rule and source, kept up record by record. */
export class Scores {
  readonly #windows: ScoreWindows
  readonly #ruleSet: RuleSet
  readonly #subjects = new Map<string, Subject>()
  readonly #namesBySource = new Map<string, Names>()

  constructor(ruleSet: RuleSet, options: WindowOptions) {
    this.#windows = new ScoreWindows(options)
    this.#ruleSet = ruleSet
  }

  /**
   * A source or a field fails with a record in which any of its rules does. A change that claims to lie ahead of its observation
   * counts when it was observed: one wrong clock would otherwise move everybody's windows.
   */
  add({ source, changed_at, observed_at }: CustomerRecord, { failures }: Assessment): void {
    const at = Math.min(changed_at, observed_at)
    const failedRules = new Set(failures.map(({ rule }) => rule))
    const failedFields = new Set(failures.map(({ field }) => field))
    const names = this.#namesOf(source)
    this.#windows.add(names.source, at, failures.length > 0)
    for (const { field, name } of names.fields) this.#windows.add(name, at, failedFields.has(field))
    for (const { rule, name, nameInSource } of names.rules) {
      this.#windows.add(name, at, failedRules.has(rule))
      this.#windows.add(nameInSource, at, failedRules.has(rule))
    }
  }

  #namesOf(source: string): Names {
    const known = this.#namesBySource.get(source)
    if (known !== undefined) return known
    const { rules } = this.#ruleSet
    const named = (subject: Subject) => {
      const name = nameOf(subject)
      this.#subjects.set(name, subject)
      return name
    }
    const names = {
      source: named({ source }),
      fields: [...new Set(rules.map(({ field }) => field))].map((field) => ({ field, name: named({ field }) })),
      rules: rules.map(({ id: rule }) => ({ rule, name: named({ rule }), nameInSource: named({ rule, source }) }))
    }
    this.#namesBySource.set(source, names)
    return names
  }

  score(subject: Subject): Score {
    return this.#windows.score(nameOf(subject))
  }

  get subjects(): readonly Subject[] {
    return [...this.#subjects.values()]
  }

  /** The rates that have left their usual range. */
  departures(options: RangeOptions): Departure[] {
    return this.subjects.flatMap((subject) => {
      const score = this.score(subject)
      const side = departureOf(score, options)
      return side === null ? [] : [{ subject, side, score }]
    })
  }
}

function nameOf({ rule, source, field }: Subject): string {
  return JSON.stringify([rule ?? null, source ?? null, field ?? null])
}
