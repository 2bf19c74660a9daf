import { z } from 'zod'
import type { Subagent } from '../../agents/runner.ts'
import { readFrontMatter, readYaml } from '../../core/front-matter.ts'

/** A list, or the same words with commas between them. */
const Words = z
  .union([z.array(z.string().max(200)), z.string().transform((line) => line.split(','))])
  .transform((words) => words.map((word) => word.trim()).filter((word) => word !== ''))
  .pipe(z.array(z.string()).max(200))

const Stored = z.object({
  description: z.string().max(2_000).nullish(),
  prompt: z.string().max(60_000).nullish(),
  tools: Words.nullish(),
  model: z.string().max(128).nullish(),
})

const extension = /^([A-Za-z0-9][A-Za-z0-9_-]{0,63})\.(md|ya?ml|json)$/

/** The agent that a file of this name describes; null when it is no agent file. */
export const agentNameOf = (file: string): string | null => extension.exec(file)?.[1] ?? null

/** @throws Error with one sentence that says what is wrong with it */
export function readAgentFile(file: string, text: string): Subagent {
  const { data, body } = file.endsWith('.md')
    ? readFrontMatter(text)
    : { data: file.endsWith('.json') ? readJson(text) : readYaml(text), body: '' }
  if (data === null) throw new Error('it cannot be read')
  const { success, data: stored, error } = Stored.safeParse(data)
  if (!success) throw new Error(`look at ${error.issues.map(({ path }) => path.join('.')).join(', ')}`)
  const prompt = (stored.prompt ?? body).trim()
  if (prompt === '') throw new Error('it has no prompt')
  return {
    description: stored.description?.trim() || `The agent ${agentNameOf(file) ?? file}`,
    prompt,
    ...(stored.tools && stored.tools.length > 0 && { tools: stored.tools }),
    ...(stored.model && { model: stored.model }),
  }
}

function readJson(text: string): Record<string, unknown> | null {
  try {
    const data: unknown = JSON.parse(text)
    return typeof data === 'object' && data !== null && !Array.isArray(data)
      ? (data as Record<string, unknown>) // just tested
      : null
  } catch {
    return null
  }
}
