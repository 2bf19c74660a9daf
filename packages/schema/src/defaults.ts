import type { TrustLevel } from './chat.ts'

/** Of a new chat, where nobody chose: it asks before it touches anything outside the vault. */
export const defaultTrustLevel: TrustLevel = 'vault'
