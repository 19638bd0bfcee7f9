import { createHash, timingSafeEqual } from 'node:crypto'
import { isIP } from 'node:net'

/** A key that opens an API; only its digest is known. */
export interface ApiKey {
  readonly name: string
  /** SHA-256. */
  readonly digest: Buffer
}

/** The name of the key that this text is. Compares with every key, whichever fits: how long it takes tells nothing. */
export function holderOf(keys: readonly ApiKey[], text: string): string | undefined {
  const digest = createHash('sha256').update(text).digest()
  const fits = keys.map((key) => timingSafeEqual(key.digest, digest))
  return keys[fits.indexOf(true)]?.name
}

/** Whether nobody but this machine can reach what listens there. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
}
