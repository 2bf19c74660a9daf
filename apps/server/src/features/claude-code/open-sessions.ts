// Which sessions a terminal has open now, by the notes that Claude Code keeps of itself. They are undocumented: a help to
// people, and nothing is decided by them.
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { isAlive } from '../../host/alive.ts'
import { readTextInside } from '../../host/paths.ts'
import { agentTag, isTagged } from '../../host/strays.ts'

const Note = z.object({ pid: z.number().int().positive(), sessionId: z.string() })
const maxNotes = 200
const maxBytes = 64 * 1024

/** Process that has the session open; null when none is known. */
export async function processOf(sessionId: string, configFolder: string): Promise<number | null> {
  const folder = join(configFolder, 'sessions')
  const names = await readdir(folder).catch(() => [])
  for (const name of names.filter((each) => /^\d+\.json$/.test(each)).slice(0, maxNotes)) {
    const text = await readTextInside(join(folder, name), [folder], maxBytes).catch(() => null)
    const note = Note.safeParse(json(text?.text ?? ''))
    if (!note.success || note.data.sessionId !== sessionId) continue
    const { pid } = note.data
    // The agent of a chat notes itself there, too.
    if (isAlive(pid) && !(await isTagged(pid, agentTag))) return pid
  }
  return null
}

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
