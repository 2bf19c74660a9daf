// Reads what goes into prompts: files, and the AGENTS.md or CLAUDE.md of folders. Never a secret, never the hub's own.
import { lstat, stat } from 'node:fs/promises'
import { join, relative, resolve, sep } from 'node:path'
import { AppError, invalid, notFound } from '../../core/errors.ts'
import { readFrontMatter } from '../../core/front-matter.ts'
import { expandHome, isInside, readTextInside, resolveInside } from '../../host/paths.ts'
import { isGuarded } from '../../host/vault-places.ts'

const maxBytes = 2 * 1024 * 1024
/** Folders above one, itself included: of a deeper one the nearest. */
const maxChain = 64
const tooLarge = `[This file is larger than ${maxBytes / 1024 / 1024} MiB and is not here.]`

/** A text for a prompt. Names are relative to the vault when inside it, else absolute. */
export type Source = { name: string; folder: string; text: string }
export type ContextReader = ReturnType<typeof createContextReader>

export const instructionNames = ['AGENTS.md', 'CLAUDE.md'] as const

export function createContextReader(deps: {
  vault: string
  roots: readonly string[]
  /** Whether a real path is never an agent's business: secrets, and the hub's own state. */
  isSecret(path: string): boolean
}) {
  const { vault, roots } = deps
  const nameOf = (path: string): string =>
    isInside(vault, path) ? relative(vault, path).split(sep).join('/') : path
  const isForbidden = (path: string): boolean =>
    deps.isSecret(path) || (isInside(vault, path) && isGuarded(nameOf(path)))

  /** Where it really leads: a cloned folder may hold links. @throws AppError outside_roots */
  async function placeOf(path: string): Promise<string> {
    const real = await resolveInside(path, roots)
    if (isForbidden(real)) throw new AppError('outside_roots', 'Path is outside the allowed folders')
    return real
  }

  /** @throws AppError */
  async function read(path: string): Promise<{ path: string; text: string }> {
    const real = await placeOf(path)
    return readTextInside(real, roots, maxBytes).catch((error: unknown) => {
      throw error instanceof AppError && error.code === 'not_found' ? notFound('File', path) : error
    })
  }

  return {
    /** A file that nobody named. @throws AppError */
    async text(path: string): Promise<Source> {
      const file = await read(path)
      return { name: nameOf(file.path), folder: nameOf(join(file.path, '..')), text: file.text }
    },
    /** @throws AppError outside_roots, invalid */
    async file(path: string, field: string): Promise<Source> {
      try {
        const file = await read(path)
        const { body } = readFrontMatter(file.text)
        return { name: nameOf(file.path), folder: nameOf(join(file.path, '..')), text: body }
      } catch (error) {
        if (error instanceof AppError && error.code !== 'outside_roots') throw invalid(field, error.message)
        throw error
      }
    },

    /** The instructions of a folder: AGENTS.md wins. Undefined when it has none. @throws AppError outside_roots */
    async instructions(folder: string): Promise<Source | undefined> {
      const real = await placeOf(folder)
      for (const name of instructionNames) {
        const path = join(real, name)
        if (!(await lstat(path).catch(() => null))) continue // most folders have none: that is to be learnt in one call
        const found = await read(path).catch((error: unknown) => {
          const code = error instanceof AppError ? error.code : null
          if (code === 'outside_roots') throw error
          // Said in its place, so that neither the person nor the agent takes it for read.
          return code === 'payload_too_large' ? { path, text: tooLarge } : null
        })
        if (found) return { name: nameOf(found.path), folder: nameOf(real), text: found.text }
      }
      return undefined
    },

    /** The vault and its folders down to this one, as far as they are there; a folder elsewhere stands alone. */
    async chainTo(folder: string): Promise<string[]> {
      const path = resolve(vault, expandHome(folder))
      if (!isInside(vault, path)) return [path]
      const chain = [vault]
      for (const part of relative(vault, path).split(sep).filter(Boolean)) {
        const next = join(chain.at(-1) ?? vault, part)
        const info = await stat(next).catch(() => null)
        if (!info?.isDirectory()) break
        chain.push(next)
      }
      return chain.slice(-maxChain)
    },
  }
}
