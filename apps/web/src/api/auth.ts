import type { ApiKeyCreate, AuthMode } from '@atrium/schema'
import { hub } from './client.ts'

/** Exchanges a token for the browser's cookie. The token is not kept. */
export const signIn = (token: string) => hub.rest('POST /auth/session', { body: { token } })
export const signOut = () => hub.rest('DELETE /auth/session')
export const createKey = (key: ApiKeyCreate) => hub.rest('POST /auth/keys', { body: key })
export const revokeKey = (id: string) => hub.rest('DELETE /auth/keys/{key_id}', { path: { key_id: id } })
export const setAuthMode = (mode: AuthMode) =>
  hub.rest('PUT /auth/settings', { body: { require_auth: mode } })
