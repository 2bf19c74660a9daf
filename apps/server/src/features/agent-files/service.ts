// Owns the agent files of the vault: what other agents may be called for a part of the work.
import { readdir, stat } from 'node:fs/promises'
import { basename, join, relative } from 'node:path'
import { type Allowed, limits } from '@atrium/schema'
import type { Subagent } from '../../agents/runner.ts'
import { messageOf } from '../../core/errors.ts'
import type { Problems } from '../../core/problems.ts'
import { readTextInside } from '../../host/paths.ts'
import { vaultPlaces } from '../../host/vault-places.ts'
import { agentNameOf, readAgentFile } from './files.ts'

export type AgentFilesDeps = {
  /** Real path. */
  vault: string
  problems: Problems
}

type Known = { stamp: string; agent: Promise<Subagent | null> }

const problemCode = 'agent_file_broken'
/** More names than this are not even looked at. */
const maxNames = 1_000

export function createAgentFiles({ vault, problems }: AgentFilesDeps) {
  const known = new Map<string, Known>()

  function broken(path: string, error: unknown): null {
    const at = relative(vault, path)
    problems.report(problemCode, `The agent file ${at} is left out: ${messageOf(error)}`, at)
    return null
  }

  async function load(path: string): Promise<Subagent> {
    const { text } = await readTextInside(path, [vault], limits.agentFileBytes)
    const agent = readAgentFile(basename(path), text)
    problems.clear(problemCode, relative(vault, path))
    return agent
  }

  /** Read again only when the file is another one; whoever comes meanwhile gets the same. */
  async function read(path: string): Promise<Subagent | null> {
    try {
      const { mtimeMs, ctimeMs, size, ino } = await stat(path)
      const stamp = [mtimeMs, ctimeMs, size, ino].join()
      const last = known.get(path)
      if (last?.stamp === stamp) return await last.agent
      const agent = load(path).catch((error: unknown) => broken(path, error))
      known.set(path, { stamp, agent })
      return await agent
    } catch (error) {
      return broken(path, error)
    }
  }

  function forget(seen: ReadonlySet<string>): void {
    for (const path of known.keys())
      if (!seen.has(path)) {
        known.delete(path)
        problems.clear(problemCode, relative(vault, path))
      }
  }

  return {
    /** Agents by name, as the files are now; the first folder wins where two have the same. Broken files are left out. */
    async subagents(allowed: Allowed): Promise<Record<string, Subagent>> {
      const found = new Map<string, Subagent>()
      const seen = new Set<string>()
      for (const folder of vaultPlaces(vault, 'agents')) {
        const names = await readdir(folder).catch((): string[] => [])
        for (const file of names.toSorted().slice(0, maxNames)) {
          const name = agentNameOf(file)
          if (name === null || seen.size >= limits.agentFiles) continue
          const path = join(folder, file)
          seen.add(path)
          const agent = await read(path)
          if (agent && !found.has(name)) found.set(name, agent)
        }
      }
      forget(seen)
      const mayUse = (name: string) => allowed === 'all' || (allowed !== 'none' && allowed.includes(name))
      return Object.fromEntries([...found].filter(([name]) => mayUse(name)))
    },
  }
}
