// Owns one session of an agent that speaks ACP: its one turn at a time, its open questions and its end.
import { createChannel } from '../../core/channel.ts'
import { nextTurn, sleep, unlessAborted } from '../../core/clock.ts'
import { AppError } from '../../core/errors.ts'
import { type Json, record, text } from '../claude-json.ts'
import type { AgentChange, AgentEvent, AgentMessage, AgentSession, AgentSpec } from '../runner.ts'
import type { AcpAgent } from './agents.ts'
import { createAcpAnswers } from './answers.ts'
import type { Choices } from './choices.ts'
import { createAcpChoosing } from './choosing.ts'
import { createAcpEvents } from './events.ts'
import { failureOf, isAuthRequired, signInMessage } from './failures.ts'
import { createAcpFiles } from './files.ts'
import { openSession } from './greeting.ts'
import type { AcpLaunch } from './launch.ts'
import { goneMs, startProcess } from './process.ts'
import { createAcpRequests } from './requests.ts'
import { serveAgent } from './served.ts'
import { createAcpTerminals } from './terminals.ts'
import type { ToolGate } from './tool-gate.ts'
import type { NamedCall } from './tools.ts'
import { openWire, WireError } from './wire.ts'

export type AcpSessionOptions = {
  agent: AcpAgent
  gate: ToolGate
  launch: AcpLaunch
  /** `NAME=value` by which every process of the session is found again. */
  tag: { name: string; value: string }
  /** What had been said in the chat before its last message, for an agent that does not know; null when nothing was. */
  earlier: (chatId: string) => Promise<string | null>
  /** What the agent lets one choose has come. */
  learned: (facts: { version: string | null; choices: Choices }) => void
  version: string
  /** How long it may take to say who it is, to open a session, and to rest after a stop. */
  times?: { greetMs: number; openMs: number; stopMs: number }
  /** How much it may say in one turn. */
  turnBytes?: number
}

const usual = { greetMs: 60_000, openMs: 90_000, stopMs: 5_000 }
const unreadEvents = 2_000
/** All that an agent says in one turn, calls and what they gave included. */
const usualTurnBytes = 256 * 1024 * 1024

/** @throws AppError agent_unavailable; the signal's reason */
export async function openAcpSession(
  spec: AgentSpec,
  options: AcpSessionOptions,
  signal: AbortSignal,
): Promise<AgentSession> {
  const { agent, launch, tag } = options
  const times = options.times ?? usual
  // Loaded at the first use: a hub without such agents never needs it.
  const acp = await import('@agentclientprotocol/sdk')
  const events = createChannel<AgentEvent>()
  const emit = (event: AgentEvent): void => events.push(event)
  const tell = (list: readonly AgentEvent[]): void => list.forEach(emit)
  /** The turn that runs, and what stops all that waits for it. */
  let turn: { stop: AbortController; done: Promise<void>; from: number; tooLong: boolean } | null = null
  let sessionId: string | null = null
  /** What is opened belongs to whoever waits for the start, and later to the session. */
  let owner = signal
  const over = new AbortController()
  let closing = false
  let wireFault: string | null = null
  /** Said with the next turn: outside of one nobody would hear it. */
  let later: AgentEvent[] = []
  const warn = (code: string, title: string, message: string): void => {
    const event = { type: 'warning' as const, code, title, message }
    if (turn) emit(event)
    else later.push(event)
  }

  const program = startProcess(agent, launch, spec.workingDirectory, tag)
  const requests = createAcpRequests(emit)
  const folded = createAcpEvents({
    folder: spec.workingDirectory,
    terminal: (id) => terminals.outputOf(id),
  })
  const answers = createAcpAnswers({ folded, requests, tell, warn, turn: () => turn?.stop.signal ?? null })
  const choosing = createAcpChoosing({
    agent,
    confined: launch.confined,
    mode: spec.permissionMode,
    call: (method, params) => within(times.openMs, 'take a choice', method, { sessionId, ...params }),
    model: (name) => tell(folded.setModel(name)),
    emit,
    warn,
    isLive: () => turn !== null,
    mayLeavePlan: () => answers.mayLeavePlan,
  })
  const allow = (asked: NamedCall, cancelled?: AbortSignal) => answers.allow(asked, cancelled)
  const files = createAcpFiles({
    // The vault first: the working directory may lie in it, and there the agent may move what is above it.
    roots: [spec.vault, spec.workingDirectory],
    allow,
    room: () => wire.taken(),
  })
  const terminals = createAcpTerminals({
    folder: spec.workingDirectory,
    allow,
    launch: async (command, args, cwd) => {
      const start = await launch.run(command, args, cwd)
      return { ...start, env: { ...start.env, [tag.name]: tag.value } }
    },
  })
  options.gate.open(allow)

  function news(params: Json): void {
    if (sessionId === null || params['sessionId'] !== sessionId) return
    const update = record(params['update'])
    if (update['sessionUpdate'] === 'current_mode_update')
      return choosing.modeChanged(text(update['currentModeId']))
    if (update['sessionUpdate'] === 'config_option_update') return choosing.took(update)
    tell(folded.push(update))
  }

  /** An agent that says more than can be meant is stopped, whatever it says. */
  function heard(): void {
    if (!turn || turn.tooLong) return
    if (!folded.tooLong && wire.bytes() - turn.from <= (options.turnBytes ?? usualTurnBytes)) return
    turn.tooLong = true
    warn('answer_too_long', 'The agent was stopped', 'It said more than an answer may be.')
    void interrupt().catch(() => undefined)
  }

  const app = serveAgent(acp, {
    answers,
    files,
    terminals,
    isOurs: (params) => params['sessionId'] === sessionId,
    news,
  })

  const wire = openWire(program, () => {
    heard()
    return events.room(unreadEvents)
  })
  const connection = app.connect(wire.stream)
  connection.signal.addEventListener('abort', () => {
    const { reason } = connection.signal
    if (reason instanceof WireError) wireFault = reason.message
  })
  const exitMessage = () => wireFault ?? program.exitMessage()
  const call = async (method: string, params: Json): Promise<Json> =>
    record(await connection.agent.request<unknown>(method, params))

  /** An answer in time, unless the agent ends or nobody waits any more. */
  async function within(ms: number, what: string, method: string, params: Json): Promise<Json> {
    const late = new AbortController()
    const tooLate = sleep(ms, late.signal).then(() => {
      const stray = wire.strayLines() > 0 ? ' What it prints is not ACP.' : ''
      const message = `${agent.title} did not ${what} within ${ms / 1_000} s.${stray}`
      throw new AppError('agent_unavailable', message)
    })
    try {
      return await unlessAborted(Promise.race([call(method, params), tooLate]), owner)
    } finally {
      late.abort()
    }
  }

  async function end(): Promise<void> {
    over.abort()
    connection.close()
    await program.end(times.stopMs)
    await terminals.close()
    await launch.ended()
  }

  /** Given with the first message, since the protocol has no other place for it. */
  async function prefaceOf(isNew: boolean): Promise<string> {
    const { systemPrompt, appendPrompt } = spec
    const told = isNew && !appendPrompt.includes(priorMark) ? await options.earlier(spec.chatId) : null
    return [systemPrompt ?? '', appendPrompt, told === null ? '' : `${priorMark}\n\n${told}`]
      .filter((part) => part !== '')
      .join('\n\n')
  }

  async function begin(): Promise<{ image: boolean; preface: string }> {
    const opened = await openSession({
      agent,
      launch,
      folder: spec.workingDirectory,
      before: spec.agentSessionId,
      protocolVersion: acp.PROTOCOL_VERSION,
      hubVersion: options.version,
      greet: (method, params) => within(times.greetMs, 'answer', method, params),
      open: (method, params) => within(times.openMs, 'open a session', method, params),
    })
    await nextTurn() // what it told while it loaded was told before
    ;({ sessionId } = opened)
    if (!opened.isNew) folded.resumed()
    choosing.took(opened.answer)
    options.learned({ version: opened.version, choices: choosing.choices })
    const preface = await prefaceOf(opened.isNew)
    await choosing.setModel(spec.model)
    await choosing.setMode(spec.permissionMode)
    signal.throwIfAborted()
    return { image: opened.image, preface }
  }

  async function startFailure(error: unknown): Promise<unknown> {
    if (signal.aborted) return signal.reason
    if (error instanceof AppError) return error
    if (connection.signal.aborted) {
      await Promise.race([program.exited, sleep(goneMs)])
      return new AppError('agent_unavailable', exitMessage())
    }
    const why = isAuthRequired(error)
      ? signInMessage(agent, [])
      : `${agent.title} could not begin: ${failureOf(error).message}`
    return new AppError('agent_unavailable', why)
  }

  const broken = program.exited.then(() => {
    throw new AppError('agent_unavailable', exitMessage())
  })
  broken.catch(() => undefined)
  let { image, preface } = await Promise.race([begin(), broken]).catch(async (error: unknown) => {
    const why = await startFailure(error)
    await end()
    throw why
  })
  owner = over.signal
  emit({ type: 'session', agentSessionId: sessionId ?? '' })
  for (const { server, reason } of launch.missing)
    warn(
      'tool_server_failed',
      'A tool server is missing',
      `The tool server '${server}' is not there in this conversation: ${reason}.`,
    )

  function promptOf({ text: message, images }: AgentMessage): Json[] {
    const pictures = image ? images : []
    return [
      ...(preface === '' ? [] : [{ type: 'text', text: `${preface}\n\n---\n\n` }]),
      ...(message === '' && pictures.length > 0 ? [] : [{ type: 'text', text: message }]),
      ...pictures.map(({ mimeType, base64 }) => ({ type: 'image', mimeType, data: base64 })),
    ]
  }

  async function ask(message: AgentMessage, stop: AbortSignal): Promise<AgentEvent[]> {
    try {
      const answer = await call('session/prompt', { sessionId, prompt: promptOf(message) })
      preface = ''
      await nextTurn() // what it said before its answer is taken in first
      if (answer['stopReason'] === 'cancelled' || stop.aborted) return folded.end('aborted', answer, null)
      const reason = String(answer['stopReason'])
      const warning = stopWarnings[reason]
      if (warning) warn(`stopped_${reason}`, ...warning)
      return folded.end('completed', answer, null)
    } catch (error) {
      await nextTurn()
      if (connection.signal.aborted) return [] // the end of the process is told when it is known
      if (stop.aborted) return folded.end('aborted', null, null)
      const failure = isAuthRequired(error)
        ? { code: 'invalid_credentials' as const, message: signInMessage(agent, []) }
        : failureOf(error)
      return folded.end('error', null, { ...failure, retryDelayMs: null })
    }
  }

  async function perform(message: AgentMessage, stop: AbortSignal): Promise<void> {
    answers.begin()
    tell(folded.begin(message.id, choosing.mode))
    tell(later)
    later = []
    if (!image && message.images.length > 0)
      warn(
        'images_unsupported',
        'The pictures are left out',
        `${agent.title} takes no pictures in a message.`,
      )
    const ended = await ask(message, stop)
    requests.withdrawAll()
    tell(ended)
  }

  const queue: AgentMessage[] = []
  async function next(): Promise<void> {
    if (turn || over.signal.aborted) return
    const message = queue.shift()
    if (!message) return
    const stop = new AbortController()
    const done = Promise.withResolvers<void>()
    turn = { stop, done: done.promise, from: wire.bytes(), tooLong: false }
    try {
      await perform(message, stop.signal)
    } finally {
      turn = null
      done.resolve()
    }
    void next()
  }

  function release(): void {
    turn?.stop.abort()
    requests.withdrawAll()
  }

  /** The one end of the session, whoever began it. */
  async function run(): Promise<void> {
    await Promise.race([connection.closed, program.exited])
    if (!closing) await Promise.race([program.exited, sleep(goneMs)])
    release()
    const error = closing ? null : { code: 'agent_exited' as const, message: exitMessage() }
    await end()
    await turn?.done
    tell(folded.end(error ? 'error' : 'aborted', null, error && { ...error, retryDelayMs: null }))
    emit({ type: 'closed', error })
    events.end()
  }
  const finished = run()

  async function interrupt(): Promise<void> {
    if (!turn) return
    const { done } = turn
    release()
    void terminals.stop()
    // Not waited for: an agent that reads nothing any more does not take this either.
    void connection.agent.notify('session/cancel', { sessionId: sessionId ?? '' }).catch(() => undefined)
    const late = new AbortController()
    const inTime = done.then(() => true)
    const rested = await Promise.race([inTime, sleep(times.stopMs, late.signal).then(no, yes)])
    late.abort()
    if (!rested) await close()
  }

  async function close(): Promise<void> {
    if (!closing) {
      closing = true
      release()
      program.stdin.end()
      connection.close()
    }
    await finished
  }

  return {
    events,
    send(message) {
      queue.push(message)
      void next()
    },
    answer: (requestId, answer) => requests.answer(requestId, answer),
    interrupt,
    async configure({ model, permissionMode }: AgentChange) {
      if (model !== undefined) await choosing.setModel(model)
      if (permissionMode !== undefined) await choosing.setMode(permissionMode)
    },
    close,
  }
}

const yes = (): boolean => true
const no = (): boolean => false

/** What stands before a conversation that is handed over as text. */
const priorMark = '## What was said before'

const stopWarnings: Record<string, [title: string, message: string] | undefined> = {
  max_tokens: ['The answer was cut', 'The model reached the most that it may say at once.'],
  max_turn_requests: ['The agent stopped', 'It reached the most steps of one turn.'],
  refusal: ['The agent refused', 'The agent would not go on with this message.'],
}
