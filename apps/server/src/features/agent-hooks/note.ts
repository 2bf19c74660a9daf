/**
 * The note that Claude Code keeps beside a running session, `<config>/sessions/<pid>.json`. Nobody documents it, so it is a
 * help and no more: it tells of an interrupt and of a dialog that was answered, for which there is no hook.
 */
import { constants } from 'node:fs'
import { open, readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { isAlive } from '../../host/alive.ts'

const Note = z.object({
  pid: z.number().int().positive(),
  sessionId: z.string(),
  status: z.enum(['idle', 'busy', 'waiting']),
  statusUpdatedAt: z.number(),
})
export type Note = Pick<z.infer<typeof Note>, 'status' | 'statusUpdatedAt'> & { lives: boolean }

const maxBytes = 64 * 1024
const maxNotes = 500

/** `<config>/projects/<folder>/<id>.jsonl` tells where the agent keeps its files. */
export function noteFolderOf(transcript: string): string | null {
  const projects = dirname(dirname(transcript))
  return projects.endsWith('/projects') ? join(dirname(projects), 'sessions') : null
}

/** The file that is about this session of the agent; null when there is none. */
export async function findNote(folder: string, sessionId: string): Promise<string | null> {
  const names = await readdir(folder).catch(() => [])
  for (const name of names.filter((one) => /^\d+\.json$/.test(one)).slice(0, maxNotes)) {
    const file = join(folder, name)
    if ((await parse(file))?.sessionId === sessionId) return file
  }
  return null
}

/** Null when it is gone, cannot be read or is about another session now. */
export async function readNote(file: string, sessionId: string): Promise<Note | null> {
  const note = await parse(file)
  if (note?.sessionId !== sessionId) return null
  return { status: note.status, statusUpdatedAt: note.statusUpdatedAt, lives: isAlive(note.pid) }
}

async function parse(file: string): Promise<z.infer<typeof Note> | null> {
  try {
    // Never a link, and never a pipe that would be waited for.
    await using handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
    const info = await handle.stat()
    if (!info.isFile() || info.size > maxBytes) return null
    return Note.safeParse(JSON.parse(await handle.readFile('utf8'))).data ?? null
  } catch {
    return null
  }
}
