// A small agent that speaks ACP, written with the agent side of the SDK. What it does is written in the prompt:
// `[[say text]]`, `[[think text]]`, `[[run command]]`, `[[edit path|old|new]]`, `[[plan a|b]]`, `[[hang]]`, … Without one it echoes.

import { spawn } from 'node:child_process'
import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import * as acp from '@agentclientprotocol/sdk'
import { carryOut } from './acp-agent-acts.ts'

type Settings = Record<string, string | undefined>
const env: Settings = process.env
const flags = new Set((env['ACP_TEST'] ?? '').split(','))
/** Where it keeps its sessions, and writes down what it was told. */
const state = env['ACP_TEST_STATE'] ?? join(env['HOME'] ?? '/tmp', '.acp-test-agent')
mkdirSync(state, { recursive: true })
const note = (line: unknown) => appendFileSync(join(state, 'notes.jsonl'), `${JSON.stringify(line)}\n`)

note({ started: process.pid, argv: process.argv.slice(2), env: Object.keys(env).sort() })
if (flags.has('crash-at-start')) {
  process.stderr.write('it cannot find its configuration\n')
  process.exit(3)
}
if (flags.has('garbage'))
  for (let line = 0; line < 5; line++) process.stdout.write(`hello ${line}, I am no JSON\n`)
if (flags.has('only-garbage')) setInterval(() => process.stdout.write('still no JSON\n'.repeat(200)), 1)
if (flags.has('ignore-term')) process.on('SIGTERM', () => undefined)
if (flags.has('child'))
  spawn(process.execPath, ['-e', 'process.on("SIGTERM",()=>{});setInterval(()=>{},1000)'], {
    stdio: 'ignore',
  })

type Session = {
  cwd: string
  said: string[]
  mode: string
  model: string
  stop: AbortController | null
  cost: number
}
const sessions = new Map<string, Session>()
const file = (id: string) => join(state, `${id}.json`)
const keep = (id: string, { cwd, said, cost }: Session) =>
  writeFileSync(file(id), JSON.stringify({ cwd, said, cost }))

const modes = (session: Session) => ({
  currentModeId: session.mode,
  availableModes: [
    { id: 'ask', name: 'Ask' },
    { id: 'auto-edit', name: 'Edit' },
    { id: 'plan', name: 'Plan' },
    { id: 'yolo', name: 'Everything' },
  ],
})
const options = (session: Session): acp.SessionConfigOption[] => [
  {
    id: 'model',
    name: 'Model',
    category: 'model',
    type: 'select',
    currentValue: session.model,
    options: [
      { value: 'small', name: 'Small one', description: 'Quick' },
      { value: 'large', name: 'Large one', description: 'Slow' },
    ],
  },
]
const opened = (session: Session) => ({ modes: modes(session), configOptions: options(session) })

const app = acp
  .agent({ name: 'test-agent' })
  .onRequest('initialize', async ({ params }) => {
    note({ initialize: params })
    if (flags.has('never')) await new Promise(() => undefined)
    return {
      protocolVersion: flags.has('old') ? 0 : acp.PROTOCOL_VERSION,
      agentInfo: { name: 'test-agent', version: '7.8.9' },
      authMethods: [{ id: 'login', name: 'Log in', description: 'Run `test-agent login`' }],
      agentCapabilities: {
        ...(flags.has('no-load')
          ? {}
          : flags.has('load')
            ? { loadSession: true }
            : { sessionCapabilities: { resume: {} } }),
        promptCapabilities: { image: !flags.has('no-images') },
        mcpCapabilities: { http: true },
      },
    }
  })
  .onRequest('session/new', ({ params }) => {
    note({ new: params })
    if (flags.has('auth')) throw acp.RequestError.authRequired()
    const sessionId = `s-${process.pid}-${sessions.size}-${Date.now()}`
    const session: Session = { cwd: params.cwd, said: [], mode: 'ask', model: 'small', stop: null, cost: 0 }
    sessions.set(sessionId, session)
    servers = params.mcpServers
    return { sessionId, ...opened(session) }
  })
  .onRequest('session/resume', ({ params }) => {
    note({ resume: params })
    servers = params.mcpServers ?? []
    return opened(restore(params.sessionId))
  })
  .onRequest('session/load', async ({ params, client }) => {
    note({ load: params })
    const session = restore(params.sessionId)
    for (const text of session.said)
      await client.notify('session/update', {
        sessionId: params.sessionId,
        update: { sessionUpdate: 'agent_message_chunk', content: { type: 'text', text } },
      })
    return opened(session)
  })
  .onRequest('session/set_mode', async ({ params, client }) => {
    note({ mode: params.modeId })
    const session = find(params.sessionId)
    session.mode = params.modeId
    await client.notify('session/update', {
      sessionId: params.sessionId,
      update: { sessionUpdate: 'current_mode_update', currentModeId: params.modeId },
    })
    return {}
  })
  .onRequest('session/set_config_option', ({ params }) => {
    note({ option: params })
    const session = find(params.sessionId)
    session.model = String(params.value)
    return { configOptions: options(session) }
  })
  .onNotification('session/cancel', ({ params }) => {
    note({ cancel: params.sessionId })
    if (!flags.has('deaf')) find(params.sessionId).stop?.abort()
  })
  .onRequest('session/prompt', async ({ params, client }) => {
    note({ prompt: params.prompt })
    const session = find(params.sessionId)
    const stop = new AbortController()
    session.stop = stop
    const text = params.prompt.flatMap((block) => (block.type === 'text' ? [block.text] : [])).join('')
    const update = (news: acp.SessionUpdate) =>
      client.notify('session/update', { sessionId: params.sessionId, update: news })
    const say = async (
      words: string,
      kind: 'agent_message_chunk' | 'agent_thought_chunk' = 'agent_message_chunk',
    ) => {
      for (const piece of words.match(/\S+\s*|\s+/g) ?? []) {
        if (stop.signal.aborted) return
        await update({ sessionUpdate: kind, content: { type: 'text', text: piece } })
        if (pace > 0) await sleep(pace)
      }
    }
    const pace = Number(/\[\[pace (\d+)\]\]/.exec(text)?.[1] ?? 0)
    const calls = [...text.matchAll(/\[\[(\w[\w-]*)(?: ([^\]]*))?\]\]/g)]
    if (calls.length === 0) {
      await say(`Echo: ${text}`)
      session.said.push(`Echo: ${text}`)
    }
    for (const [, name = '', rest = ''] of calls) {
      if (stop.signal.aborted) break
      await carryOut(name, rest, {
        client,
        note,
        servers,
        sessionId: params.sessionId,
        session,
        stop,
        update,
        say,
      })
    }
    session.stop = null
    session.cost += 0.25
    keep(params.sessionId, session)
    await update({
      sessionUpdate: 'usage_update',
      used: 100,
      size: 1_000,
      cost: { amount: session.cost, currency: 'USD' },
    })
    const stopReason = stop.signal.aborted ? ('cancelled' as const) : ('end_turn' as const)
    return { stopReason, usage: { inputTokens: 100, outputTokens: 10, totalTokens: 110 } }
  })

let servers: acp.McpServer[] = []

function restore(id: string): Session {
  if (!existsSync(file(id))) throw acp.RequestError.resourceNotFound(id)
  const kept = JSON.parse(readFileSync(file(id), 'utf8')) as Pick<Session, 'cwd' | 'said' | 'cost'>
  const session = { ...kept, mode: 'ask', model: 'small', stop: null }
  sessions.set(id, session)
  return session
}
function find(id: string): Session {
  const session = sessions.get(id)
  if (!session) throw acp.RequestError.resourceNotFound(id)
  return session
}

app.connect(
  acp.ndJsonStream(
    Writable.toWeb(process.stdout) as WritableStream<Uint8Array>,
    Readable.toWeb(process.stdin) as ReadableStream<Uint8Array>,
  ),
)
process.stdin.on('end', () => !flags.has('ignore-term') && process.exit(0))
