import { readFileSync } from 'node:fs'

/** One SQL operation of ./sql, prepared once for each connection. */
export interface Statement {
  readonly name: string
  readonly text: string
}

export function statement(name: string): Statement {
  return { name, text: readFileSync(new URL(`./sql/${name}.sql`, import.meta.url), 'utf8') }
}
