// What every agent in a sandbox finds there: who it is, a home that is kept, and one way out, to its model.
import { mkdir, writeFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { AppError } from '../core/errors.ts'
import { type SandboxBind, sandboxHome } from '../host/sandbox.ts'

export const nodeInside = '/atrium/node'
const bridgeInside = '/atrium/bridge.ts'
const socketInside = '/atrium/api'
const bridgePort = 4180

/** Where an agent inside reaches its model. */
export const modelUrlInside = `http://127.0.0.1:${bridgePort}`
/** Stands where its key would be; the relay outside has the key. */
export const heldKey = 'held-by-the-hub'

export const sandboxUnavailable = (reason: string): AppError =>
  new AppError('sandbox_unavailable', `Sandbox is not available: ${reason}`)

/** Makes the home that is kept in `folder`, so that a conversation can be resumed. */
export async function keepHome(folder: string): Promise<void> {
  await mkdir(join(folder, 'home'), { recursive: true, mode: 0o700 })
  const { uid, gid } = userInfo()
  await writeFile(join(folder, 'passwd'), `agent:x:${uid}:${gid}:agent:${sandboxHome}:/bin/sh\n`)
}

/** What is bound for any agent: the home in `folder`, and the way to the relay. */
export const seatBinds = (folder: string, relay: { socketPath: string }): SandboxBind[] => [
  { from: join(folder, 'home'), to: sandboxHome, writable: true },
  { from: join(folder, 'passwd'), to: '/etc/passwd' },
  { from: process.execPath, to: nodeInside },
  { from: fileURLToPath(new URL('../host/sandbox-bridge.ts', import.meta.url)), to: bridgeInside },
  { from: relay.socketPath, to: socketInside },
]

/** The command that runs a program inside behind its bridge to the relay. */
export const overBridge = (program: string, ...args: string[]): string[] => [
  nodeInside,
  bridgeInside,
  socketInside,
  String(bridgePort),
  program,
  ...args,
]
