// Owns the commands that the hub answers by itself. Each may be carried out twice: a crash lets it come again.
import type { Agent, Chat, ChatConfig } from '@atrium/schema'
import type { Actor } from '../../context.ts'
import type { ChatRow } from '../chat/store.ts'
import { metadataOf, type Speaker } from './chats.ts'
import type { BotsStore, ConversationRow, PersonRow } from './store.ts'
import { spelledFor, texts } from './texts.ts'

type Heard = {
  message: { user_id: string }
  speaker: Speaker
  person: PersonRow
  conversation: ConversationRow | undefined
  chat: ChatRow | undefined
}

export type CommandDeps = {
  store: BotsStore
  abort(actor: Actor, chatId: string): Promise<string>
  archive(chatId: string): Promise<unknown>
  configure(actor: Actor, chatId: string, change: ChatConfig): Promise<Chat>
  status(chatId: string): Promise<{ active: boolean; run_id: string | null }>
  agents(): Promise<{ agents: Agent[] }>
  actorOf(speaker: Speaker, userId: string): Actor
}

export type Commands = ReturnType<typeof createCommands>

export function createCommands(deps: CommandDeps) {
  const { store } = deps

  async function agentOf(chat: ChatRow | undefined): Promise<Agent | undefined> {
    const { agents } = await deps.agents()
    const isBegun = chat !== undefined && chat.messageCount > 0
    return (isBegun ? agents.find(({ name }) => name === chat.runner) : undefined) ?? agents[0]
  }

  async function fresh({ chat, conversation }: Heard): Promise<string> {
    if (!chat || !conversation) return texts.freshAlready
    await deps.archive(chat.id)
    // What was activated once stays so.
    const isPending = metadataOf(chat)['pending_initialization'] === true
    const activated = isPending ? conversation.activated : 1
    await store.write(({ trx }) =>
      store.conversations.save(trx, { ...conversation, activated, sessionId: null }),
    )
    return texts.fresh
  }

  async function stop({ chat, speaker, message }: Heard): Promise<string> {
    const dropped = await store.updates.dropWaiting(speaker.place)
    // What was begun before `/new` runs on in a chat that was put away.
    const ids = new Set([...(await store.updates.sessionsOf(speaker.place)), ...(chat ? [chat.id] : [])])
    let ran = false
    for (const id of ids) {
      if (!(await deps.status(id)).active) continue
      ran = true
      await deps.abort(deps.actorOf(speaker, message.user_id), id)
    }
    return ran || dropped > 0 ? texts.stopped : texts.nothingToStop
  }

  async function status({ chat, speaker }: Heard): Promise<string> {
    const agent = await agentOf(chat)
    const waiting = await store.updates.countWaiting(speaker.place)
    const now = chat ? await deps.status(chat.id) : { active: false }
    const state = now.active ? 'I am working on an answer.' : 'Nothing runs at the moment.'
    const lines = [
      state,
      `- Agent: ${agent?.title ?? 'none'}`,
      `- Model: ${chat?.modelChoice ?? chat?.model ?? 'the default'}`,
      `- Trust: ${chat?.trustLevel ?? 'not decided before the first message'}`,
    ]
    if (waiting > 0) lines.push(`- Messages that wait: ${waiting}`)
    return lines.join('\n')
  }

  async function model(heard: Heard, wanted: string): Promise<string> {
    const { chat, speaker, message } = heard
    const agent = await agentOf(chat)
    const models = agent?.models ?? []
    const names = models.map(({ value }) => `\`${value}\``).join(', ')
    if (wanted === '') {
      const chosen = chat?.modelChoice ?? chat?.model ?? 'the default'
      return models.length === 0
        ? `Model: ${chosen}. ${agent?.title ?? 'The agent'} names no others.`
        : `Model: ${chosen}. To choose from: ${names}; \`default\` goes back.`
    }
    const found = models.find(({ value, title }) =>
      [value, title].some((name) => name.toLowerCase() === wanted.toLowerCase()),
    )
    const isDefault = wanted.toLowerCase() === 'default'
    if (!found && !isDefault)
      return models.length === 0
        ? `${agent?.title ?? 'The agent'} names no models to choose from.`
        : `There is no model '${wanted.slice(0, 60)}'. To choose from: ${names}.`
    if (!chat) return 'Write something first; then there is a conversation that can have a model.'
    const actor = deps.actorOf(speaker, message.user_id)
    await deps.configure(actor, chat.id, { model: isDefault ? null : (found?.value ?? null) })
    return `From now on: ${found?.title ?? 'the default model'}.`
  }

  const help = ({ speaker }: Heard): string => spelledFor(speaker.place.platform, texts.help)

  const known: Record<string, (heard: Heard, args: string) => Promise<string>> = {
    start: async (heard) => help(heard),
    help: async (heard) => help(heard),
    new: fresh,
    status,
    model: (heard, args) => model(heard, args.trim()),
  }

  return {
    has: (name: string): boolean => Object.hasOwn(known, name),
    perform: async (name: string, args: string, heard: Heard): Promise<string> =>
      (await known[name]?.(heard, args)) ?? help(heard),
    stop,
  }
}
