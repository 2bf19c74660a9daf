// Which instructions of folders a prompt gets: those that were asked for, and those above them.
import type { ContextFile } from '@atrium/schema'
import type { z } from 'zod'
import { fit, inOrder } from './budget.ts'
import type { ContextReader, Source } from './reader.ts'

/** Of the folders of a chat, in every prompt. */
export const folderTokens = 40_000

export type Leveled = Source & { level: z.infer<typeof ContextFile>['level'] }

export type Gathered = {
  /** Nearest to the root first. */
  sources: Leveled[]
  truncated: boolean
  /** The instructions of the working directory itself, whether or not they had room. */
  own: Source | undefined
}

export type GatherRequest = {
  /** Relative to the vault, or absolute; empty is the vault. */
  folders: readonly string[]
  /** Whether a folder that may not be read is left out in place of refused. */
  lenient: boolean
  /** Where the agent works: its instructions, and those above, come without being asked for. Null leaves them out. */
  workingDirectory: string | null
  tokens: number
}

/** @throws AppError outside_roots */
export async function gather(reader: ContextReader, request: GatherRequest): Promise<Gathered> {
  const { lenient, workingDirectory } = request
  const folders = [...new Set(request.folders.map((folder) => folder || '.'))]
  const read = (folder: string, isLenient: boolean) =>
    isLenient ? reader.instructions(folder).catch(() => undefined) : reader.instructions(folder)
  const chains = await Promise.all(folders.map((folder) => reader.chainTo(folder)))
  const working = workingDirectory === null ? [] : await reader.chainTo(workingDirectory)
  const above = [...new Set([...chains.flat(), ...working])]
  const [direct, others] = await Promise.all([
    Promise.all(folders.map((folder) => read(folder, lenient))),
    // What nobody asked for is left out where it may not be read: a link in a cloned folder stops no conversation.
    Promise.all(above.map((folder) => read(folder, true))),
  ])
  const own = workingDirectory === null ? undefined : others[above.indexOf(working.at(-1) ?? '')]
  // What is named has the first claim on the budget.
  const claims = [...leveled(direct, 'direct'), ...leveled(others, 'parent')]
  const byName = new Map<string, Leveled>()
  for (const source of claims) if (!byName.has(source.name)) byName.set(source.name, source)
  const { kept, truncated } = fit([...byName.values()], request.tokens)
  return { sources: inOrder(kept), truncated, own }
}

const leveled = (sources: readonly (Source | undefined)[], level: 'direct' | 'parent'): Leveled[] =>
  inOrder(sources.filter((source) => source !== undefined)).map((source) => ({
    ...source,
    level: level === 'parent' && source.folder === '' ? 'root' : level,
  }))
