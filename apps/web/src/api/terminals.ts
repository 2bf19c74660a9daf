import type { SessionCreate } from '@atrium/schema'
import { hub } from './client.ts'

const session = (name: string) => ({ path: { name } })

export const createTerminal = (create: SessionCreate) => hub.rest('POST /sessions', { body: create })
export const renameTerminal = (name: string, newName: string) =>
  hub.rest('PATCH /sessions/{name}', { ...session(name), body: { newName } })
export const killTerminal = (name: string) => hub.rest('DELETE /sessions/{name}', session(name))
export const forgetTerminal = (name: string) => hub.rest('DELETE /sessions/{name}/known', session(name))
export const adoptTerminal = (name: string) => hub.rest('POST /sessions/{name}/adopt', session(name))
export const restoreTerminal = (name: string) => hub.rest('POST /sessions/{name}/restore', session(name))
export const muteTerminal = (name: string, muted: boolean) =>
  hub.rest('POST /sessions/{name}/mute', { ...session(name), body: { muted } })
export const pinTerminal = (name: string, pinned: boolean) =>
  hub.rest('POST /sessions/{name}/pin', { ...session(name), body: { pinned } })
export const scrollback = (name: string, signal: AbortSignal) =>
  hub.rest('GET /sessions/{name}/scrollback', { ...session(name), query: { lines: 5_000 }, signal })
