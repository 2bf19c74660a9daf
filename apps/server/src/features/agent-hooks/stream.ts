import {
  AgentHook,
  AgentHookTaken,
  AgentStatusline,
  AgentStatuslineTaken,
  agentHookEvents,
  limits,
  PermissionRequestAnswer,
  PreToolUseAnswer,
  SessionName,
} from '@atrium/schema'
import { z } from 'zod'
import { AppError } from '../../core/errors.ts'
import type { RawCall, RawRoute } from '../../http/doors.ts'
import { parseJson } from '../../http/json.ts'
import { createRateLimit, tooManyRequests } from '../../http/rate-limit.ts'
import type { HookCall } from './service.ts'

const headers = {
  'X-Atrium-Session':
    'Name of the session that tells. A credential of a session needs none. `X-Penates-Session` and `X-CC-Hub-Session` are read, too.',
  'X-Atrium-Hooks':
    'Set by scripts that also tell of permission dialogs; without it a tool may be held back until somebody decides.',
}

/** The same body, whatever its media type: one that cannot be read is empty. */
function bodyOf(bytes: unknown): Record<string, unknown> | null {
  if (!Buffer.isBuffer(bytes)) return null
  try {
    const value = parseJson(bytes.toString('utf8'))
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>) // an object by the line above
      : null
  } catch {
    return null
  }
}

/** @throws AppError bad_request when a caller that is no session gives no name that can be one */
function nameOf({ ctx, request }: RawCall): string | null {
  const given = ['x-atrium-session', 'x-penates-session', 'x-cc-hub-session'].flatMap(
    (name) => request.headers[name] ?? [],
  )[0]
  const name = SessionName.safeParse(given).data ?? null
  if (name === null && !ctx.actor?.within)
    throw new AppError('bad_request', 'Missing or invalid X-Atrium-Session')
  return name
}

const rate = createRateLimit(limits.sessionHooksPerMinute)

function callOf(call: RawCall, event: string): HookCall {
  const { ctx, request } = call
  const { actor } = ctx
  if (!actor) throw new AppError('unauthorized', 'Valid API key required')
  const named = nameOf(call)
  // By session, and names of no session count together: a name alone makes no room.
  const session = named === null ? null : ctx.app.agentHooks.named(named)
  const key = `${ctx.app.homePath} ${actor.id}` // a process may hold several hubs
  const wait = rate.take(actor.within ? key : `${key} ${session ?? ''}`)
  if (wait > 0) throw tooManyRequests(wait, 'Too many hook calls')
  return {
    actor,
    named,
    event,
    body: bodyOf(request.body),
    isOurs: request.headers['x-atrium-hooks'] !== undefined,
    signal: ctx.signal,
  }
}

const door = (event: string, summary: string): Omit<RawRoute, 'handle' | 'response'> => ({
  method: 'POST',
  path: `/hooks/${event}`,
  access: 'hooks',
  summary,
  input: AgentHook,
  bodyLimit: limits.sessionHookBytes,
  raw: true,
  ownRate: true,
  headers,
})

const summaries: Record<(typeof agentHookEvents)[number], string> = {
  UserPromptSubmit: 'The agent was given a prompt: the session works',
  Stop: 'The agent ended its turn: the session is idle',
  SubagentStop: 'A helper of the agent ended; the session goes on as it was',
  Notification: 'The agent asks for a person: the session waits',
  SessionStart: 'An agent has begun in the session',
  SessionEnd: 'The agent in the session has ended',
  PostToolUse: 'A tool was used',
}

const told: RawRoute['response'] = {
  status: 200,
  contentType: 'application/json',
  description: 'Taken. A session that the hub does not know changes nothing, and gets the same answer.',
  schema: AgentHookTaken,
}

/** An empty body says nothing, and so leaves it to the agent. */
const decided = (schema: z.ZodType): RawRoute['response'] => ({
  status: 200,
  contentType: 'application/json',
  description: 'A decision, or an empty body: the agent asks as it would without the hub.',
  schema,
})

const decide =
  (event: 'PreToolUse' | 'PermissionRequest'): RawRoute['handle'] =>
  async (call) => {
    const { agentHooks } = call.ctx.app
    const answer = await agentHooks.decide(event, callOf(call, event))
    call.reply.type('application/json; charset=utf-8')
    return call.reply.send(answer === null ? '' : JSON.stringify(answer))
  }

/** What hooks of coding agents tell. They are called by scripts, often many a second, and never wait for long. */
export const agentHookRoutes: readonly RawRoute[] = [
  ...agentHookEvents.map(
    (event): RawRoute => ({
      ...door(event, summaries[event]),
      response: told,
      handle: async (call) => ({
        ok: true,
        name: call.ctx.app.agentHooks.tell(callOf(call, event)),
        event,
      }),
    }),
  ),
  {
    ...door('pre-tool-use', 'The agent is about to use a tool: may it?'),
    response: decided(PreToolUseAnswer),
    handle: decide('PreToolUse'),
  },
  {
    ...door('PermissionRequest', 'The agent shows its permission dialog, which can be answered here as well'),
    response: decided(PermissionRequestAnswer),
    handle: decide('PermissionRequest'),
  },
  {
    ...door('statusline', 'What the status line of the agent tells: cost, context, limits'),
    input: AgentStatusline,
    response: { ...told, schema: AgentStatuslineTaken },
    handle: async (call) => ({
      ok: true,
      name: call.ctx.app.agentHooks.statusline(callOf(call, 'statusline')),
    }),
  },
  {
    ...door('{event}', 'Any other hook'),
    input: AgentHook.extend({ event: z.string().describe('Name of the hook.') }),
    response: { ...told, status: 204, description: 'Taken.' },
    handle: async (call) => {
      const { event } = call.request.params as { event: string } // of the path
      call.ctx.app.agentHooks.tell(callOf(call, event))
      return call.reply.code(204).send()
    },
  },
]
