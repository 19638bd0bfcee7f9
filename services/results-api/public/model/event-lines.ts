/** A server-sent event: https://html.spec.whatwg.org/multipage/server-sent-events.html */
export interface ServerEvent {
  readonly type: string
  readonly id: string
  readonly data: string
}

/** Cuts a stream of text into its events; what is not complete yet waits for the rest. */
export class EventLines {
  #rest = ''

  read(chunk: string): ServerEvent[] {
    const blocks = (this.#rest + chunk).split('\n\n')
    this.#rest = blocks.pop() ?? ''
    return blocks.flatMap((block) => eventOf(block.split('\n')))
  }
}

function eventOf(lines: readonly string[]): ServerEvent[] {
  const fields = new Map(
    lines.flatMap((line): [string, string][] => {
      const colon = line.indexOf(':')
      return colon > 0 ? [[line.slice(0, colon), line.slice(colon + 1).trimStart()]] : []
    })
  )
  const data = fields.get('data')
  return data === undefined ? [] : [{ type: fields.get('event') ?? 'message', id: fields.get('id') ?? '', data }]
}
