import { endFamily } from './strays.ts'

/** A server that was only asked something has nothing to lose. */
export const graceMs = 1_000
/** Variable by which every process of a server that is asked is found again. */
export const askedTag = 'MCP_ASKED_TAG'

/** Ends what a hub that was killed has left of the servers it had asked. `hub` tells it from other hubs. */
export const endAsked = (hub: string): Promise<void> => endFamily(null, `${askedTag}=${hub}-`, graceMs)
