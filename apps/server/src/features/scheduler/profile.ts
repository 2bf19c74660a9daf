import { AppError } from '../../core/errors.ts'
import { readFrontMatter } from '../../core/front-matter.ts'
import { readTextInside } from '../../host/paths.ts'
import { fill } from './agent-file.ts'

/** Where a person may tell agents about themselves; the first one that is there. */
const places = [
  '.atrium/profile.md',
  'Daily/context/curator.md',
  'context/curator.md',
  '.parachute/profile.md',
]
const maxBytes = 64 * 1024

/** Instructions with `{user_name}` and `{user_context}` filled in from what the person wrote of themselves. */
export async function withProfile(instructions: string, vault: string): Promise<string> {
  if (!/\{user_(name|context)\}/.test(instructions)) return instructions
  const { name, context } = await readProfile(vault)
  return fill(instructions, { user_name: name, user_context: context })
}

async function readProfile(vault: string): Promise<{ name: string; context: string }> {
  for (const place of places)
    try {
      const { text } = await readTextInside(place, [vault], maxBytes)
      const { data, body } = readFrontMatter(text)
      const name = typeof data['name'] === 'string' ? data['name'] : 'the user'
      return { name, context: body.trim() }
    } catch (error) {
      if (!(error instanceof AppError)) throw error // not there, or not readable: the next one
    }
  return { name: 'the user', context: '' }
}
