// Owns the instructions of the hub's own modules: `<vault>/<Module>/CLAUDE.md`.
import { lstat, opendir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { limits } from '@atrium/schema'
import { AppError, notFound } from '../../core/errors.ts'
import { readTextInside, resolveInside } from '../../host/paths.ts'
import { writeWhole } from '../../host/write-file.ts'
import type { VaultFilesDeps } from './vault-files.ts'

/** Those of the first system; `build` has a folder and a prompt alone. */
const known: Record<string, { folder: string; text: string }> = {
  chat: {
    folder: 'Chat',
    text: 'You are talking with the owner of this vault. Answer plainly. Look into the files of the vault before you guess, and say which ones you used.\n',
  },
  daily: {
    folder: 'Daily',
    text: 'You help with the journal in Daily/entries. Keep the words of the person, ask one question at a time, and link people and projects as [[Name]].\n',
  },
  brain: {
    folder: 'Brain',
    text: 'You keep the notes in Brain/entities: one Markdown file for each person, project or idea, with front matter (para_id, name, tags) and links as [[Name]]. Search before you write a new one.\n',
  },
  build: {
    folder: 'Build',
    text: 'You help to build things in this vault. Read the instructions of a project before you change it, and tell what you changed.\n',
  },
}

export function createPrompts({ vault, assertWritable }: VaultFilesDeps) {
  /** @throws AppError not_found */
  function placeOf(mod: string): { module: string; folder: string; path: string; text: string } {
    const module = mod.toLowerCase()
    const place = Object.hasOwn(known, module) ? known[module] : undefined
    if (!place) throw new AppError('not_found', `Module '${mod.slice(0, 64)}' not found`)
    return { module, ...place, path: `${place.folder}/CLAUDE.md` }
  }

  const textOf = (path: string): Promise<string | null> =>
    readTextInside(path, [vault], limits.textFileBytes).then(
      ({ text }) => text,
      (error: unknown) => {
        if (error instanceof AppError && error.code === 'not_found') return null
        throw error
      },
    )

  return {
    async get(mod: string) {
      const { module, path, text } = placeOf(mod)
      const content = await textOf(path)
      return { module, path, exists: content !== null, content, defaultPrompt: text }
    },

    async put(mod: string, content: string | undefined, reset: boolean) {
      const { folder, path } = placeOf(mod)
      if (!reset && content === undefined) throw new AppError('bad_request', 'content or reset required')
      await assertWritable()
      if (reset) {
        // Of a link only the link goes.
        const place = join(await resolveInside(folder, [vault]), 'CLAUDE.md')
        const facts = await lstat(place).catch(() => null)
        if (facts?.isDirectory()) throw new AppError('conflict', `There is a folder of this name: ${path}`)
        if (facts) await rm(place, { force: true })
        return { success: true as const, reset: true as const }
      }
      await writeWhole(path, [vault], content ?? '')
      return { success: true as const, path }
    },

    /** Counts what lies in its folder; links are not followed. */
    async stats(mod: string) {
      const { module, folder } = placeOf(mod)
      const root = await resolveInside(folder, [vault])
      const facts = await lstat(root).catch(() => null)
      if (!facts?.isDirectory()) throw notFound('Folder', folder)
      let fileCount = 0
      let totalSize = 0
      let seen = 0
      const todo = [root]
      for (let at = todo.pop(); at !== undefined && seen < limits.folderEntries; at = todo.pop()) {
        const entries = await opendir(at).catch(() => null)
        if (!entries) continue
        for await (const entry of entries) {
          if (++seen > limits.folderEntries) break
          if (entry.isDirectory()) todo.push(join(at, entry.name))
          if (!entry.isFile()) continue
          fileCount++
          totalSize += (await lstat(join(at, entry.name)).catch(() => null))?.size ?? 0
        }
      }
      return {
        module,
        fileCount,
        totalSize,
        hasPrompt: (await lstat(join(root, 'CLAUDE.md')).catch(() => null)) !== null,
        truncated: todo.length > 0 || seen > limits.folderEntries,
      }
    },
  }
}
