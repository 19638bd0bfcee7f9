const MOST_FAULTS = 5

/**
 * Whether a failed request for a page tells that its token is refused: the partner blames the request, or goes on to answer
 * with faults, as it does when it has forgotten the token and says so with another code.
 */
export function refusesToken(code: string, faults: number): boolean {
  return code === 'PARTNER_REFUSES_REQUEST' || (code === 'PARTNER_FAULT' && faults >= MOST_FAULTS)
}
