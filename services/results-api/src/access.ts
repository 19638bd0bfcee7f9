import { ConfigError, isLoopback, type ApiKey } from '@sales-pipeline/service-kit'
import type { Config } from './config.ts'

/** Whose tokens open the API. */
export interface TokenIssuer {
  readonly issuer: string
  readonly audience: string
  readonly jwksUrl: string
}

/** Who may ask the API. */
export type Access =
  | { readonly kind: 'open' }
  | { readonly kind: 'known'; readonly keys: readonly ApiKey[]; readonly tokens: TokenIssuer | undefined }

type AccessConfig = Pick<Config, 'HTTP_HOST' | 'AUTH' | 'API_KEYS' | 'OIDC_ISSUER' | 'OIDC_AUDIENCE' | 'OIDC_JWKS_URL'>

/** @throws ConfigError if the API would be open to a network without anybody having said so */
export function accessOf(config: AccessConfig): Access {
  const keys = (config.API_KEYS ?? []).map((line) => {
    const [name = '', digest = ''] = line.split(':')
    return { name, digest: Buffer.from(digest, 'hex') }
  })
  const tokens = tokenIssuer(config)
  const isKnown = keys.length > 0 || tokens !== undefined
  if (isKnown && config.AUTH === 'none') {
    throw wrong('AUTH', 'is none although keys or tokens are configured: unset one or the other.')
  }
  if (isKnown) return { kind: 'known', keys, tokens }
  if (isLoopback(config.HTTP_HOST) || config.AUTH === 'none') return { kind: 'open' }
  throw wrong(
    'API_KEYS',
    `is missing although HTTP_HOST is ${config.HTTP_HOST}: set it, or OIDC_ISSUER, OIDC_AUDIENCE and OIDC_JWKS_URL, or AUTH=none to let anybody read the rankings.`
  )
}

function tokenIssuer({ OIDC_ISSUER, OIDC_AUDIENCE, OIDC_JWKS_URL }: AccessConfig): TokenIssuer | undefined {
  const given = { OIDC_ISSUER, OIDC_AUDIENCE, OIDC_JWKS_URL }
  const missing = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [name] : []))
  if (missing.length === 3) return undefined
  if (OIDC_ISSUER === undefined || OIDC_AUDIENCE === undefined || OIDC_JWKS_URL === undefined) {
    throw wrong(missing.join(', '), 'is missing: set OIDC_ISSUER, OIDC_AUDIENCE and OIDC_JWKS_URL, or none of them.')
  }
  return { issuer: OIDC_ISSUER, audience: OIDC_AUDIENCE, jwksUrl: OIDC_JWKS_URL }
}

function wrong(variable: string, problem: string): ConfigError {
  return new ConfigError([{ variable, problem }])
}
