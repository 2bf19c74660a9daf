import type { IsoText, JsonText } from '../columns.ts'

/** API keys; the key itself is never stored. */
export interface ApiKeyTable {
  id: string
  label: string
  /** List of scopes. */
  scopes: JsonText
  keyHash: string
  prefix: string
  last4: string
  createdAt: IsoText
  lastUsedAt: IsoText | null
}

/** Signed-in browsers: the cookie's hash and the credential it stands for. */
export interface BrowserSessionTable {
  idHash: string
  credentialId: string
  createdAt: IsoText
  lastSeenAt: IsoText
  expiresAt: IsoText
}
