import type { Topic } from '../topic.ts'
import { findingOf, judgeOf, strongest, type Finding, type Judgement, type JudgeOptions } from '../validation/judge.ts'
import { inspector, messageOf } from '../validation/validator.ts'
import { recordReaderOf } from './read-record.ts'

/** As for a record; null: what came in is not of the schema, and nothing of it may be sent. */
export type InputJudgement<V> = Omit<Judgement<V>, 'record'> & { readonly record: V | null }

/**
 * Judges what a sender sends, as JSON or as the texts of a file, by the schema and by all rules of a topic. Where something is not
 * of its type, what could be read is held against the rules of single fields all the same: the sender learns everything at once.
 *
 * @throws Error naming the rule that cannot be compiled, or the sealed field that nobody seals.
 */
export function inputJudgeOf<V extends object>(
  topic: Topic<unknown, V>,
  options: JudgeOptions
): (input: unknown) => InputJudgement<V> {
  const read = recordReaderOf(topic.value.schema)
  const judge = judgeOf(topic, options)
  const inspect = inspector(
    topic.rules.filter(({ expression }) => expression === undefined),
    {}
  )
  return (input) => {
    const { record, violations } = read(input)
    if (violations.length === 0) return judge(record as V)
    const findings = violations.map((misfit): Finding => {
      const rule = { id: misfit.rule, field: misfit.field }
      return { ...findingOf(rule, topic.owner, misfit.field, null, misfit.message), value: misfit.value }
    })
    inspect(record, ({ rule }, place, value, expectation) => {
      findings.push(findingOf(rule, topic.owner, place, value, messageOf(rule, value, expectation)))
    })
    return { outcome: strongest(findings), record: null, findings }
  }
}
