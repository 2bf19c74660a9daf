import { z } from 'zod'

/** How far an agent is trusted. Source: the first API page, Chat. Strictness: full < vault < sandboxed. */
export const TrustLevel = z.enum(['full', 'vault', 'sandboxed']).meta({
  id: 'TrustLevel',
  description:
    'full: acts freely. vault: files inside the vault and the working directory, everything else asks. sandboxed: runs in an OS sandbox where only the working directory is writable.',
})
export type TrustLevel = z.infer<typeof TrustLevel>
