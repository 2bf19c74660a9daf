// Finds the sign-in of Claude Code. Its token goes to the vendor and nowhere else: not into logs, answers or errors.
import { join } from 'node:path'
import { z } from 'zod'
import { readTextInside } from '../../host/paths.ts'

export type VendorCredential = { token: string; subscription: string | null; tier: string | null }
export type FoundCredential = VendorCredential | { missing: string }

const maxBytes = 64 * 1024

const Stored = z.object({
  claudeAiOauth: z.object({
    accessToken: z.string().min(1).max(8_192),
    expiresAt: z.number().optional().catch(undefined),
    subscriptionType: z.string().max(64).nullable().catch(null).default(null),
    rateLimitTier: z.string().max(64).nullable().catch(null).default(null),
  }),
})

/** The token that a person gave to the hub, else the one that the CLI keeps; a key for the API has no plan to tell of. */
export async function findCredential(options: {
  configFolder: string
  agentEnv: Readonly<NodeJS.ProcessEnv>
}): Promise<FoundCredential> {
  const given = options.agentEnv['CLAUDE_CODE_OAUTH_TOKEN']
  if (given) return { token: given, subscription: null, tier: null }
  const file = join(options.configFolder, '.credentials.json')
  const text = await readTextInside(file, [options.configFolder], maxBytes).then(
    (read) => read.text,
    () => null,
  )
  if (text === null)
    return {
      missing: 'There is no sign-in of Claude Code here that can be asked with. Sign in with `claude`.',
    }
  const stored = Stored.safeParse(json(text))
  if (!stored.success)
    return { missing: 'The sign-in of Claude Code cannot be read. Sign in again with `claude`.' }
  const { accessToken, expiresAt, subscriptionType, rateLimitTier } = stored.data.claudeAiOauth
  // Renewing it would end the one that the CLI holds, so that is left to the CLI.
  if (expiresAt !== undefined && expiresAt <= Date.now())
    return { missing: 'The sign-in of Claude Code has expired. Run `claude` once, which renews it.' }
  return { token: accessToken, subscription: subscriptionType, tier: rateLimitTier }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
