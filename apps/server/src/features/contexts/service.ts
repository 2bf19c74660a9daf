// Owns the folders whose instructions go into the prompts of a chat.
import { type ChatContexts, type ContextChain, type ContextFolderList, limits } from '@atrium/schema'
import { AppError, notFound } from '../../core/errors.ts'
import { tokensOf } from './budget.ts'
import { folderTokens, gather } from './gather.ts'
import { assertNoLink, normalFolder } from './paths.ts'
import type { ContextReader } from './reader.ts'
import type { ContextsStore } from './store.ts'
import { createWalk } from './walk.ts'

export type ContextsDeps = { vault: string; store: ContextsStore; reader: ContextReader }

export function createContextFolders({ vault, store, reader }: ContextsDeps) {
  const walk = createWalk(vault)

  /** As it is kept. @throws AppError outside_roots */
  async function checked(path: string): Promise<string> {
    const folder = normalFolder(path)
    await assertNoLink(vault, folder)
    return folder
  }
  const checkedAll = async (paths: readonly string[]): Promise<string[]> => [
    ...new Set(await Promise.all(paths.map(checked))),
  ]

  /** Those of a chat that are still where they were: a folder may have been exchanged for a link. */
  async function usable(folders: readonly string[]): Promise<string[]> {
    const fine = await Promise.all(folders.map((folder) => assertNoLink(vault, folder).then(yes, no)))
    return folders.filter((_, index) => fine[index])
  }

  /** @throws AppError not_found */
  async function assertChat(chatId: string): Promise<void> {
    if (!(await store.chatExists(chatId))) throw notFound('Session', chatId)
  }

  async function chainOf(folders: readonly string[], tokens: number): Promise<ContextChain> {
    const { sources, truncated } = await gather(reader, {
      folders,
      lenient: true,
      workingDirectory: null,
      tokens,
    })
    const files = sources.map(({ name, folder, level, text }) => ({
      path: name,
      folder_path: folder,
      level,
      tokens: tokensOf(text),
      exists: true,
    }))
    return { files, total_tokens: files.reduce((sum, file) => sum + file.tokens, 0), truncated }
  }

  const answer = (
    session_id: string,
    folder_paths: string[],
    chain: ContextChain | null = null,
  ): ChatContexts => ({ session_id, folder_paths, chain })

  return {
    /** Folders that have instructions, nearest to the root first. */
    async folders(): Promise<ContextFolderList> {
      const { folders, truncated } = await walk()
      return { folders, count: folders.length, truncated }
    },
    /** @throws AppError invalid, outside_roots */
    async chain(paths: readonly string[], tokens: number): Promise<ContextChain> {
      if (paths.length > limits.contextFoldersPerChat) {
        const msg = `At most ${limits.contextFoldersPerChat} folders`
        throw new AppError('invalid', msg, { detail: [{ loc: ['query', 'folders'], msg, type: 'too_big' }] })
      }
      return chainOf(await checkedAll(paths), tokens)
    },

    /** What the next turn of the chat takes; nothing for a chat that is not there. */
    forTurn: async (chatId: string): Promise<string[]> => usable(await store.list(chatId)),
    /** @throws AppError not_found */
    async get(chatId: string, withChain: boolean): Promise<ChatContexts> {
      await assertChat(chatId)
      const folders = await store.list(chatId)
      return answer(chatId, folders, withChain ? await chainOf(await usable(folders), folderTokens) : null)
    },
    /** @throws AppError not_found, outside_roots */
    async replace(chatId: string, paths: readonly string[]): Promise<ChatContexts> {
      await assertChat(chatId)
      const folders = await checkedAll(paths)
      if (!(await store.replace(chatId, folders))) throw notFound('Session', chatId)
      return answer(chatId, folders)
    },
    /** @throws AppError not_found, outside_roots, limit_reached */
    async add(chatId: string, path: string): Promise<ChatContexts> {
      await assertChat(chatId)
      const there = await store.add(chatId, await checked(path), (folders) => {
        if (folders.length > limits.contextFoldersPerChat)
          throw new AppError('limit_reached', 'This chat has too many context folders; remove one first')
      })
      if (!there) throw notFound('Session', chatId)
      return answer(chatId, await store.list(chatId))
    },
    /** Harmless when the chat does not have it. @throws AppError not_found, outside_roots */
    async remove(chatId: string, path: string): Promise<ChatContexts> {
      await assertChat(chatId)
      await store.remove(chatId, normalFolder(path))
      return answer(chatId, await store.list(chatId))
    },
  }
}

const yes = (): boolean => true
const no = (): boolean => false
