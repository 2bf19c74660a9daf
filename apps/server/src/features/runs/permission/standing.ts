import type { SuggestedGrant } from '@atrium/schema'
import {
  neverAllowed,
  pathsOf,
  refusalOf,
  rulingOf,
  type StandingRule,
  suggestGrants,
  type ToolCall,
} from './grants.ts'

type Call = { tool: string; input: Record<string, unknown>; cwd: string }
type Places = { vault: string; home: string; realPathOf: (path: string) => Promise<{ path: string }> }

/** Judges calls of agents that the hub did not start, by the same rules as those of chats. */
export function createStanding({ vault, home, realPathOf }: Places) {
  async function toCall({ tool, input, cwd }: Call): Promise<ToolCall & { workingDirectory: string }> {
    const workingDirectory = (await realPathOf(cwd || '/')).path
    const written = pathsOf(tool, input, workingDirectory)
    const real = await Promise.all(written.map((path) => realPathOf(path)))
    return { tool, input, paths: real.map(({ path }) => path), written, workingDirectory }
  }
  return {
    async judge(asked: Call, rules: readonly StandingRule[]) {
      const call = await toCall(asked)
      const ruling = rulingOf(call, rules)
      return {
        never: neverAllowed(call, { vault, home, workingDirectory: call.workingDirectory }),
        ruling: ruling && {
          id: ruling.id,
          behavior: ruling.behavior,
          message: ruling.behavior === 'deny' ? refusalOf(ruling) : saysOf(ruling),
        },
      }
    },
    /** Rules that a person may keep with the answer; paths are relative to `base`. */
    suggest: async (asked: Call, base: string): Promise<SuggestedGrant[]> =>
      suggestGrants(await toCall(asked), (await realPathOf(base)).path),
  }
}

const saysOf = ({ behavior, note }: StandingRule): string => {
  const says =
    behavior === 'allow' ? 'A standing rule allows this' : 'A standing rule asks a person about this'
  return note === '' ? `${says}.` : `${says}: ${note}`
}
