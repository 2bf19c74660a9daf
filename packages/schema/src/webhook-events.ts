import { z } from 'zod'
import { cardStages } from './board.ts'
import { BotPlatform } from './bots.ts'
import { IsoDate } from './common.ts'
import { ImportSource } from './imports.ts'
import { ScheduledRunStatus } from './scheduler.ts'
import { SessionActivity } from './sessions.ts'

const chat = {
  chat_id: z.string().describe('Id of the chat.'),
  workspace_id: z.string().nullable().describe('Workspace of the chat; null when it is in none.'),
  project_id: z
    .string()
    .nullable()
    .describe('Project that the folder of the chat lies in; null when it lies in none.'),
}
const chatCase = {
  chat_id: '019aa0c4-8d47-7f0b-9b7e-2f6f1d9c7a10',
  workspace_id: null,
  project_id: 'shop',
}
const source = z
  .string()
  .describe('Where the chat was begun: `atrium`, a bot platform, or where it was taken over from.')
const title = z.string().nullable().describe('Title; null unless `include_content` is on.')
const run = { ...chat, run_id: z.string().describe('Id of the run.') }
const runCase = { ...chatCase, run_id: '019aa0c4-9a01-7c35-8f43-0d3fb0a7a511' }
const ended = {
  ...run,
  duration_ms: z.number().int().nullable().describe('How long it took; null when it never began.'),
}
const session = {
  session: z.string().describe('Name of the terminal session.'),
  project_id: z
    .string()
    .nullable()
    .describe('Project that the folder of the session lies in; null when it lies in none.'),
}
const sessionCase = { session: 'cc-shop', project_id: 'shop' }
const card = {
  card_id: z.string().describe('Id of the card.'),
  project_id: z.string().describe('Project of the card.'),
  title,
}
const cardCase = { card_id: '5c85a1de-6f1c-4b39-9f0a-3f5f2f0f9d11', project_id: 'shop', title: null }
const stage = z.enum(cardStages)
const approval = {
  approval_id: z.string().describe('Id of the request: `/api/approvals/{id}`.'),
  source: z.enum(['chat', 'terminal']).describe('Where the agent works.'),
  chat_id: z.string().nullable().describe('Chat that asks; null for a terminal session.'),
  run_id: z.string().nullable().describe('Run that asks; null for a terminal session.'),
  session: z.string().nullable().describe('Terminal session that asks; null for a chat.'),
  project_id: z.string().nullable().describe('Project of the chat or the session; null without one.'),
}
const approvalCase = {
  approval_id: '019aa0c4-a1b2-7d7c-b0c9-4f6a4f3d2e10',
  source: 'chat',
  chat_id: chatCase.chat_id,
  run_id: runCase.run_id,
  session: null,
  project_id: 'shop',
} as const

const pairing = {
  pairing_id: z.string().describe('Id of the request: `/api/bots/pairing/{id}/…`.'),
  platform: BotPlatform,
  user_id: z.string().describe('Who asks, as the platform numbers people.'),
  chat_kind: z.enum(['dm', 'group']).describe('Whether they wrote in a direct conversation or a group.'),
}
const pairingCase = {
  pairing_id: '019aa0c4-b1a2-7c4d-9e5f-6a7b8c9d0e1f',
  platform: 'telegram',
  user_id: '123456789',
  chat_kind: 'dm',
} as const

type Kind<Type extends string, Shape extends z.ZodRawShape> = {
  /** Its whole payload. */
  payload: ReturnType<typeof payloadOf<Type, Shape>>
  /** When it is sent. */
  when: string
  example: z.infer<z.ZodObject<Shape>>
}

const payloadOf = <Type extends string, Shape extends z.ZodRawShape>(type: Type, id: string, shape: Shape) =>
  z
    .object({
      id: z
        .string()
        .describe(
          'Id of the event, the same at every attempt and for every webhook: drop what was seen before.',
        ),
      type: z.literal(type),
      version: z
        .literal(1)
        .describe('Version of this payload; it grows only when a field goes or changes its meaning.'),
      timestamp: IsoDate.describe('When it happened.'),
      data: z.object(shape).describe('What happened: ids and small facts.'),
    })
    .meta({ id: `Webhook${id}` })

function kind<Type extends string, Shape extends z.ZodRawShape>(
  type: Type,
  when: string,
  shape: Shape,
  example: z.infer<z.ZodObject<Shape>>,
): Kind<Type, Shape> {
  const id = type
    .replace(/^webhook\./, '')
    .replace(/(^|[._])([a-z])/g, (_, _dot, letter: string) => letter.toUpperCase())
  return { payload: payloadOf(type, id, shape), when, example }
}

/** Every event that webhooks are sent, by its name; `docs/webhooks.md` is tested against it. */
export const webhookEvents = {
  'chat.created': kind(
    'chat.created',
    'A chat was begun here. Chats that an import makes are told of by `import.finished` alone.',
    { ...chat, source, title },
    { ...chatCase, source: 'atrium', title: null },
  ),
  'chat.archived': kind('chat.archived', 'A chat was archived.', chat, chatCase),
  'chat.unarchived': kind('chat.unarchived', 'A chat was taken out of the archive.', chat, chatCase),
  'chat.deleted': kind('chat.deleted', 'A chat was deleted, with all that was in it.', chat, chatCase),
  'run.started': kind('run.started', 'An agent began to work on a message.', run, runCase),
  'run.completed': kind(
    'run.completed',
    'An agent ended its turn.',
    {
      ...ended,
      model: z.string().nullable().describe('Model that answered; null when the agent does not say.'),
      cost_usd: z.number().nullable().describe('What it cost as the agent tells; null when it does not.'),
      response: z
        .string()
        .nullable()
        .describe('What the agent said last, cut to 20,000 characters; null unless `include_content` is on.'),
    },
    { ...runCase, duration_ms: 8_412, model: 'claude-sonnet-4-5', cost_usd: 0.0312, response: null },
  ),
  'run.failed': kind(
    'run.failed',
    'A run ended with an error.',
    {
      ...ended,
      code: z.string().nullable().describe('Code of the error; null when it is not known.'),
      message: z.string().nullable().describe('The error in words; null unless `include_content` is on.'),
    },
    { ...runCase, duration_ms: 1_204, code: 'rate_limited', message: null },
  ),
  'run.aborted': kind('run.aborted', 'A run was stopped by a person.', ended, {
    ...runCase,
    duration_ms: 2_020,
  }),
  'run.interrupted': kind(
    'run.interrupted',
    'The hub ended during a run; it is not run again by itself.',
    ended,
    { ...runCase, duration_ms: 61_000 },
  ),
  'approval.requested': kind(
    'approval.requested',
    'An agent asks for a permission, or has a question.',
    {
      ...approval,
      kind: z.enum(['permission', 'question']).describe('What is asked.'),
      tool: z.string().describe('Tool that asks.'),
      expires_at: IsoDate.nullable().describe('When it is denied for want of an answer.'),
      input: z
        .string()
        .nullable()
        .describe(
          'Input of the tool as JSON, cut to 20,000 characters; null unless `include_content` is on.',
        ),
    },
    {
      ...approvalCase,
      kind: 'permission',
      tool: 'Bash',
      expires_at: '2026-11-21T18:09:11.120Z',
      input: null,
    },
  ),
  'approval.resolved': kind(
    'approval.resolved',
    'It was answered, withdrawn, settled in the terminal, or nobody answered in time.',
    {
      ...approval,
      outcome: z
        .enum(['allowed', 'denied', 'answered', 'expired', 'settled'])
        .describe(
          'allowed, denied: a decision. answered: a question was. expired: nobody answered in time. settled: it waits no more.',
        ),
    },
    { ...approvalCase, outcome: 'allowed' },
  ),
  'session.created': kind(
    'session.created',
    'A terminal session was begun or taken over.',
    session,
    sessionCase,
  ),
  'session.renamed': kind(
    'session.renamed',
    'A terminal session has another name.',
    { ...session, from: z.string().describe('Name before.') },
    { ...sessionCase, from: 'cc-shop-old' },
  ),
  'session.state.changed': kind(
    'session.state.changed',
    'The program in a session works, waits or is idle. Seen while the hub runs: what happens while it is off is not told.',
    {
      ...session,
      state: SessionActivity,
      tool: z.string().nullable().describe('Tool it uses; null without one.'),
    },
    { ...sessionCase, state: 'waiting', tool: null },
  ),
  'session.ended': kind(
    'session.ended',
    'The program of a session ended. Seen while the hub runs: what happens while it is off is not told.',
    session,
    sessionCase,
  ),
  'session.removed': kind('session.removed', 'A terminal session was deleted.', session, sessionCase),
  'card.created': kind(
    'card.created',
    'A card was made.',
    { ...card, stage: stage.describe('Column.') },
    { ...cardCase, stage: 'idea' },
  ),
  'card.moved': kind(
    'card.moved',
    'A card went to another column.',
    { ...card, from: stage.describe('Column before.'), to: stage.describe('Column now.') },
    { ...cardCase, from: 'implement', to: 'review' },
  ),
  'card.finished': kind('card.finished', 'A card went to `done`; `card.moved` is sent too.', card, cardCase),
  'card.deleted': kind('card.deleted', 'A card was deleted.', card, cardCase),
  'project.added': kind(
    'project.added',
    'A project was put into the list.',
    { project_id: z.string().describe('Id of the project.') },
    { project_id: 'shop' },
  ),
  'project.removed': kind(
    'project.removed',
    'A project was taken out of the list.',
    { project_id: z.string().describe('Id of the project.') },
    { project_id: 'shop' },
  ),
  'pairing.requested': kind(
    'pairing.requested',
    'A stranger wrote to a bot, and waits for somebody who lets them in.',
    {
      ...pairing,
      user_display: z
        .string()
        .nullable()
        .describe('What they call themselves, which proves nothing; null unless `include_content` is on.'),
    },
    { ...pairingCase, user_display: null },
  ),
  'pairing.resolved': kind(
    'pairing.resolved',
    'Somebody decided about a stranger, or nobody did in time.',
    { ...pairing, outcome: z.enum(['approved', 'denied', 'expired']).describe('What became of it.') },
    { ...pairingCase, outcome: 'approved' },
  ),
  'schedule.run.finished': kind(
    'schedule.run.finished',
    'A scheduled agent ended, or was skipped.',
    {
      schedule_run_id: z.string().describe('Id of the entry.'),
      agent: z.string().describe('Name of the agent.'),
      trigger: z.enum(['schedule', 'catch_up', 'manual']).describe('Why it ran.'),
      status: ScheduledRunStatus,
      chat_id: z.string().nullable().describe('Chat of the run; null when there is none.'),
      run_id: z.string().nullable().describe('Run in that chat; null when there is none.'),
    },
    {
      schedule_run_id: '019aa0c4-b3c4-7aa1-93c5-5a0d8f1e7b20',
      agent: 'content-scout',
      trigger: 'schedule',
      status: 'completed',
      chat_id: chatCase.chat_id,
      run_id: runCase.run_id,
    },
  ),
  'import.finished': kind(
    'import.finished',
    'An import ended. Seen while the hub runs: one that the end of the hub cut off is not told.',
    {
      import_id: z.string().describe('Id of the import.'),
      state: z.enum(['completed', 'failed']).describe('How it ended.'),
      source: ImportSource.nullable().describe('Vendor; null when it is not known.'),
      imported_count: z.number().int().describe('Chats that were made.'),
      updated_count: z.number().int().describe('Chats that got more messages.'),
      error_count: z.number().int().describe('Conversations that could not be taken.'),
    },
    {
      import_id: '019aa0c4-c5d6-7e1f-8a21-6b1c9d2f3a31',
      state: 'completed',
      source: 'claude',
      imported_count: 412,
      updated_count: 0,
      error_count: 1,
    },
  ),
  'update.available': kind(
    'update.available',
    'There is a newer version of the hub; told once for each.',
    {
      current: z.string().describe('Version that runs.'),
      latest: z.string().describe('Version that there is.'),
      url: z.string().nullable().describe('Its page; null when there is none.'),
    },
    { current: '0.4.0', latest: '0.5.0', url: 'https://example.com/releases/v0.5.0' },
  ),
  'webhook.ping': kind(
    'webhook.ping',
    'Somebody asked for a test of this webhook; nobody subscribes to it.',
    { webhook_id: z.string().describe('Id of the webhook.') },
    { webhook_id: '019aa0c4-d7e8-7f3a-b532-7c2d0e3f4b42' },
  ),
} as const

/** Name of an event that webhooks are sent. */
export type WebhookEventType = keyof typeof webhookEvents
export const WebhookEventType = z
  .enum(Object.keys(webhookEvents) as [WebhookEventType, ...WebhookEventType[]])
  .meta({ id: 'WebhookEventType', description: 'Name of an event.' })

type Payloads = { [Type in WebhookEventType]: (typeof webhookEvents)[Type]['payload'] }

/** What a webhook is sent: one of these, told apart by `type`. */
export const WebhookEvent = z
  .discriminatedUnion(
    'type',
    Object.values(webhookEvents).map(({ payload }) => payload) as unknown as [
      Payloads[WebhookEventType],
      ...Payloads[WebhookEventType][],
    ], // the values of an object are a list of one type, which `map` cannot say
  )
  .meta({ id: 'WebhookEvent' })
export type WebhookEvent = { [Type in WebhookEventType]: z.infer<Payloads[Type]> }[WebhookEventType]

/** What an event says, by its name. */
export type WebhookData<Type extends WebhookEventType> = z.infer<Payloads[Type]>['data']
