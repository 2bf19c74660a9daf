import { sql } from 'kysely'
import type { Engine } from '../engines/engine.ts'
import type { Migration } from './migration.ts'

/** A change of a row that webhooks are told of. */
type Told = {
  name: string
  table: string
  on: 'insert' | 'delete' | `update of ${string}`
  when?: string
  /** SQL that gives the name of the event. */
  type: string
  chatId?: string
  projectId?: string
  session?: string
  facts: Record<string, string>
}

const chatFacts = (row: 'new' | 'old') => ({
  workspace_id: `${row}.workspace_id`,
  working_directory: `${row}.working_directory`,
  source: `${row}.source`,
})
const runFacts = { run_id: 'new.id', started_at: 'new.started_at', ended_at: 'new.ended_at' }
const scheduled = {
  table: 'scheduler_run',
  type: "'schedule.run.finished'",
  chatId: 'new.chat_id',
  facts: {
    id: 'new.id',
    agent: 'new.agent',
    trigger: 'new.trigger',
    status: 'new.status',
    run_id: 'new.run_id',
  },
}
const pairingFacts = {
  pairing_id: 'new.id',
  platform: 'new.platform',
  user_id: 'new.user_id',
  chat_kind: 'new.chat_kind',
}
const cardFacts = (row: 'new' | 'old') => ({ card_id: `${row}.id`, title: `${row}.title` })

const told: Told[] = [
  {
    name: 'chat_created',
    table: 'chat',
    on: 'insert',
    // An import may make thousands, and is told of as one.
    when: "new.source not in ('claude', 'chatgpt')",
    type: "'chat.created'",
    chatId: 'new.id',
    facts: chatFacts('new'),
  },
  {
    name: 'chat_archived',
    table: 'chat',
    on: 'update of archived',
    when: 'old.archived <> new.archived',
    type: "case new.archived when 1 then 'chat.archived' else 'chat.unarchived' end",
    chatId: 'new.id',
    facts: chatFacts('new'),
  },
  {
    name: 'chat_deleted',
    table: 'chat',
    on: 'delete',
    type: "'chat.deleted'",
    chatId: 'old.id',
    facts: chatFacts('old'),
  },
  {
    name: 'run_begun',
    table: 'run',
    on: 'insert',
    when: "new.state = 'running'",
    type: "'run.started'",
    chatId: 'new.chat_id',
    facts: runFacts,
  },
  {
    name: 'run_changed',
    table: 'run',
    on: 'update of state',
    when: "old.state <> new.state and new.state in ('running', 'completed', 'failed', 'aborted', 'interrupted')",
    type: "case new.state when 'running' then 'run.started' else 'run.' || new.state end",
    chatId: 'new.chat_id',
    facts: runFacts,
  },
  {
    name: 'chat_asked',
    table: 'chat_event',
    on: 'insert',
    when: "new.type in ('permission_request', 'user_question', 'request_resolved')",
    type: "case new.type when 'request_resolved' then 'approval.resolved' else 'approval.requested' end",
    chatId: 'new.chat_id',
    facts: { run_id: 'new.run_id', seq: 'new.seq' },
  },
  {
    name: 'approval_requested',
    table: 'approval',
    on: 'insert',
    when: "new.state = 'waiting'",
    type: "'approval.requested'",
    session: 'new.session',
    facts: { id: 'new.id', tool: 'new.tool', expires_at: 'new.expires_at', input: 'new.input' },
  },
  {
    name: 'approval_resolved',
    table: 'approval',
    on: 'update of state',
    when: "old.state = 'waiting' and new.state <> 'waiting'",
    type: "'approval.resolved'",
    session: 'new.session',
    facts: { id: 'new.id', state: 'new.state' },
  },
  {
    name: 'session_created',
    table: 'known_session',
    on: 'insert',
    type: "'session.created'",
    session: 'new.name',
    facts: { directory: 'new.directory' },
  },
  {
    name: 'session_renamed',
    table: 'known_session',
    on: 'update of name',
    when: 'old.name <> new.name',
    type: "'session.renamed'",
    session: 'new.name',
    facts: { from: 'old.name', directory: 'new.directory' },
  },
  {
    name: 'session_removed',
    table: 'known_session',
    on: 'delete',
    type: "'session.removed'",
    session: 'old.name',
    facts: { directory: 'old.directory' },
  },
  {
    name: 'card_created',
    table: 'board_card',
    on: 'insert',
    type: "'card.created'",
    projectId: 'new.project_id',
    facts: { ...cardFacts('new'), stage: 'new.stage' },
  },
  {
    name: 'card_moved',
    table: 'board_card',
    on: 'update of stage',
    when: 'old.stage <> new.stage',
    type: "'card.moved'",
    projectId: 'new.project_id',
    facts: { ...cardFacts('new'), from: 'old.stage', to: 'new.stage' },
  },
  {
    name: 'card_finished',
    table: 'board_card',
    on: 'update of stage',
    when: "old.stage <> new.stage and new.stage = 'done'",
    type: "'card.finished'",
    projectId: 'new.project_id',
    facts: cardFacts('new'),
  },
  {
    name: 'card_deleted',
    table: 'board_card',
    on: 'delete',
    type: "'card.deleted'",
    projectId: 'old.project_id',
    facts: cardFacts('old'),
  },
  {
    name: 'project_added',
    table: 'project',
    on: 'insert',
    when: 'new.removed_at is null',
    type: "'project.added'",
    projectId: 'new.id',
    facts: {},
  },
  {
    name: 'project_changed',
    table: 'project',
    on: 'update of removed_at',
    when: '(old.removed_at is null) <> (new.removed_at is null)',
    type: "case when new.removed_at is null then 'project.added' else 'project.removed' end",
    projectId: 'new.id',
    facts: {},
  },
  {
    name: 'pairing_requested',
    table: 'bot_pairing',
    on: 'insert',
    when: "new.status = 'pending'",
    type: "'pairing.requested'",
    facts: { ...pairingFacts, user_display: 'new.display' },
  },
  {
    name: 'pairing_resolved',
    table: 'bot_pairing',
    on: 'update of status',
    when: "old.status = 'pending' and new.status <> 'pending'",
    type: "'pairing.resolved'",
    facts: { ...pairingFacts, outcome: 'new.status' },
  },
  { ...scheduled, name: 'schedule_skipped', on: 'insert', when: "new.status = 'skipped'" },
  {
    ...scheduled,
    name: 'schedule_finished',
    on: 'update of status',
    when: "old.status = 'running' and new.status <> 'running'",
  },
]

/** Both engines write the same row: once, whatever else that statement changes. */
function triggerOf(event: Told, engine: Engine): string[] {
  const { name, table, on, when, type, chatId = 'null', projectId = 'null', session = 'null' } = event
  const pairs = Object.entries(event.facts).flatMap(([key, value]) => [`'${key}'`, value])
  const [id, at, facts] =
    engine === 'postgres'
      ? [
          "'evt_' || replace(gen_random_uuid()::text, '-', '')",
          `to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
          `json_build_object(${pairs.join(', ')})::text`,
        ]
      : [
          "'evt_' || lower(hex(randomblob(16)))",
          "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')",
          `json_object(${pairs.join(', ')})`,
        ]
  const insert = `insert into webhook_event (id, type, at, chat_id, project_id, session, facts)
    select ${id}, ${type}, ${at}, ${chatId}, ${projectId}, ${session}, ${facts}
    where exists (select 1 from webhook where enabled = 1)`
  const condition = when === undefined ? '' : `when (${when})`
  const begin = `create trigger webhook_${name} after ${on} on ${table} for each row ${condition}`
  if (engine === 'sqlite') return [`${begin} begin ${insert}; end`]
  return [
    // Whoever changes a row, with whatever search path: the event belongs beside it.
    `create or replace function webhook_${name}() returns trigger language plpgsql set search_path from current
      as $$ begin ${insert}; return null; end $$`,
    `${begin} execute function webhook_${name}()`,
  ]
}

/** Who outside is told of events, what is to be told, and how that went. */
export const webhooks: Migration = {
  name: '0016-webhooks',
  async up(db, engine) {
    const text = engine === 'postgres' ? 'text collate "C"' : 'text'
    const statements = [
      `create table webhook (
        id ${text} primary key, url ${text} not null, description ${text} not null, events ${text} not null,
        filter ${text}, include_content integer not null default 0, enabled integer not null default 1,
        disabled_reason ${text}, secret ${text} not null, secret_last4 ${text} not null, old_secret ${text},
        old_secret_until ${text}, failing_since ${text}, last_success_at ${text}, last_failure ${text},
        created_at ${text} not null, updated_at ${text} not null)`,
      `create table webhook_event (
        id ${text} primary key, type ${text} not null, at ${text} not null, chat_id ${text}, project_id ${text},
        session ${text}, facts ${text} not null)`,
      'create index webhook_event_time on webhook_event (at, id)',
      `create table webhook_delivery (
        id ${text} primary key, webhook_id ${text} not null references webhook (id) on delete cascade,
        event_id ${text} not null, event_type ${text} not null, body ${text} not null, state ${text} not null,
        attempt_count integer not null default 0, tries integer not null default 0, next_attempt_at ${text},
        last_status integer, last_failure ${text}, created_at ${text} not null, ended_at ${text},
        unique (webhook_id, event_id))`,
      'create index webhook_delivery_list on webhook_delivery (webhook_id, id desc)',
      "create index webhook_delivery_due on webhook_delivery (webhook_id, next_attempt_at) where state = 'waiting'",
      'create index webhook_delivery_age on webhook_delivery (created_at)',
      `create table webhook_attempt (
        delivery_id ${text} not null references webhook_delivery (id) on delete cascade, number integer not null,
        at ${text} not null, duration_ms integer not null, status integer, failure ${text}, answer ${text},
        signature ${text} not null, primary key (delivery_id, number))`,
    ]
    const triggers = told.flatMap((event) => triggerOf(event, engine))
    // Postgres takes them all in one go.
    statements.push(...(engine === 'postgres' ? [triggers.join(';\n')] : triggers))
    for (const statement of statements) await sql.raw(statement).execute(db)
  },
}
