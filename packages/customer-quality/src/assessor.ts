import type { CustomerRecord } from '@sales-pipeline/contracts'
import { assessOf, type Assess, type Assessment } from './assess.ts'
import { PersonIndex } from './person-index.ts'
import type { RuleSet } from './rule-set.ts'
import { Scores } from './scores.ts'
import type { WindowOptions } from './score-windows.ts'
import { Shadow, type ShadowReport } from './shadow.ts'

/** Where a record stands in custchannel. */
export interface Position {
  readonly partition: number
  readonly offset: bigint
}

/**
 * Assesses the records of custchannel in the order of each partition: by the rule set in force and, beside it, by one in shadow.
 * What is read again changes nothing: its verdict has been given, and counted.
 */
export class Assessor {
  readonly scores: Scores
  readonly #assess: Assess
  readonly #persons = new PersonIndex()
  readonly #next = new Map<number, bigint>()
  #inShadow: { readonly assess: Assess; readonly shadow: Shadow } | undefined

  /** @throws Error naming the rule that cannot be compiled. */
  constructor(ruleSet: RuleSet, options: WindowOptions) {
    this.#assess = assessOf(ruleSet)
    this.scores = new Scores(ruleSet, options)
  }

  /** From the next record on. Another rule set in shadow begins a comparison of its own. */
  runInShadow(ruleSet: RuleSet): void {
    this.#inShadow = { assess: assessOf(ruleSet), shadow: new Shadow() }
  }

  get shadowReport(): ShadowReport | undefined {
    return this.#inShadow?.shadow.report()
  }

  /** Undefined: the record has been assessed before. */
  take(record: CustomerRecord, { partition, offset }: Position): Assessment | undefined {
    if (offset < (this.#next.get(partition) ?? 0n)) return undefined
    this.#next.set(partition, offset + 1n)
    const samePersons = this.#persons.put(`${record.source}:${record.customer_id}`, record)
    const assessment = this.#assess(record, samePersons)
    this.scores.add(record, assessment)
    if (this.#inShadow !== undefined) {
      const { assess, shadow } = this.#inShadow
      shadow.add(record, assessment, assess(record, samePersons))
    }
    return assessment
  }
}
