// Owns the list of drafts that are being written: one note for each in the data folder, so that what a killed hub left
// behind anywhere is removed at the next start without looking for it.
import { randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'

export const draftPrefix = '.atrium-draft-'
const noteName = /^[0-9a-f-]{36}$/

/** Whether a file is one that is still being written. */
export const isDraft = (name: string): boolean => name.startsWith(draftPrefix)

/** Where the notes lie; null before the data folder is open. */
let notes: string | null = null

/** Removes what the last process left, and keeps notes there from now on. */
export async function openDrafts(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  for (const id of await readdir(folder)) if (noteName.test(id)) await sweep(join(folder, id), id)
  notes = folder
}

async function sweep(note: string, id: string): Promise<void> {
  const path = await readFile(note, 'utf8').catch(() => '')
  // The name has the id of its note: nothing else can be meant, whatever a damaged note says.
  if (basename(path) === draftPrefix + id) {
    await rm(path, { recursive: true, force: true }).catch(() => undefined)
  }
  await rm(note, { force: true }).catch(() => undefined)
}

/** A name for a draft in `folder`, noted until it is disposed of. */
export async function noteDraft(folder: string): Promise<AsyncDisposable & { name: string }> {
  const id = randomUUID()
  const name = draftPrefix + id
  const note = notes === null ? null : join(notes, id)
  // A note that cannot be written costs tidiness after a crash, not the write.
  if (note !== null) await writeFile(note, join(folder, name), { mode: 0o600 }).catch(() => undefined)
  return {
    name,
    async [Symbol.asyncDispose]() {
      if (note !== null) await rm(note, { force: true }).catch(() => undefined)
    },
  }
}
