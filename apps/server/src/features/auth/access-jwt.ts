// Owns the key set of Cloudflare Access: fetched on first use, kept for an hour, asked again for an unknown key.
import { createRemoteJWKSet, errors, jwtVerify } from 'jose'

export type AccessConfig = { teamDomain: string; audience: string; jwksUrl?: string }

/** Gives the reason of a refusal, or the person's mail address. */
export type AccessVerdict = { email: string; refused?: never } | { refused: string; email?: never }

/**
 * Checks what Cloudflare Access says about a request: signature (RS256 alone), issuer, audience, time and mail address.
 * Whatever cannot be checked, an unreachable key set included, is refused.
 */
export function createAccessCheck(config: AccessConfig) {
  const issuer = `https://${config.teamDomain}`
  const keys = createRemoteJWKSet(keySetUrl(config), {
    timeoutDuration: 5_000,
    cooldownDuration: 30_000,
    cacheMaxAge: 3_600_000,
  })
  return async (assertion: string | null): Promise<AccessVerdict> => {
    if (!assertion) return { refused: 'no-jwt' }
    try {
      const { payload } = await jwtVerify(assertion, keys, {
        algorithms: ['RS256'],
        issuer,
        audience: config.audience,
        requiredClaims: ['exp', 'email'],
      })
      const email = payload['email']
      return typeof email === 'string' && email !== '' ? { email } : { refused: 'no-email' }
    } catch (error) {
      return { refused: error instanceof errors.JOSEError ? error.code : 'unknown' }
    }
  }
}

/** Tests bring a key set of their own, and only from this computer. */
function keySetUrl(config: AccessConfig): URL {
  if (config.jwksUrl === undefined) return new URL(`https://${config.teamDomain}/cdn-cgi/access/certs`)
  const url = new URL(config.jwksUrl)
  if (url.hostname !== '127.0.0.1') throw new Error('A key set of one’s own must lie on 127.0.0.1')
  return url
}
