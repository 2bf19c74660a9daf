import { z } from 'zod'
import { IsoDate } from './common.ts'
import { limits } from './limits.ts'

/** What an API key may do. `admin` includes all others; `terminal` is a shell, and so equals them in effect. */
export const Scope = z.enum(['chat', 'terminal', 'files', 'bots', 'hooks', 'admin']).meta({
  id: 'Scope',
  description:
    'chat: talk to agents. terminal: tmux sessions and their bytes (a shell). files: vault and project files. bots: what the bots process needs. hooks: what hook scripts of coding agents tell, and nothing else. admin: everything, keys and settings included.',
})
export type Scope = z.infer<typeof Scope>

/** An API key as lists show it: never the key itself. Source: the first API page, Authentication. */
export const ApiKey = z
  .object({
    id: z.string().describe('Id of the key, `k_` and 12 characters.'),
    label: z.string().describe('Name given by the person who made it.'),
    scopes: z.array(Scope).describe('What the key may do.'),
    prefix: z.string().describe('First characters of the key, to recognise it.'),
    last4: z.string().describe('Last four characters of the key.'),
    created_at: IsoDate.describe('When it was made.'),
    last_used_at: IsoDate.nullable().describe('When it was last used, to the minute; null if never.'),
  })
  .meta({ id: 'ApiKey' })
export type ApiKey = z.infer<typeof ApiKey>

/** When a credential is asked for. `always` is the default. */
export const AuthMode = z.enum(['always', 'remote', 'disabled']).meta({
  id: 'AuthMode',
  description:
    'always: every call needs a credential. remote: calls from this computer, made directly, do not. disabled: none does (only while the server listens on this computer alone).',
})
export type AuthMode = z.infer<typeof AuthMode>

export const ApiKeyList = z.object({
  keys: z.array(ApiKey).describe('All keys, newest first.'),
  auth_mode: AuthMode.describe('The mode in force.'),
})

export const ApiKeyCreate = z.object({
  label: z.string().trim().min(1).max(limits.labelChars).describe('Name for the key, 1 to 64 characters.'),
  scopes: z.array(Scope).min(1).default(['admin']).describe('What the key may do; default admin.'),
})
export type ApiKeyCreate = z.infer<typeof ApiKeyCreate>

export const ApiKeyCreated = ApiKey.extend({
  key: z.string().describe('The whole key, `para_` and 32 characters. Shown this once.'),
}).meta({ id: 'ApiKeyCreated' })
export type ApiKeyCreated = z.infer<typeof ApiKeyCreated>

export const ApiKeyRef = z.object({ key_id: z.string().max(64).describe('Id of the key.') })
export const ApiKeyRevoked = z.object({
  status: z.literal('deleted').describe('Always deleted.'),
  id: z.string().describe('Id of the revoked key.'),
})

export const AuthSettings = z
  .object({
    require_auth: AuthMode.describe('When a credential is asked for.'),
    key_count: z.number().int().describe('How many API keys exist.'),
  })
  .meta({ id: 'AuthSettings' })
export type AuthSettings = z.infer<typeof AuthSettings>
export const AuthSettingsUpdate = z.object({ require_auth: AuthMode.describe('The mode to set.') })

/** Sign-in of a browser: the owner token or a key is exchanged for an HttpOnly cookie, so no script holds a secret. */
export const SignIn = z.object({ token: z.string().min(1).max(512).describe('Owner token or API key.') })
export const SignedIn = z
  .object({
    label: z.string().describe('Who is signed in: "owner" or the label of the key.'),
    scopes: z.array(Scope).describe('What this sign-in may do.'),
    expires_at: IsoDate.nullable().describe(
      'When the browser session ends at the latest; null for a header credential.',
    ),
  })
  .meta({ id: 'SignedIn' })
export type SignedIn = z.infer<typeof SignedIn>
