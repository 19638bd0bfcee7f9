import type { Topic } from '../topic.ts'
import { sealedFields } from '../validation/attributes.ts'
import { judgeOf, sealerOf, type Judgement } from '../validation/judge.ts'
import { inputJudgeOf, type InputJudgement } from './judge-input.ts'

/** What stands in the place of a password that is not sealed, because its record goes nowhere. */
const WITHHELD = '(sealed)'

/** Judges what is to be sent, and seals what may be. */
export interface SealingJudge<V> {
  /** What a sender sends: see inputJudgeOf. */
  readonly input: (input: unknown) => Promise<InputJudgement<V>>
  /** A record that is of the schema already: see judgeOf. */
  readonly record: (record: V) => Promise<InputJudgement<V>>
}

export interface SealingOptions {
  readonly now: () => number
  /** Makes of a password what can check it. It is slow on purpose, and so asked only for what is sent. */
  readonly seal: (clear: string) => Promise<string>
}

/** Whether a record is sent, corrected or not, or goes no further. */
export function isAccepted({ outcome }: Pick<Judgement<unknown>, 'outcome'>): boolean {
  return outcome !== 'quarantine' && outcome !== 'block'
}

/** @throws Error naming the rule that cannot be compiled */
export function sealingJudgeOf<V extends object>(
  topic: Topic<unknown, V>,
  { now, seal }: SealingOptions
): SealingJudge<V> {
  let clear: string[] = []
  const withhold = (text: string): string => {
    clear.push(text)
    return WITHHELD
  }
  const judges = {
    input: inputJudgeOf(topic, { now, seal: withhold }),
    record: judgeOf(topic, { now, seal: withhold })
  }
  const sealed = async (judge: () => InputJudgement<V>): Promise<InputJudgement<V>> => {
    clear = []
    const judgement = judge()
    const passwords = clear
    const { record } = judgement
    if (passwords.length === 0 || record === null || !isAccepted(judgement)) return judgement
    const seals = await Promise.all(passwords.map(seal))
    return { ...judgement, record: sealerOf(topic, () => seals.shift() ?? WITHHELD)(record) }
  }
  return {
    input: (input) => sealed(() => judges.input(input)),
    record: (record) => sealed(() => judges.record(record))
  }
}

/** Whether records of the topic hold something that may never be kept in clear. */
export function hasSealedFields(topic: Topic<unknown, unknown>): boolean {
  return sealedFields(topic.value.schema).size > 0
}
