import { BEGINNING, type Checkpoint } from './poll.ts'

/** The checkpoint in the text form in which it is kept. */
export function toState({ cursor, resume }: Checkpoint): Record<string, string> {
  const { since, token, highest, startedAt } = resume ?? {}
  return {
    cursor: String(cursor),
    ...(resume && {
      since: String(since),
      token: String(token),
      highest: String(highest),
      started_at: String(startedAt)
    })
  }
}

/** No state: nothing has been read yet. Throws, naming the field, if a time is not one. */
export function fromState(state: Readonly<Record<string, string>> | undefined): Checkpoint {
  if (state === undefined) return BEGINNING
  const time = (field: string): number => {
    const text = state[field] ?? ''
    if (!/^\d{1,16}$/.test(text)) throw new Error(`the checkpoint's ${field} is "${text}", not epoch milliseconds`)
    return Number(text)
  }
  const { token } = state
  const resume =
    token === undefined
      ? null
      : { since: time('since'), token, highest: time('highest'), startedAt: time('started_at') }
  return { cursor: time('cursor'), resume }
}
