// Follows a run as any viewer does, until it has its outcome or the time is up.
import { type ChatEvent, isOutcome, type PendingRequest } from '@atrium/schema'
import { z } from 'zod'
import type { ToolCall } from './tool.ts'

const responseChars = 50_000
const progressEveryMs = 1_000

/** Where a message stands. */
export const RunState = z.object({
  session_id: z.string().describe('Id of the chat.'),
  run_id: z.string().nullable().describe('Id of the run that answers the message; null when none is live.'),
  status: z
    .enum(['completed', 'stopped', 'failed', 'working', 'waiting', 'idle'])
    .describe(
      'completed: `response` is the answer. stopped, failed: `message` says why. working: it goes on by itself; ask again with wait_for_chat. waiting: a person must answer `requests` in the console. idle: nothing runs.',
    ),
  response: z.string().nullable().describe('Text of the answer, when there is one.'),
  message: z.string().nullable().describe('Why it stopped or failed.'),
  requests: z
    .array(
      z.object({
        request_id: z.string().describe('Id of the request.'),
        kind: z.enum(['permission', 'question']).describe('What is asked.'),
        tool: z.string().describe('Tool that asks.'),
      }),
    )
    .describe('What a person has to answer before it goes on.'),
})
export type RunState = z.input<typeof RunState>

const clip = (text: string): string =>
  text.length > responseChars ? `${text.slice(0, responseChars)}\n… (cut; read_transcript has more)` : text

/** The events in a piece of a stream: whole frames, comments and retry lines left out. */
function* eventsIn(chunk: Buffer): Generator<ChatEvent> {
  for (const line of chunk.toString('utf8').split('\n'))
    if (line.startsWith('data: ')) yield JSON.parse(line.slice(6)) as ChatEvent // written by the hub itself
}

const waitingOf = (pending: readonly PendingRequest[]): RunState['requests'] =>
  pending.map((request) => ({
    request_id: request.id,
    kind: request.kind,
    tool: request.tool_name,
  }))

export async function follow(
  { ctx, hub, signal, progress }: ToolCall,
  { chatId, runId, waitMs }: { chatId: string; runId: string | null; waitMs: number },
): Promise<RunState> {
  const state: RunState = {
    session_id: chatId,
    run_id: runId,
    status: 'working',
    response: null,
    message: null,
    requests: [],
  }
  if (runId === null) return { ...state, status: 'idle' }
  const enough = AbortSignal.any([signal, AbortSignal.timeout(Math.max(1, waitMs))])
  if (waitMs > 0) {
    const end = await outcome()
    if (end) return { ...state, ...end }
    signal.throwIfAborted()
  }
  const { active } = await hub.chat.streamStatus({ session_id: chatId })
  if (!active) return (await lastOf({ ctx, hub }, chatId, runId)) ?? state
  const { pending } = await hub.chat.permissions.list({ session_id: chatId })
  return pending.length > 0 ? { ...state, status: 'waiting', requests: waitingOf(pending) } : state

  async function outcome(): Promise<Partial<RunState> | null> {
    const watched = await ctx.app.chat.watch(chatId, {
      cursor: null,
      last: 1,
      run: runId ?? undefined,
      mode: 'delta',
      untilOutcome: true,
      signal: enough,
    })
    let told = 0
    let written = 0
    const say = (text: string, at = performance.now()): void => {
      if (at - told < progressEveryMs) return
      told = at
      progress(text)
    }
    for await (const chunk of watched) {
      for (const event of eventsIn(chunk)) {
        const end = endOf(event)
        if (end) return end
        if (event.type === 'text') say(`Writing: ${(written += event.delta.length)} characters`)
        if (event.type === 'thinking') say('Thinking')
        if (event.type === 'tool_use_start') progress(`Uses ${event.name}`)
        if (event.type === 'permission_request')
          progress(`Waits until a person allows ${event.tool_name} in the console`)
        if (event.type === 'user_question') progress('Waits until a person answers a question in the console')
      }
      if (enough.aborted) return null
    }
    return null
  }
}

function endOf(event: ChatEvent): Partial<RunState> | null {
  if (!isOutcome(event)) return null
  switch (event.type) {
    case 'result':
      return { status: 'completed', response: clip(event.response) }
    case 'aborted':
      return { status: 'stopped', message: event.message, response: clip(event.partial_response) || null }
    case 'error':
      return { status: 'failed', message: event.message }
  }
}

/** How a run ended that nobody watched. */
export async function lastOf(
  { ctx, hub }: Pick<ToolCall, 'ctx' | 'hub'>,
  chatId: string,
  runId: string | null,
): Promise<RunState | null> {
  const { events } = await hub.chat.history({ session_id: chatId, limit: 50 })
  ctx.signal.throwIfAborted()
  for (const { event } of events.toReversed()) {
    if (runId !== null && event.run_id !== runId) continue
    const end = endOf(event)
    if (end)
      return {
        session_id: chatId,
        run_id: event.run_id,
        status: 'idle',
        response: null,
        message: null,
        requests: [],
        ...end,
      }
  }
  return null
}
