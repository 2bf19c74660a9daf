import { z } from 'zod'
import { QueryInt } from './common.ts'
import { limits } from './limits.ts'

/** Name of a terminal session. Source: the second API page, Sessions. */
export const SessionName = z
  .string()
  .regex(
    /^[\w\-. ]{1,64}$/,
    'Invalid session name: only letters, digits, dash, dot, underscore, spaces; 1-64 chars',
  )
  .meta({
    description: 'Name of the session: letters, digits, dash, dot, underscore, space; 1 to 64.',
    examples: ['cc-shop'],
  })

export const SessionActivity = z
  .enum(['working', 'waiting', 'idle', 'unknown'])
  .describe('What the program in it does: working, waiting for a person, idle, or not known.')

/** One terminal session. Source: the second API page, `GET /api/sessions`. */
export const Session = z
  .object({
    name: SessionName,
    created: z.number().nullable().describe('Start, in milliseconds since 1970.'),
    windows: z.number().int().describe('tmux windows; 0 when dormant.'),
    attached: z.boolean().describe('Whether anybody is attached.'),
    path: z.string().nullable().describe('Current folder of the program in it.'),
    status: z
      .enum(['running', 'dormant', 'foreign'])
      .describe('running: live and ours. dormant: known, not running. foreign: live, not ours.'),
    activity: SessionActivity,
    activitySource: z
      .enum(['hooks', 'output', 'none'])
      .describe('How `activity` is known: told by hooks, guessed from output, or not at all.'),
    tool: z.string().nullable().describe('Tool that the agent in it uses now, as its hooks tell.'),
    command: z.string().nullable().describe('Command it was started with; null for foreign ones.'),
    ephemeral: z.boolean().describe('true when there is no tmux and it ends with the hub.'),
    muted: z.boolean().describe('Whether its notifications are off.'),
    pinned: z.boolean().describe('Whether it is pinned in the list.'),
    exit: z
      .object({
        code: z.number().int().nullable().describe('Exit status.'),
        signal: z.string().nullable().describe('Signal.'),
      })
      .nullable()
      .describe('How it ended, when that was seen; null while it runs.'),
    cost: z
      .object({
        totalUsd: z.number().nullable().describe('US dollars so far.'),
        durationMs: z.number().nullable().describe('Time so far.'),
        linesAdded: z.number().nullable().describe('Lines added.'),
        linesRemoved: z.number().nullable().describe('Lines removed.'),
      })
      .nullable()
      .describe('Cost as the status line told; null when it did not.'),
    contextPct: z.number().nullable().describe('Share of the context window in use, in percent.'),
    contextLimit: z.number().nullable().describe('Size of the context window in tokens.'),
    contextTokens: z.number().nullable().describe('Tokens in use.'),
    contextModel: z.string().nullable().describe('Model, as the status line told.'),
    limits: z
      .record(z.string(), z.unknown())
      .nullable()
      .describe('Rate limits as the status line told; null when it did not.'),
    git: z
      .object({
        branch: z.string().describe('Branch, or (detached).'),
        dirty: z.boolean().describe('Whether anything is uncommitted.'),
        ahead: z.number().int().nullable().describe('Commits ahead of upstream; null without one.'),
        behind: z.number().int().nullable().describe('Commits behind upstream; null without one.'),
      })
      .nullable()
      .describe('Repository at `path`; null when there is none.'),
    project: z
      .object({ id: z.string().describe('Id.'), name: z.string().describe('Name.') })
      .nullable()
      .describe('Registered project at `path`.'),
    boardCard: z
      .object({
        id: z.string().describe('Id.'),
        title: z.string().describe('Title.'),
        stage: z.string().describe('Stage.'),
      })
      .nullable()
      .describe('Card that this session works for.'),
    lastSeenAt: z.string().optional().describe('Dormant only: when it was last seen alive (ISO 8601).'),
  })
  .meta({ id: 'Session' })
export type Session = z.infer<typeof Session>
export const SessionList = z
  .array(Session)
  .describe('Running, then dormant, then foreign; by name within each.')

export const SessionRef = z.object({ name: SessionName })
export const SessionCreate = z.object({
  name: SessionName.describe('Name without the prefix; the hub puts `cc-` in front where it is not there.'),
  directory: z
    .string()
    .min(1)
    .max(limits.pathBytes)
    .optional()
    .describe('Folder to start in; `~` is the home folder, which is the default.'),
  command: z
    .string()
    .min(1)
    .max(limits.commandChars)
    .optional()
    .describe('Command line to run; default: claude when it is installed, else the login shell.'),
})
export type SessionCreate = z.infer<typeof SessionCreate>
/** What creating, and restoring, answers. */
export const SessionCreated = Session.pick({
  name: true,
  created: true,
  windows: true,
  attached: true,
  path: true,
}).extend({
  status: z.literal('running').describe('Always running.'),
  ephemeral: Session.shape.ephemeral,
})
export const SessionRename = SessionRef.extend({
  newName: SessionName.describe('New name; the prefix is kept or added.'),
})
export const SessionChanged = z.object({
  success: z.literal(true).describe('Always true.'),
  name: SessionName,
})
export const SessionMute = SessionRef.extend({
  muted: z.boolean().default(false).describe('Whether notifications are off; absent is false.'),
})
export const SessionMuted = SessionChanged.extend({ muted: z.boolean().describe('The value now.') })
export const SessionPin = SessionRef.extend({
  pinned: z.boolean().default(false).describe('Whether it is pinned; absent is false.'),
})
export const SessionPinned = SessionChanged.extend({ pinned: z.boolean().describe('The value now.') })
export const ScrollbackQuery = SessionRef.extend({
  lines: QueryInt.min(1)
    .default(limits.scrollbackLines)
    .describe('How many lines; at most 10,000 (more are clamped). Default 1,000.'),
})
export const Scrollback = z.object({
  data: z
    .string()
    .describe('Lines above the visible screen, with colour escapes; empty when there are none.'),
  truncated: z.boolean().describe('Whether older lines were cut off.'),
})

/** A frame of `WS /api/notifications/events`. Source: the second system's firehose. */
export const NotificationFrame = z
  .discriminatedUnion('type', [
    z.object({ type: z.literal('hello') }),
    z.object({ type: z.literal('pong') }).describe('Answer to a ping.'),
    z.object({
      type: z.literal('session-activity'),
      name: SessionName,
      activity: SessionActivity,
      tool: z.string().optional().describe('Tool that runs.'),
      at: z.number().describe('Milliseconds since 1970.'),
    }),
    z.object({
      type: z.literal('session-attention'),
      name: SessionName,
      activity: SessionActivity,
      at: z.number().describe('Milliseconds since 1970.'),
    }),
    z.object({
      type: z.literal('session-ended'),
      name: SessionName,
      at: z.number().describe('Milliseconds since 1970.'),
    }),
    z.object({
      type: z.literal('tool-approval-request'),
      id: z.string().describe('Id of the request.'),
      name: z.string().describe('Session or chat that asks.'),
      tool: z.string().describe('Tool.'),
      preview: z.string().describe('What it wants, at most 200 characters.'),
      at: z.number().describe('Milliseconds since 1970.'),
    }),
    z.object({
      type: z.literal('tool-approval-resolved'),
      id: z.string().describe('Id of the request.'),
      name: z.string().describe('Session or chat that asked.'),
    }),
  ])
  .meta({ id: 'NotificationFrame' })
export type NotificationFrame = z.infer<typeof NotificationFrame>

/** What a client of the firehose may say: where its person looks. */
export const PresenceFrame = z.object({
  type: z.literal('presence'),
  deviceId: z.string().min(1).max(128).describe('Id of the device.'),
  session: SessionName.nullable().describe('Session on screen.'),
  visible: z.boolean().describe('Whether the page is in front.'),
})
export type PresenceFrame = z.infer<typeof PresenceFrame>
export const NotificationClientFrame = z.discriminatedUnion('type', [
  PresenceFrame,
  z.object({ type: z.literal('ping') }).describe('Asks for a sign of life.'),
])
export type NotificationClientFrame = z.infer<typeof NotificationClientFrame>
