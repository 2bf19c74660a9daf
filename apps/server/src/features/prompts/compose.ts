// Makes the prompt of a turn. Whatever sends one, and whatever shows one, calls this.
import { join } from 'node:path'
import { limits, type PromptPart } from '@atrium/schema'
import type { Gathered, GatherRequest } from '../contexts/gather.ts'
import type { Source } from '../contexts/reader.ts'

const fileTokens = 10_000
const moduleTokens = limits.skillChars / 4

export type ComposeDeps = {
  vault: string
  reader: {
    file(path: string, field: string): Promise<Source>
    instructions(folder: string): Promise<Source | undefined>
    text(path: string): Promise<Source>
  }
  gather(request: GatherRequest): Promise<Gathered>
  folderTokens: number
  fit(sources: readonly Source[], tokens: number): { kept: Source[]; truncated: boolean }
  tokensOf(text: string): number
}

export type PromptRequest = {
  module: string
  /** Absolute. */
  workingDirectory: string
  /** What stands in place of the agent's own prompt, and of the instructions of module and working directory. */
  instead: { source: 'custom' | 'agent'; text: string; path: string | null; name: string | null } | null
  files: readonly string[]
  folders: readonly string[]
  /** What of it is refused where it may not be read; what is not asked for now is then left out. */
  strict: { files: boolean; folders: boolean }
  priorConversation: string | null
}

export type Prompt = {
  /** In place of the agent's own; null keeps it. */
  systemPrompt: string | null
  /** Behind it. */
  appendPrompt: string
  source: 'default' | 'custom' | 'agent'
  path: string | null
  agentName: string | null
  parts: PromptPart[]
  /** Files of contexts that are in it. */
  files: string[]
  contextTokens: number
  truncated: boolean
  tokens: number
  /** AGENTS.md or CLAUDE.md of the working directory. */
  instructions: string | null
}

export type ComposePrompt = (request: PromptRequest) => Promise<Prompt>

export function createComposePrompt(deps: ComposeDeps): ComposePrompt {
  const { reader } = deps

  async function moduleInstructions(module: string): Promise<Source | null> {
    const folder = module.charAt(0).toUpperCase() + module.slice(1)
    const found = await reader.text(join(deps.vault, folder, 'CLAUDE.md')).catch(() => null)
    return found?.text.trim() ? found : null
  }

  /** Each once, whatever it is called. */
  async function filesOf(request: PromptRequest): Promise<Source[]> {
    const files = await Promise.all(
      request.files.map((path) => {
        const file = reader.file(path, 'context_files')
        return request.strict.files ? file : file.catch(() => undefined)
      }),
    )
    return [...new Map(files.flatMap((file) => (file ? [[file.name, file]] : []))).values()]
  }

  const part = (source: PromptPart['source'], text: string, path: string | null): PromptPart => ({
    source,
    path,
    tokens: deps.tokensOf(text),
    text,
  })

  /** @throws AppError outside_roots, invalid */
  return async (request) => {
    const { instead, priorConversation, module, workingDirectory } = request
    const [moduleText, folders, files] = await Promise.all([
      instead ? null : moduleInstructions(module),
      deps.gather({
        folders: request.folders,
        lenient: !request.strict.folders,
        // Who replaces the prompt replaces the folder's instructions with it.
        workingDirectory: instead ? null : workingDirectory,
        tokens: deps.folderTokens,
      }),
      filesOf(request),
    ])
    const own = instead ? await reader.instructions(workingDirectory).catch(() => undefined) : folders.own
    const fromModule = deps.fit(moduleText ? [moduleText] : [], moduleTokens)
    const [ofModule] = fromModule.kept
    const ofFolders = folders.sources.filter(({ name }) => name !== ofModule?.name)
    const there = new Set([ofModule, ...ofFolders].map((source) => source?.name))
    const fromFiles = deps.fit(
      files.filter(({ name }) => !there.has(name)),
      fileTokens,
    )
    const contexts = [...ofFolders, ...fromFiles.kept]
    const append = [
      ofModule && `# Instructions of the module ${module}\n\n${ofModule.text}`,
      contexts.length > 0 && render(contexts),
      priorConversation && `# Earlier conversation\n\n${priorConversation}`,
    ].filter((block) => typeof block === 'string' && block !== '')
    const appendPrompt = append.join('\n\n')
    return {
      systemPrompt: instead?.text ?? null,
      appendPrompt,
      source: instead?.source ?? 'default',
      path: instead?.path ?? null,
      agentName: instead?.name ?? null,
      parts: [
        ...(instead ? [part(instead.source, instead.text, instead.path)] : []),
        ...(ofModule ? [part('module', ofModule.text, ofModule.name)] : []),
        ...ofFolders.map(({ text, name }) => part('context', text, name)),
        ...fromFiles.kept.map(({ text, name }) => part('file', text, name)),
        ...(priorConversation ? [part('conversation', priorConversation, null)] : []),
      ],
      files: contexts.map(({ name }) => name),
      contextTokens: contexts.reduce((sum, { text }) => sum + deps.tokensOf(text), 0),
      truncated: fromModule.truncated || folders.truncated || fromFiles.truncated,
      tokens: deps.tokensOf(appendPrompt) + deps.tokensOf(instead?.text ?? ''),
      instructions: own?.name ?? null,
    }
  }
}

const render = (sources: readonly Source[]): string =>
  [
    '# Context',
    `${sources.length} ${sources.length === 1 ? 'file' : 'files'}`,
    ...sources.map(({ name, text }) => `## ${name}\n\n${text}\n\n---`),
  ].join('\n\n')

/** As an agent reads it, where its own prompt is replaced. */
export const wholePrompt = ({ systemPrompt, appendPrompt }: Prompt): string =>
  [systemPrompt ?? '', appendPrompt].filter((text) => text !== '').join('\n\n')
