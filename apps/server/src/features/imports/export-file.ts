// Opens what a vendor sent: a JSON file, or the archive with its conversations and attachments.
import type { FileHandle } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Readable } from 'node:stream'
import { limits } from '@atrium/schema'
import { AppError, invalid } from '../../core/errors.ts'
import type { Archive } from '../../host/archive.ts'
import type { ExportFile, FindFile } from './assets.ts'
import { isChatgpt } from './formats/chatgpt.ts'
import { isClaude } from './formats/claude.ts'
import type { FileRef } from './formats/conversation.ts'
import { BrokenJsonError, createJsonItems, type Decision, type JsonItem } from './json-items.ts'

/** One file of conversations. */
export type Conversations = {
  name: string
  bytes: number
  /** Its items in order, and how many bytes have been read. */
  items(): AsyncGenerator<{ items: JsonItem[]; read: number }>
}

export type Export = AsyncDisposable & {
  /** Null when nothing in it is a conversation of either. */
  source: 'claude' | 'chatgpt' | null
  /** Whether there was something too large to be looked at. */
  hasTooLarge: boolean
  /** Their JSON together. */
  bytes: number
  files: readonly Conversations[]
  find: FindFile
  /** Small values beside the list, such as `archived` of a request's body. */
  options: Record<string, unknown>
}

type Opened = { files: Named[]; find: FindFile; close(): Promise<void> }
type Named = { name: string; bytes: number; stream(): Readable }

const lists = ['data', 'conversations', 'chats']
/** What a single conversation has. */
const marks = ['mapping', 'chat_messages', 'messages']

type Shape = { kind: 'list' | 'one'; path: readonly string[] }
const samePath = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((key, index) => key === b[index])

const bounds = { maxBytes: limits.importItemBytes, maxValues: 2_000_000, maxDepth: 200 }

export type OpenExport = {
  /** A regular file; whoever opened it closes it. */
  handle: FileHandle
  name: string | null
  /** Key that the export has in a request's body. */
  within?: 'data'
  openArchive: (file: FileHandle) => Promise<Archive>
}

/**
 * Opens it and reads all of it once: whether it is whole, and whose it is. Nothing is kept.
 * @throws AppError bad_request (broken JSON), invalid (a bad archive)
 */
export async function openExport({ handle, name, within, openArchive }: OpenExport): Promise<Export> {
  await using undo = new AsyncDisposableStack()
  const isArchive = !within && (await isZip(handle))
  const opened = isArchive ? await openZip(handle, openArchive) : await openJson(handle, name)
  undo.defer(() => opened.close())
  const looked: { file: Named; shape: Shape }[] = []
  let source: Export['source'] = null
  let hasTooLarge = false
  let options: Record<string, unknown> = {}
  for (const file of opened.files) {
    const seen = await look(file)
    options = { ...seen.options, ...options }
    if (!seen.shape || (within && seen.shape.path[0] !== within)) continue
    source ??= seen.source
    hasTooLarge ||= seen.hasTooLarge
    looked.push({ file, shape: seen.shape })
  }
  const owned = undo.move()
  return {
    source,
    hasTooLarge,
    bytes: opened.files.reduce((sum, { bytes }) => sum + bytes, 0),
    files: looked.map(({ file, shape }) => ({
      name: file.name,
      bytes: file.bytes,
      items: () => read(file, shape),
    })),
    find: opened.find,
    options,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

async function isZip(handle: FileHandle): Promise<boolean> {
  const head = Buffer.alloc(4)
  await handle.read(head, 0, 4, 0)
  return head.toString('latin1').startsWith('PK')
}

async function openJson(handle: FileHandle, name: string | null): Promise<Opened> {
  const { size } = await handle.stat()
  const stream = () => handle.createReadStream({ start: 0, autoClose: false, highWaterMark: 64 * 1024 })
  return { files: [{ name: name ?? 'data', bytes: size, stream }], find: () => null, async close() {} }
}

async function openZip(handle: FileHandle, openArchive: OpenExport['openArchive']): Promise<Opened> {
  const archive = await openArchive(handle)
  const entries = archive.entries.filter(({ isFolder, name }) => !isFolder && !name.startsWith('__MACOSX/'))
  const files = entries
    .filter(({ name }) => /^conversations([-_.]?\d+)?\.json$/i.test(basename(name)))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((entry) => ({ name: basename(entry.name), bytes: entry.size, stream: () => archive.stream(entry) }))
  if (files.length === 0) {
    await archive[Symbol.asyncDispose]()
    throw invalid('file', 'The archive has no conversations.json')
  }
  const assets = entries.map((entry) => ({
    name: basename(entry.name),
    size: entry.size,
    stream: () => archive.stream(entry),
  }))
  return { files, find: finder(assets), close: async () => archive[Symbol.asyncDispose]() }
}

/** Names of files begin with their id, or are it. */
const idOf = (name: string): string | null =>
  /^(file[-_][A-Za-z0-9]+|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/i.exec(name)?.[0] ?? null

function finder(assets: readonly ExportFile[]): FindFile {
  const byId = new Map<string, ExportFile>()
  const byName = new Map<string, ExportFile | null>()
  for (const file of assets) {
    const id = idOf(file.name)
    if (id !== null && !byId.has(id)) byId.set(id, file)
    // A name that two files have tells nothing.
    byName.set(file.name, byName.has(file.name) ? null : file)
  }
  return ({ id, name }: FileRef) =>
    (id === null ? undefined : (byId.get(id) ?? byName.get(id))) ??
    (id === null ? byName.get(name) : undefined) ??
    null
}

/** How far the first conversation may be behind things that are none. */
const maxLooks = 100

type Seen = Pick<Export, 'source' | 'hasTooLarge'> & { shape: Shape | null; options: Record<string, unknown> }

/** Reads it once: is it whole, where are the conversations, whose are they. */
async function look(file: Named): Promise<Seen> {
  let shape: Shape | null = null
  const options: Record<string, unknown> = {}
  const found: Pick<Seen, 'source' | 'hasTooLarge'> & { looks: number } = {
    source: null,
    hasTooLarge: false,
    looks: 0,
  }
  const scan = createJsonItems({
    ...bounds,
    // A list is looked at from its beginning, and only until it is known whose it is.
    wants: (path) => isOption(path) || (found.source === null && found.looks < maxLooks),
    decide(path, opener): Decision {
      const key = path.at(-1)
      if (path.length === 0) {
        if (opener === '[') shape = { kind: 'list', path }
        return opener === '[' ? 'items' : 'enter'
      }
      if (key === undefined || path.length > 2) return 'skip'
      if (shape === null && lists.includes(key) && opener === '[') {
        shape = { kind: 'list', path: [...path] }
        return 'items'
      }
      if (path.length === 1 && key === 'data' && opener === '{') return 'enter'
      if (shape === null && marks.includes(key)) shape = { kind: 'one', path: path.slice(0, -1) }
      return isOption(path) && opener !== '[' && opener !== '{' ? 'take' : 'skip'
    },
  })
  const note = (items: readonly JsonItem[]): void => {
    for (const { path, text } of items) {
      const target: Shape | null = shape
      if (target && samePath(path, target.path)) {
        if (found.source !== null || found.looks++ >= maxLooks) continue
        if (text) found.source = sourceOf(parsed(text))
        else found.hasTooLarge = true
      } else if (text) options[path.at(-1) ?? ''] = parsed(text)
    }
  }
  try {
    for await (const piece of file.stream()) note(scan.push(piece as Buffer)) // not in object mode
    note(scan.end())
  } catch (error) {
    if (error instanceof BrokenJsonError)
      throw new AppError(
        'bad_request',
        error.message.replace('Invalid JSON', `Invalid JSON in ${file.name}`),
        { cause: error },
      )
    throw error
  }
  const single = shape as Shape | null
  if (single?.kind === 'one') for await (const { items } of read(file, single)) note(items)
  return { ...found, shape, options }
}

/** What may stand beside the export in a request's body. */
const isOption = ([name, ...below]: readonly string[]): boolean =>
  below.length === 0 && (name === 'archived' || name === 'wait')

function parsed(text: Buffer): unknown {
  try {
    return JSON.parse(text.toString('utf8'))
  } catch {
    return undefined
  }
}

function sourceOf(value: unknown): Export['source'] {
  if (isChatgpt(value)) return 'chatgpt'
  return isClaude(value) ? 'claude' : null
}

async function* read(file: Named, shape: Shape): ReturnType<Conversations['items']> {
  const scan = createJsonItems({
    ...bounds,
    decide(path) {
      if (samePath(path, shape.path)) return shape.kind === 'list' ? 'items' : 'take'
      return samePath(path, shape.path.slice(0, path.length)) ? 'enter' : 'skip'
    },
  })
  let count = 0
  for await (const piece of file.stream()) {
    count += (piece as Buffer).length // not in object mode
    yield { items: scan.push(piece as Buffer), read: count }
  }
  yield { items: scan.end(), read: count }
}
