import { createHash } from 'node:crypto'
import { resolve } from 'node:path'
import { agentTag, endFamily } from '../host/strays.ts'

/** By which the processes of this hub's agents are told from those of another one. */
export const hubTag = (agentsFolder: string): string =>
  createHash('sha256').update(resolve(agentsFolder)).digest('hex').slice(0, 16)

/** Ends what a hub that was killed has left running. Once, before anything of this one is started. */
export const clearStrays = (agentsFolder: string): Promise<void> =>
  endFamily(null, `${agentTag}=${hubTag(agentsFolder)}-`)
