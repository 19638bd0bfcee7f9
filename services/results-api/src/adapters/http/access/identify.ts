import { createRemoteJWKSet, errors, jwtVerify } from 'jose'
import { holderOf } from '@sales-pipeline/service-kit'
import type { Access, TokenIssuer } from '../../../access.ts'

/** Who sent a token; undefined: nobody known. Rejects while the issuer's public keys cannot be had. */
export type Identify = (token: string) => Promise<string | undefined>

/** Signatures that a public key can check. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA']
/** What is no token, or none of ours, in the terms of jose; its other errors are outages. */
const REFUSALS: ReadonlySet<string> = new Set([
  ...[errors.JWSInvalid, errors.JWTInvalid, errors.JWTExpired, errors.JWTClaimValidationFailed].map(({ code }) => code),
  ...[errors.JWSSignatureVerificationFailed, errors.JOSEAlgNotAllowed, errors.JOSENotSupported].map(({ code }) => code),
  ...[errors.JWKSNoMatchingKey, errors.JWKSMultipleMatchingKeys].map(({ code }) => code)
])

export class IssuerUnavailable extends Error {}

export function identifier({ keys, tokens }: Extract<Access, { kind: 'known' }>): Identify {
  const byToken = tokens === undefined ? () => Promise.resolve(undefined) : tokenIdentifier(tokens)
  return async (token) => holderOf(keys, token) ?? (await byToken(token))
}

function tokenIdentifier({ issuer, audience, jwksUrl }: TokenIssuer): Identify {
  const publicKeys = createRemoteJWKSet(new URL(jwksUrl))
  return async (token) => {
    if (token.split('.').length !== 3) return undefined
    try {
      const { payload } = await jwtVerify(token, publicKeys, { issuer, audience, algorithms: ALGORITHMS })
      return payload.sub ?? issuer
    } catch (cause) {
      if (cause instanceof errors.JOSEError && REFUSALS.has(cause.code)) return undefined
      throw new IssuerUnavailable(`The public keys at ${jwksUrl} cannot be had`, { cause })
    }
  }
}
