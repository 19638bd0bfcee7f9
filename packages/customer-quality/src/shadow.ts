import type { CustomerRecord } from '@sales-pipeline/contracts'
import type { Assessment } from './assess.ts'

/** What would change if the rule set in shadow took over. */
export interface ShadowReport {
  readonly records: number
  readonly changed: number
  /** By `from → to`, the most frequent first. */
  readonly verdicts: readonly { readonly from: string; readonly to: string; readonly records: number }[]
  readonly rules: readonly RuleChange[]
}

export interface RuleChange {
  readonly rule: string
  /** How many records fail it in shadow that do not now, and the other way round. */
  readonly newlyFailing: number
  readonly noLongerFailing: number
  /** A few of them, by customer id. */
  readonly examples: readonly string[]
}

const MOST_EXAMPLES = 5

/** Compares two rule sets on the same records, live or recorded, one by one. */
export class Shadow {
  readonly #verdicts = new Map<string, number>()
  readonly #rules = new Map<string, { newlyFailing: number; noLongerFailing: number; examples: string[] }>()
  #records = 0
  #changed = 0

  add({ customer_id: id }: CustomerRecord, live: Assessment, shadow: Assessment): void {
    const now = new Set(live.failures.map(({ rule }) => rule))
    const then = new Set(shadow.failures.map(({ rule }) => rule))
    const newly = [...then].filter((rule) => !now.has(rule))
    const noLonger = [...now].filter((rule) => !then.has(rule))
    this.#records++
    if (live.verdict !== shadow.verdict) {
      const change = JSON.stringify([live.verdict, shadow.verdict])
      this.#verdicts.set(change, (this.#verdicts.get(change) ?? 0) + 1)
    }
    if (live.verdict !== shadow.verdict || newly.length + noLonger.length > 0) this.#changed++
    for (const rule of newly) this.#ruleOf(rule, id).newlyFailing++
    for (const rule of noLonger) this.#ruleOf(rule, id).noLongerFailing++
  }

  #ruleOf(rule: string, id: string) {
    let change = this.#rules.get(rule)
    if (change === undefined) this.#rules.set(rule, (change = { newlyFailing: 0, noLongerFailing: 0, examples: [] }))
    if (change.examples.length < MOST_EXAMPLES && !change.examples.includes(id)) change.examples.push(id)
    return change
  }

  report(): ShadowReport {
    const verdicts = [...this.#verdicts].map(([change, records]) => {
      const [from = '', to = ''] = JSON.parse(change) as string[]
      return { from, to, records }
    })
    return {
      records: this.#records,
      changed: this.#changed,
      verdicts: verdicts.toSorted((a, b) => b.records - a.records),
      rules: [...this.#rules].map(([rule, change]) => ({ rule, ...change, examples: [...change.examples] }))
    }
  }
}
