import { Environment } from '@marcbachmann/cel-js'
import type { AvroJson } from '../topic.ts'
import { celFieldsOf, toCelOf, type ToCel } from './cel-values.ts'

const TIMESTAMP = 'google.protobuf.Timestamp'

/** What an expression calculates with. */
export interface Scope {
  readonly record: unknown
  readonly value: unknown
  readonly now: Date
  readonly reference: unknown
}

export type Expression = (scope: Scope) => unknown

/** Compiles expressions over the records of one schema, checking the names and types in them. */
export class Expressions {
  readonly toCel: ToCel
  readonly #typed: Environment
  readonly #untyped = new Environment()
    .registerVariable('record', 'map')
    .registerVariable('value', 'dyn')
    .registerVariable('now', TIMESTAMP)
    .registerVariable('reference', 'map')

  constructor(schema: AvroJson) {
    this.toCel = toCelOf(schema)
    this.#typed = new Environment()
      .registerVariable({ name: 'record', schema: { ...celFieldsOf(schema) } })
      .registerVariable('value', 'dyn')
      .registerVariable('now', TIMESTAMP)
      .registerVariable('reference', 'map')
  }

  /** The types are for the check alone: running with them costs more than twice as much. @throws Error saying what is wrong with the text. */
  compile(text: string, { mustBeBool = false } = {}): Expression {
    const { valid, type, error } = this.#typed.check(text)
    if (!valid) throw new Error(error?.message ?? 'is no expression')
    if (mustBeBool && type !== 'bool' && type !== 'dyn')
      throw new Error(`gives ${type ?? 'nothing'}, not true or false`)
    return this.#untyped.parse(text) as Expression
  }
}
