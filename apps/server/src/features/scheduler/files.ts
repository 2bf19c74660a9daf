// Owns the agent files of the scheduler: found afresh whenever somebody looks, read again only when they changed.
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { limits } from '@atrium/schema'
import { messageOf } from '../../core/errors.ts'
import { readTextInside } from '../../host/paths.ts'
import { type AgentPlan, planNameOf, readPlan } from './agent-file.ts'

export const agentsFolder = 'Daily/.agents'
/** More names than this are not even looked at. */
const maxNames = 1_000

export function createAgentPlans({ vault }: { vault: string }) {
  const known = new Map<string, { stamp: string; plan: AgentPlan }>()

  async function read(name: string, file: string): Promise<AgentPlan | null> {
    try {
      const path = join(vault, agentsFolder, file)
      const { mtimeMs, ctimeMs, size, ino } = await stat(path)
      const stamp = [mtimeMs, ctimeMs, size, ino].join()
      const last = known.get(name)
      if (last?.stamp === stamp) return last.plan
      const { text } = await readTextInside(path, [vault], limits.agentFileBytes)
      const plan = readPlan(name, text)
      known.set(name, { stamp, plan })
      return plan
    } catch (error) {
      known.delete(name)
      return { ...readPlan(name, ''), problem: messageOf(error) }
    }
  }

  return {
    /** Every agent by name. */
    async all(): Promise<Map<string, AgentPlan>> {
      const names = await readdir(join(vault, agentsFolder)).catch((): string[] => [])
      const found = new Map<string, AgentPlan>()
      for (const file of names.toSorted().slice(0, maxNames)) {
        const name = planNameOf(file)
        if (name === null || found.size >= limits.scheduledAgents) continue
        const plan = await read(name, file)
        if (plan) found.set(name, plan)
      }
      for (const name of known.keys()) if (!found.has(name)) known.delete(name)
      return found
    },
  }
}
