import { createHash } from 'node:crypto'
import { createProbe } from '../features/bots/probe.ts'
import { createBots } from '../features/bots/service.ts'
import { createBotsStore } from '../features/bots/store.ts'
import { createVoiceNotes } from '../features/bots/voice-note.ts'
import { headBytes, mediaOf, otherOf } from '../features/files/kind.ts'
import { createEndings } from '../features/runs/ending.ts'
import { stricter } from '../features/runs/permission/trust.ts'
import { createRunsStore } from '../features/runs/store.ts'
import type { createVoice } from '../features/voice/service.ts'
import { exec } from '../host/exec.ts'
import { findOnPath } from '../host/on-path.ts'
import { createOutbound } from '../host/outbound.ts'
import type { createConversations } from './conversations.ts'
import type { Ground } from './ground.ts'

type Conversations = Awaited<ReturnType<typeof createConversations>>

/** Chats that are held in messengers. */
export async function createBotRoom(
  ground: Ground,
  {
    chat,
    agents,
    hooks,
    voice,
  }: Pick<Conversations, 'chat' | 'agents' | 'hooks'> & {
    voice: ReturnType<typeof createVoice>
  },
) {
  const { auth, audit, bus, config, db, events, idle, log, problems, tasks } = ground
  const { telegramRoot, discordRoot, matrixHosts, program, pace } = config.bots
  const runStore = createRunsStore(db)
  const endings = createEndings({ store: runStore, events })
  /** Whoever runs the hub names these hosts; nothing else is ever asked. */
  const only = (root: string) => createOutbound({ isKnown: () => false, listed: [new URL(root).host] })
  return createBots({
    store: createBotsStore(db),
    home: ground.homePath,
    vault: ground.vaultPath,
    rooms: {
      find: (id) => chat.find(id),
      begin: (trx, facts) => chat.begin(trx, facts),
      tell: (id) => chat.tell(id),
      addMetadata: (id, more) => chat.addMetadata(id, more),
    },
    send: (actor, request) => chat.send(actor, request, null),
    async runOf(messageId) {
      const run = await runStore.findByMessage(messageId)
      return run && { chatId: run.chatId, runId: run.id }
    },
    ending: ({ chatId, runId }, signal) => endings.wait(chatId, runId, signal),
    run: async (id) => (await runStore.find(id))?.request,
    said: async (chatId, runId) =>
      (await runStore.eventsOf(chatId, ['text', 'result'], runId)).map(({ data }) => JSON.parse(data)), // only the log writes this column
    async asking(chatId, runId) {
      const kinds = ['permission_request', 'user_question', 'request_resolved']
      const open = new Set<string>()
      for (const { data } of await runStore.eventsOf(chatId, kinds, runId)) {
        const { type, request_id: id } = JSON.parse(data) as { type: string; request_id: string } // only the log writes this column
        if (type === 'request_resolved') open.delete(id)
        else open.add(id)
      }
      return [...open]
    },
    answer: (...call) => chat.permissions.answer(...call),
    abort: (...call) => chat.abort(...call),
    archive: (id) => chat.archive(id, true),
    configure: chat.configure,
    status: (id) => chat.streamStatus(id),
    agents: agents.list,
    transcribe: createVoiceNotes({
      voice,
      exec,
      ffmpeg: () => findOnPath('ffmpeg'),
      folder: ground.uploads,
      log,
    }),
    roots: { telegram: telegramRoot, discord: discordRoot },
    stricter,
    typeOf: (head) => mediaOf(head) ?? otherOf(head),
    headBytes,
    probe: createProbe({
      outbound: {
        telegram: only(telegramRoot),
        discord: only(discordRoot),
        matrix: createOutbound({ isKnown: () => true, listed: matrixHosts, variable: 'ATRIUM_MATRIX_HOSTS' }),
      },
    }),
    program,
    ...pace,
    key: () => auth.processKeys.issue('bots', ['bots']),
    tag: createHash('sha256').update(ground.homePath).digest('hex').slice(0, 24),
    audit,
    fire: (event, facts) => void hooks.fire(event, facts),
    bus,
    events,
    log,
    problems,
    tasks,
    active: !idle,
  })
}
