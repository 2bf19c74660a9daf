// One import: conversation after conversation becomes a chat, some dozens in a transaction, each whole or not at all.
import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Import, limits } from '@atrium/schema'
import { nowIso } from '../../core/clock.ts'
import { AppError, messageOf } from '../../core/errors.ts'
import { refusalOf } from '../../core/refusals.ts'
import type { createImportChat } from '../chat/imported.ts'
import { type Assets, createRoom, type FindFile, type TakeRoom } from './assets.ts'
import type { Export } from './export-file.ts'
import { isChatgpt, readChatgpt } from './formats/chatgpt.ts'
import { isClaude, readClaude } from './formats/claude.ts'
import { type Conversation, maxPaths, NotImportableError, type Said } from './formats/conversation.ts'
import type { JsonItem } from './json-items.ts'
import { type ChatFacts, type Plan, planOf, timesSince, toChat, toMore } from './plan.ts'
import type { ImportsStore, KnownConversation } from './store.ts'
import { tell } from './tell.ts'

/** What an import has done so far. */
export type Tally = {
  counts: Pick<
    Import,
    | 'total_conversations'
    | 'imported_count'
    | 'updated_count'
    | 'skipped_count'
    | 'attachment_count'
    | 'bytes_read'
  >
  error(message: string): void
  chat(id: string): void
  changed(): void
}

export type RunDeps = {
  store: ImportsStore
  importBatch: ReturnType<typeof createImportChat>['importBatch']
  assets: Assets
  /** @throws AppError vault_missing, insufficient_storage */
  assertWritable(): Promise<void>
}

/** Of one transaction: what others wait for. */
const batch = { conversations: 50, messages: 400, chars: 512 * 1024 }

/** Reading one of these takes as long as others should wait. */
const largeBytes = 1024 * 1024

/** Each branch holds the whole way to its end: of a large conversation there are fewer. */
const branchBytes = 32 * 1024 * 1024

type Pending = { place: string; conversation: Conversation }

export async function runImport(
  deps: RunDeps,
  found: Export,
  facts: Omit<ChatFacts, 'importedAt'>,
  tally: Tally,
  signal: AbortSignal,
): Promise<void> {
  const importedAt = nowIso()
  const take = createRoom(() => deps.assertWritable())
  let pending: Pending[] = []
  let weight = { messages: 0, chars: 0 }
  const flush = async (): Promise<void> => {
    const full = pending
    pending = []
    weight = { messages: 0, chars: 0 }
    if (full.length > 0)
      await store(deps, full, { find: found.find, take, facts: { ...facts, importedAt } }, tally)
    tally.changed()
    await nextTurn()
    signal.throwIfAborted()
  }
  let before = 0
  for (const file of found.files) {
    for await (const { items, read } of file.items()) {
      for (const item of items) {
        const place = `${file.name}[${item.index}]`
        const conversation = conversationIn(item, place, tally)
        if (item.bytes > largeBytes) await nextTurn()
        if (!conversation) continue
        if (pending.some((other) => other.conversation.id === conversation.id)) await flush()
        pending.push({ place, conversation })
        weight.messages += conversation.paths.reduce((sum, path) => sum + path.length, 0)
        weight.chars += item.bytes
        const isFull = pending.length >= batch.conversations || weight.messages >= batch.messages
        if (isFull || weight.chars >= batch.chars) await flush()
      }
      tally.counts.bytes_read = before + read
    }
    before += file.bytes
  }
  await flush()
}

/** Null when it has nothing to say, or cannot be read. */
function conversationIn({ text, bytes }: JsonItem, place: string, tally: Tally): Conversation | null {
  const refuse = (reason: string, title: string | null = null): null => {
    tally.counts.total_conversations++
    tally.error(title === null ? `${place}: ${reason}` : `${place} "${title.slice(0, 100)}": ${reason}`)
    return null
  }
  if (text === null) return refuse(tooLarge(bytes))
  try {
    const value: unknown = JSON.parse(text.toString('utf8'))
    const read = isChatgpt(value) ? readChatgpt : isClaude(value) ? readClaude : null
    if (!read) return refuse('it is not a conversation of Claude or ChatGPT')
    const conversation = read(value, Math.max(1, Math.min(maxPaths, Math.floor(branchBytes / bytes))))
    if (conversation.paths.length === 0) return null
    if (conversation.id.length > limits.nameChars * 4) return refuse('its id is too long', conversation.title)
    if (conversation.more > 0)
      tally.error(
        `${place}: ${conversation.more} of its branches were left out, as there are too many for its size`,
      )
    return conversation
  } catch (error) {
    if (error instanceof NotImportableError) return refuse(error.message)
    if (error instanceof SyntaxError) return refuse('it is broken JSON')
    return refuse(`it cannot be read (${messageOf(error)})`)
  }
}

const tooLarge = (bytes: number): string =>
  bytes > limits.importItemBytes
    ? `it is larger than ${limits.importItemBytes / 1024 / 1024} MB`
    : 'it is too deep, or has too many values in it'

const fileFaults = new Map<string, string>([
  ['invalid', 'the file is damaged'],
  ['payload_too_large', 'left out, as the files of this import are too large together'],
])

type Around = { find: FindFile; take: TakeRoom; facts: ChatFacts }

/** One transaction. When it fails, each conversation gets one of its own, so that a bad one costs only itself. */
async function store(
  deps: RunDeps,
  pending: readonly Pending[],
  around: Around,
  tally: Tally,
): Promise<void> {
  await deps.assertWritable()
  try {
    await storeAll(deps, pending, around, tally)
  } catch (error) {
    if (refusalOf(error) || pending.length === 0) throw error
    if (pending.length > 1) {
      for (const one of pending) await store(deps, [one], around, tally)
      return
    }
    if (!isOfItsData(error)) throw error
    tally.counts.total_conversations++
    tally.error(`${pending[0]?.place}: it cannot be stored`)
  }
}

/** A value that the database does not take; everything else is not the conversation's fault. */
const isOfItsData = (error: unknown): boolean =>
  /^(22|23|SQLITE_(CONSTRAINT|TOOBIG|MISMATCH))/.test(codeOf(error))
const codeOf = (error: unknown): string => {
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' ? code : ''
}

async function storeAll(
  deps: RunDeps,
  pending: readonly Pending[],
  { find, take, facts }: Around,
  tally: Tally,
): Promise<void> {
  const plans = await plan(deps.store, pending)
  const kept = new Set<string>()
  // Each chat has its own copy: what is deleted with one must not be missing in the other.
  const told = async (
    conversation: Conversation,
    branch: number,
    path: readonly Said[],
    times: readonly string[],
  ) =>
    tell(conversation, path, times, async (ref, day) => {
      const owner = `${conversation.source} ${conversation.id} ${branch}`
      const file = await deps.assets.keep(ref, { find, take, day, owner }).catch((error: unknown) => {
        // The archive promised other bytes, or too many: the file is lost, the conversation is not.
        const why = error instanceof AppError ? fileFaults.get(error.code) : undefined
        if (why === undefined) throw error
        tally.error(`${ref.name.slice(0, 255)}: ${why}`)
        return null
      })
      if (file) kept.add(file.path)
      return file
    })
  const chats = []
  const more = []
  for (const one of plans) {
    const { conversation } = one
    for (const chat of one.chats) {
      const times = timesSince(conversation, chat.path, chat.path)
      chats.push(toChat(one, chat, await told(conversation, chat.branch, chat.path, times), facts))
    }
    for (const grown of one.more) {
      const times = timesSince(conversation, grown.path, grown.since)
      more.push(toMore(one, grown, await told(conversation, grown.known.branch, grown.since, times)))
    }
  }
  const done = await deps.importBatch({ chats, more }, (trx, nextSeqs) =>
    deps.store.save(
      trx,
      plans.flatMap((one) => rowsOf(one, nextSeqs, facts.importedAt)),
    ),
  )
  tally.counts.attachment_count += kept.size
  for (const [index, one] of plans.entries()) count(one, done, pending[index]?.place ?? '', tally)
}

async function plan(store: ImportsStore, pending: readonly Pending[]): Promise<Plan[]> {
  const known = new Map<string, Map<string, KnownConversation[]>>()
  for (const source of new Set(pending.map(({ conversation }) => conversation.source))) {
    const ids = pending.filter(({ conversation }) => conversation.source === source)
    known.set(
      source,
      await store.known(
        source,
        ids.map(({ conversation }) => conversation.id),
      ),
    )
  }
  return pending.map(({ conversation }) =>
    planOf(conversation, known.get(conversation.source)?.get(conversation.id) ?? []),
  )
}

function rowsOf(
  { conversation: { source, id }, chats, more }: Plan,
  nextSeqs: ReadonlyMap<string, number>,
  importedAt: string,
): KnownConversation[] {
  const row = (chatId: string, branch: number, messages: string): KnownConversation[] => {
    const nextSeq = nextSeqs.get(chatId)
    return nextSeq === undefined
      ? []
      : [{ source, originalId: id, branch, chatId, messages, nextSeq, importedAt }]
  }
  return [
    ...chats.flatMap(({ chatId, branch, sign }) => row(chatId, branch, sign)),
    ...more.flatMap(({ known, sign }) => row(known.chatId, known.branch, sign)),
  ]
}

function count(one: Plan, done: ReadonlyMap<string, number>, place: string, tally: Tally): void {
  const grown = one.more.filter(({ known }) => done.has(known.chatId))
  tally.counts.total_conversations++
  if (one.chats.some(({ branch }) => branch === 0)) tally.counts.imported_count++
  else if (one.chats.length + grown.length > 0) tally.counts.updated_count++
  else tally.counts.skipped_count++
  for (const { chatId } of one.chats) tally.chat(chatId)
  for (const { known } of grown) tally.chat(known.chatId)
  if (grown.length < one.more.length)
    tally.error(`${place}: it has new messages, but was continued here; they were left out`)
}
