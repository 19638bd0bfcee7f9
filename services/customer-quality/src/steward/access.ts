import { createHash } from 'node:crypto'
import { ConfigError, isLoopback, type ApiKey } from '@sales-pipeline/service-kit'
import type { Config } from '../config.ts'

/** Who may ask the steward's API. */
export type Access = { readonly kind: 'open' } | { readonly kind: 'known'; readonly keys: readonly ApiKey[] }

/** Authors of a case's history that are no stewards. */
const NOBODYS_NAMES: readonly string[] = ['system', 'customer', 'anonymous']

/** @throws ConfigError if the API would be open to a network without anybody having said so */
export function accessOf({
  HTTP_HOST,
  AUTH,
  STEWARD_KEYS = []
}: Pick<Config, 'HTTP_HOST' | 'AUTH' | 'STEWARD_KEYS'>): Access {
  const keys = STEWARD_KEYS.map((line) => {
    const [name = '', key = ''] = line.split(/:(.*)/)
    return { name, digest: createHash('sha256').update(key).digest() }
  })
  if (keys.length > 0) {
    if (AUTH === 'none') throw wrong('AUTH', 'is none although STEWARD_KEYS is set: unset one or the other.')
    const taken = keys.find(({ name }) => NOBODYS_NAMES.includes(name))?.name
    if (taken !== undefined) throw wrong('STEWARD_KEYS', `names a steward ${taken}, which stands for somebody else.`)
    return { kind: 'known', keys }
  }
  if (isLoopback(HTTP_HOST) || AUTH === 'none') return { kind: 'open' }
  const open = 'or AUTH=none to let anybody see and decide all'
  throw wrong('STEWARD_KEYS', `is missing although HTTP_HOST is ${HTTP_HOST}: set it, ${open}.`)
}

function wrong(variable: string, problem: string): ConfigError {
  return new ConfigError([{ variable, problem }])
}
