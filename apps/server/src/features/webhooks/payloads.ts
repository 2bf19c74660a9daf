import {
  limits,
  type WebhookEvent,
  WebhookEventType,
  type WebhookFilter,
  webhookEvents,
} from '@atrium/schema'
import { z } from 'zod'
import type { Sources } from './sources.ts'
import type { EventRow } from './store.ts'

/** An event, ready to be sent to whoever wants it. */
export type Told = {
  id: string
  type: WebhookEventType
  belongs: { chatId: string | null; projectId: string | null; session: string | null }
  /** What is sent, with the texts of people and agents or without. */
  payload(withContent: boolean): WebhookEvent
}

export type Projects = {
  /** Project that a folder lies in. */
  ofFolder(path: string): string | null
  ofSession(name: string, directory: string | null): Promise<string | null>
}

const text = z.string().nullable().optional()
/** What triggers and listeners write beside an event; each needs some of it. */
const Facts = z.looseObject({
  workspace_id: text,
  working_directory: text,
  source: text,
  directory: text,
  run_id: text,
  started_at: text,
  ended_at: text,
  seq: z.number().optional(),
  id: text,
  state: text,
  tool: text,
  input: text,
  expires_at: text,
  title: text,
  user_display: text,
})
type Facts = z.infer<typeof Facts>

/** What is said of it, with the texts of people and agents or without. */
type Made = (withContent: boolean) => object

const cut = (value: string | null | undefined): string | null =>
  value?.slice(0, limits.webhookContentChars).toWellFormed() ?? null

export type Payloads = ReturnType<typeof createPayloads>

/** Makes of what was noted what is sent. */
export function createPayloads({ sources, projects }: { sources: Sources; projects: Projects }) {
  async function chatOf(row: EventRow, facts: Facts) {
    const chat = row.chatId === null ? null : await sources.chat(row.chatId)
    const folder = chat?.workingDirectory ?? facts.working_directory ?? null
    return {
      chat_id: row.chatId ?? '',
      workspace_id: chat?.workspaceId ?? facts.workspace_id ?? null,
      project_id: folder === null ? null : projects.ofFolder(folder),
      title: chat?.title ?? null,
    }
  }

  async function ofChat(row: EventRow, facts: Facts): Promise<Made> {
    const { title, ...chat } = await chatOf(row, facts)
    if (row.type !== 'chat.created') return () => chat
    return (withContent) => ({ ...chat, source: facts.source ?? '', title: withContent ? cut(title) : null })
  }

  async function ofRun(row: EventRow, facts: Facts): Promise<Made> {
    const { title: _, ...chat } = await chatOf(row, facts)
    const run = { ...chat, run_id: facts.run_id ?? '' }
    if (row.type === 'run.started') return () => run
    const { started_at: from, ended_at: to } = facts
    const ended = { ...run, duration_ms: from && to ? Math.max(0, Date.parse(to) - Date.parse(from)) : null }
    if (row.type === 'run.completed') {
      const event = await sources.outcome(run.chat_id, run.run_id, 'result')
      const result = event?.type === 'result' ? event : null
      return (withContent) => ({
        ...ended,
        model: result?.model ?? null,
        cost_usd: result?.cost_usd ?? null,
        response: withContent ? cut(result?.response) : null,
      })
    }
    if (row.type !== 'run.failed') return () => ended
    const event = await sources.outcome(run.chat_id, run.run_id, 'error')
    const error = event?.type === 'error' ? event : null
    return (withContent) => ({
      ...ended,
      code: error?.code ?? null,
      message: withContent ? cut(error?.message) : null,
    })
  }

  async function ofChatRequest(row: EventRow, facts: Facts): Promise<Made | null> {
    const event = await sources.logged(row.chatId ?? '', facts.seq ?? 0)
    const { chat_id, project_id } = await chatOf(row, facts)
    const about = { source: 'chat', chat_id, project_id, run_id: facts.run_id ?? null, session: null }
    if (event?.type === 'request_resolved')
      return () => ({ ...about, approval_id: event.request_id, outcome: outcomeOf(event) })
    const isQuestion = event?.type === 'user_question'
    if (!isQuestion && event?.type !== 'permission_request') return null // its chat is gone
    const input = isQuestion ? event.questions : event.input
    return (withContent) => ({
      ...about,
      approval_id: event.request_id,
      kind: isQuestion ? 'question' : 'permission',
      tool: isQuestion ? 'AskUserQuestion' : event.tool_name,
      expires_at: event.expires_at,
      input: withContent ? cut(JSON.stringify(input)) : null,
    })
  }

  async function ofTerminalRequest(row: EventRow, facts: Facts): Promise<Made> {
    const session = row.session ?? ''
    const about = {
      approval_id: facts.id ?? '',
      source: 'terminal',
      chat_id: null,
      run_id: null,
      session,
      project_id: await projects.ofSession(session, null),
    }
    if (row.type === 'approval.resolved') return () => ({ ...about, outcome: facts.state })
    return (withContent) => ({
      ...about,
      kind: 'permission',
      tool: facts.tool ?? '',
      expires_at: facts.expires_at ?? null,
      input: withContent ? cut(facts.input) : null,
    })
  }

  async function ofSession(row: EventRow, facts: Facts): Promise<() => object> {
    const session = row.session ?? ''
    const { directory, ...rest } = facts
    const project_id = await projects.ofSession(session, directory ?? null)
    return () => ({ session, project_id, tool: null, ...rest })
  }

  const makers = new Map<string, (row: EventRow, facts: Facts) => Made | Promise<Made | null>>([
    ['chat', ofChat],
    ['run', ofRun],
    ['approval', (row, facts) => (row.chatId === null ? ofTerminalRequest : ofChatRequest)(row, facts)],
    ['session', ofSession],
    [
      'card',
      (row, facts) => (withContent) => ({
        ...facts,
        project_id: row.projectId,
        title: withContent ? facts.title : null,
      }),
    ],
    [
      'pairing',
      (_, facts) => (withContent) => ({
        ...facts,
        user_display: withContent ? cut(facts.user_display) : null,
      }),
    ],
    ['project', (row) => () => ({ project_id: row.projectId })],
    [
      'schedule',
      (row, { id, ...rest }) =>
        () => ({ ...rest, schedule_run_id: id, chat_id: row.chatId }),
    ],
    ['import', (_, facts) => () => facts],
    ['update', (_, facts) => () => facts],
  ])

  return {
    /**
     * Null when what it is about is gone, so that there is nothing to say.
     * @throws ZodError, SyntaxError when it cannot be read; anything else when the database does not answer
     */
    async tell(row: EventRow): Promise<Told | null> {
      const facts = Facts.parse(JSON.parse(row.facts))
      const type = WebhookEventType.parse(row.type)
      const make = makers.get(type.split('.')[0] ?? '')
      if (!make) throw new Error(`Nothing is told as ${type}`)
      const data = await make(row, facts)
      if (data === null) return null
      const { id, at } = row
      const payload = (withContent: boolean): WebhookEvent =>
        webhookEvents[type].payload.parse({ id, type, version: 1, timestamp: at, data: data(withContent) })
      const plain = payload(false).data
      return {
        id,
        type,
        belongs: {
          chatId: row.chatId,
          projectId: 'project_id' in plain ? plain.project_id : row.projectId,
          session: row.session,
        },
        payload,
      }
    },
  }
}

function outcomeOf(event: { decision?: string | undefined; answers?: unknown; by: string }): string {
  if (event.by === 'expired') return 'expired'
  if (event.by === 'aborted' || event.by === 'agent') return 'settled'
  if (event.answers !== undefined) return 'answered'
  return event.decision === 'allow' ? 'allowed' : 'denied'
}

/** Whether an event belongs to what the filter names. */
export function passes({ belongs }: Pick<Told, 'belongs'>, filter: WebhookFilter | null): boolean {
  if (filter === null) return true
  const { chatId, projectId, session } = belongs
  return (
    (chatId !== null && filter.chat_ids.includes(chatId)) ||
    (projectId !== null && filter.project_ids.includes(projectId)) ||
    (session !== null && filter.sessions.includes(session))
  )
}
