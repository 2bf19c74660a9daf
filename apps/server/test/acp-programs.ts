import { mkdir, symlink } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { knownAgents } from '../src/agents/acp/agents.ts'
import { installAgent } from '../src/agents/install.ts'
import { setHostEnv } from '../src/host/exec.ts'

/** A folder that outlives the checkout. */
const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'atrium', 'agents')

/** Fetches the program of a known agent, once for this machine; takes a quarter of a minute where npm's cache is empty. */
export async function fetchAgent(name: string): Promise<string> {
  const agent = knownAgents.find(({ id }) => id === name)
  if (!agent) throw new Error(`no agent ${name}`)
  setHostEnv(process.env)
  await installAgent(agent, {
    agentsFolder: cache,
    hostEnv: process.env,
    progress: (line) => void (line.startsWith('Fetching') && process.stderr.write(`${line}\n`)),
  })
  return join(cache, name)
}

/** Puts a fetched program where a hub would have put it. */
export async function lend(folder: string, hub: { home: string }, name: string): Promise<void> {
  await mkdir(join(hub.home, 'agents'), { recursive: true })
  await symlink(folder, join(hub.home, 'agents', name))
}
