import type { MessageHeaders } from './propagation.ts'

/** When the source committed, or was seen to hold, what a record is made of: the oldest and the newest of it. Epoch ms. */
export interface SourceTimes {
  readonly oldest: number
  readonly newest: number
}

const HEADER = 'source-times'

export function spanning(a: SourceTimes | undefined, b: SourceTimes | undefined): SourceTimes | undefined {
  if (a === undefined || b === undefined) return a ?? b
  return { oldest: Math.min(a.oldest, b.oldest), newest: Math.max(a.newest, b.newest) }
}

/** The header that carries them on, to be measured where the results become visible. */
export function sourceTimesHeaders(times: SourceTimes | undefined): Readonly<Record<string, string>> {
  return times === undefined ? {} : { [HEADER]: `${times.oldest} ${times.newest}` }
}

/** The distinct source times of a batch of messages: those published together are told once. */
export function sourceTimesOf(headersOfMessages: Iterable<MessageHeaders | undefined>): SourceTimes[] {
  const found = new Map<string, SourceTimes>()
  let previous: MessageHeaders[string]
  for (const headers of headersOfMessages) {
    const header = headers?.[HEADER]
    if (header === undefined || (header instanceof Buffer && previous instanceof Buffer && header.equals(previous)))
      continue
    previous = header
    const text = header.toString()
    const match = /^(\d{1,15}) (\d{1,15})$/.exec(text)
    if (match !== null) found.set(text, { oldest: Number(match[1]), newest: Number(match[2]) })
  }
  return [...found.values()]
}
