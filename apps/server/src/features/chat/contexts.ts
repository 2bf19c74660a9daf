// Reads what a message wants in the prompt: files, and the AGENTS.md or CLAUDE.md of folders, within a budget.
import { basename, join, relative, sep } from 'node:path'
import { AppError, invalid, notFound } from '../../core/errors.ts'
import { isInside, readTextInside, resolveInside } from '../../host/paths.ts'

const charsPerToken = 4
const folderTokens = 40_000
const fileTokens = 10_000
const maxBytes = 2 * 1024 * 1024
/** Less than this of a file is not worth its place. */
const minChars = 100

export type ContextRequest = {
  files: readonly string[]
  folders: readonly string[]
  priorConversation: string | null
  /**
   * Where the agent works: its instructions, and those of the vault's folders above it, are in the prompt without being
   * asked for. Null leaves them out.
   */
  workingDirectory: string | null
}

export type Contexts = {
  prompt: string
  files: string[]
  tokens: number
  truncated: boolean
}

type Source = { name: string; text: string }

export const tokensOf = (text: string): number => Math.ceil(text.length / charsPerToken)

export function createContexts(deps: {
  vault: string
  roots: readonly string[]
  /** Whether a real path is never an agent's business: secrets, and the hub's own state. */
  isSecret(path: string): boolean
}) {
  const { vault, roots } = deps
  const nameOf = (path: string): string => (isInside(vault, path) ? relative(vault, path) : path)

  /** Looks at where the path really leads: a cloned folder may hold links. @throws AppError */
  async function read(path: string): Promise<{ path: string; text: string }> {
    const real = await resolveInside(path, roots)
    if (deps.isSecret(real)) throw new AppError('outside_roots', 'Path is outside the allowed folders')
    return readTextInside(real, roots, maxBytes).catch((error: unknown) => {
      throw error instanceof AppError && error.code === 'not_found' ? notFound('File', path) : error
    })
  }

  /** @throws AppError outside_roots, invalid */
  async function readFileOf(path: string, field: string): Promise<Source> {
    try {
      const file = await read(path)
      return { name: nameOf(file.path), text: file.text.replace(/^---\n[\s\S]*?\n---\n/, '') }
    } catch (error) {
      if (error instanceof AppError && error.code !== 'outside_roots') throw invalid(field, error.message)
      throw error
    }
  }

  /** The instructions of a folder: AGENTS.md wins. Undefined when it has none. */
  async function instructionsOf(folder: string): Promise<Source | undefined> {
    const real = await resolveInside(folder, roots)
    for (const name of ['AGENTS.md', 'CLAUDE.md']) {
      const found = await read(join(real, name)).catch((error: unknown) => {
        if (error instanceof AppError && error.code === 'outside_roots') throw error
        return null // absent, or not a text to read
      })
      if (found) return { name: nameOf(found.path), text: found.text }
    }
    return undefined
  }

  /** The vault and its folders down to this one; a folder elsewhere stands alone. */
  function chainTo(folder: string | null): string[] {
    if (folder === null) return []
    if (!isInside(vault, folder)) return [folder]
    const parts = relative(vault, folder).split(sep).filter(Boolean)
    return [vault, ...parts.map((_, index) => join(vault, ...parts.slice(0, index + 1)))]
  }

  return {
    /** @throws AppError outside_roots, invalid */
    async resolve(request: ContextRequest): Promise<Contexts> {
      const named = [...new Set(request.folders)].map((folder) => instructionsOf(folder || '.'))
      // What nobody asked for is left out where it may not be read: a link in a cloned folder stops no conversation.
      const chain = chainTo(request.workingDirectory).map((folder) =>
        instructionsOf(folder).catch(() => undefined),
      )
      // What is named has the first claim on the budget.
      const found = [...inOrder(await Promise.all(named)), ...inOrder(await Promise.all(chain))]
      const folders = [...new Map(found.map((source) => [source.name, source])).values()]
      const files = await Promise.all(
        [...new Set(request.files)].map((path) => readFileOf(path, 'context_files')),
      )
      const fromFolders = fit(folders, folderTokens)
      const fromFiles = fit(files, fileTokens)
      const sources = [...inOrder(fromFolders.sources), ...fromFiles.sources]
      const parts = [
        ...(sources.length > 0 ? [render(sources)] : []),
        ...(request.priorConversation ? [`# Earlier conversation\n\n${request.priorConversation}`] : []),
      ]
      return {
        prompt: parts.join('\n\n'),
        files: sources.map(({ name }) => name),
        tokens: sources.reduce((sum, { text }) => sum + tokensOf(text), 0),
        truncated: fromFolders.truncated || fromFiles.truncated,
      }
    },
    /** Name of the instructions that the agent finds in its folder. */
    async instructionsIn(folder: string): Promise<string | null> {
      const found = await instructionsOf(folder).catch(() => undefined)
      return found ? basename(found.name) : null
    },
  }
}

/** What is nearer to the root comes first. */
const inOrder = (sources: readonly (Source | undefined)[]): Source[] =>
  sources
    .filter((source) => source !== undefined)
    .sort((a, b) => a.name.split('/').length - b.name.split('/').length || (a.name < b.name ? -1 : 1))

function fit(sources: readonly Source[], tokens: number): { sources: Source[]; truncated: boolean } {
  let left = tokens * charsPerToken
  let truncated = false
  const kept: Source[] = []
  for (const { name, text } of sources) {
    if (text.length <= left) {
      kept.push({ name, text })
      left -= text.length
      continue
    }
    truncated = true
    if (left > minChars) kept.push({ name, text: `${text.slice(0, left)}\n\n[cut to fit]` })
    left = 0
  }
  return { sources: kept, truncated }
}

const render = (sources: readonly Source[]): string =>
  [
    '# Context',
    `${sources.length} ${sources.length === 1 ? 'file' : 'files'}`,
    ...sources.map(({ name, text }) => `## ${name}\n\n${text}\n\n---`),
  ].join('\n\n')
