// Owns the files of the vault that list MCP servers.
import { readFile } from 'node:fs/promises'
import { relative } from 'node:path'
import { limits } from '@atrium/schema'
import { AppError, messageOf } from '../../core/errors.ts'
import type { Problems } from '../../core/problems.ts'
import { type Roots, readTextInside } from '../../host/paths.ts'
import { writeWhole } from '../../host/write-file.ts'
import { type McpJson, parseMcpJson } from './json-file.ts'

export type FilesDeps = {
  vault: string
  /** Absolute paths; new servers go to the first, and its word counts where two know a name. */
  paths: readonly string[]
  problems: Problems
}

export type FoundServers = {
  servers: Map<string, unknown>
  problems: { file: string; message: string }[]
}

type Read = { text: string; json: McpJson } | { broken: string }

const tries = 3

export function createMcpFiles({ vault, paths, problems }: FilesDeps) {
  const roots: Roots = [vault]
  const shown = (path: string): string => relative(vault, path)

  async function read(path: string): Promise<Read> {
    const text = await readTextInside(path, roots, limits.mcpFileBytes).then(
      (file) => file.text,
      (error: unknown) => {
        if (error instanceof AppError && error.code === 'not_found') return ''
        // It names the file as the hub does; people know it by its place in the vault.
        return { broken: messageOf(error).replaceAll(path, shown(path)) }
      },
    )
    if (typeof text !== 'string') return text
    const json = parseMcpJson(text)
    return 'broken' in json ? json : { text, json }
  }

  /** Tells health, too: the servers of a broken file are silently missing elsewhere. */
  function broken(path: string, why: string): { file: string; message: string } {
    const message = `${shown(path)} cannot be used: ${why}`
    problems.report('mcp_file_broken', message, path)
    return { file: shown(path), message }
  }

  async function change(path: string, work: (json: McpJson) => string | null): Promise<void> {
    for (let left = tries; ; left--) {
      const found = await read(path)
      if ('broken' in found)
        throw new AppError('conflict', `${broken(path, found.broken).message}. Mend it first.`)
      const next = work(found.json)
      if (next === null) return
      // What could not be read again would hide every server there is.
      if (Buffer.byteLength(next) > limits.mcpFileBytes)
        throw new AppError(
          'limit_reached',
          `${shown(path)} would be larger than ${limits.mcpFileBytes} bytes`,
        )
      let overtaken = false
      try {
        await writeWhole(path, roots, next, {
          mode: 0o600, // it may hold secrets
          async before(existing) {
            const now = existing ? await readFile(existing.path, 'utf8') : ''
            overtaken = now.replace(/^\uFEFF/, '') !== found.text
            if (overtaken) throw new AppError('file_changed', `${shown(path)} changed meanwhile; try again`)
          },
        })
        return
      } catch (error) {
        if (!overtaken || left <= 1) throw error
      }
    }
  }

  return {
    async all(): Promise<FoundServers> {
      const found: FoundServers = { servers: new Map(), problems: [] }
      for (const path of paths) {
        const file = await read(path)
        if ('broken' in file) found.problems.push(broken(path, file.broken))
        else {
          problems.clear('mcp_file_broken', path)
          for (const [name, entry] of file.json.servers)
            if (!found.servers.has(name)) found.servers.set(name, entry)
        }
      }
      return found
    },
    /** Sets a server in the first file. One change at a time, please: only those of other programs are noticed. */
    put: (name: string, config: Record<string, unknown>): Promise<void> =>
      change(paths[0] ?? '', (json) => json.with(name, config)),
    /** Takes a server out of every file. */
    async remove(name: string): Promise<void> {
      for (const path of paths)
        await change(path, (json) => (json.servers.has(name) ? json.with(name, null) : null))
    },
  }
}
