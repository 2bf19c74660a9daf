// The real programs of Codex and OpenCode in chats of a hub, against doubles of their model services.
import { access, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { messageOf } from '../src/core/errors.ts'
import { createTestApp, type TestApp } from '../src/testing.ts'
import { fetchAgent, lend } from './acp-programs.ts'
import { chatIdOf, type Frame, frames, ofType, send } from './chat-client.ts'
import { startFakeAnthropic } from './fake-anthropic/start.ts'
import { startFakeOpenai } from './fake-openai.ts'

const fetchMs = 15 * 60_000
const noSandbox = inject('noSandbox')

async function openHub(name: string, folder: string, env: NodeJS.ProcessEnv): Promise<TestApp> {
  const home = await mkdtemp(join(tmpdir(), `atrium-${name}-`))
  homes.push(home)
  const app = await createTestApp({
    hostEnv: { PATH: process.env['PATH'], HOME: home, LANG: 'C.UTF-8', ...env },
  })
  await lend(folder, app, name)
  return app
}
const homes: string[] = []
afterAll(() => Promise.all(homes.map((home) => rm(home, { recursive: true, force: true, maxRetries: 5 }))))

/** Sends and answers every permission. */
async function chat(
  app: TestApp,
  message: Record<string, unknown> & { message: string },
  decision = 'allow',
) {
  const all: Frame[] = []
  for await (const frame of frames(await send(app, message))) {
    all.push(frame)
    if (frame.event.type !== 'permission_request') continue
    const answer = { request_id: frame.event.request_id, decision }
    const { status } = await app.rest('POST', `/api/chat/${chatIdOf(all)}/answer`, answer)
    expect(status).toBe(200)
  }
  return all
}
const answerOf = (list: readonly Frame[]): string =>
  ofType(list, 'result')[0]?.response ?? JSON.stringify(list.at(-1))

/** How each program is asked to run a command that has to be asked about. */
const agents = [
  {
    name: 'codex',
    trust_level: 'sandboxed' as const,
    confinedRun: (command: string) => `[[tool:exec_command ${JSON.stringify({ cmd: command })}]]`,
    run: (command: string) =>
      `[[tool:exec_command ${JSON.stringify({ cmd: command, sandbox_permissions: 'require_escalated', justification: 'for the test' })}]]`,
    async service() {
      const fake = await startFakeOpenai()
      return { fake, env: { OPENAI_API_KEY: 'sk-canary', OPENAI_BASE_URL: fake.url } }
    },
  },
  {
    name: 'opencode',
    trust_level: 'vault' as const,
    confinedRun: (command: string) =>
      `[[tool:bash ${JSON.stringify({ command, description: 'for the test' })}]]`,
    run: (command: string) => `[[tool:bash ${JSON.stringify({ command, description: 'for the test' })}]]`,
    async service() {
      const fake = await startFakeAnthropic({ delay: 2 })
      const env = {
        ANTHROPIC_API_KEY: 'sk-canary',
        ANTHROPIC_BASE_URL: fake.url,
        OPENCODE_DISABLE_MODELS_FETCH: '1',
      }
      return { fake, env }
    },
  },
]

describe.each(agents)('the real $name', (lab) => {
  const { name, run, confinedRun, trust_level } = lab
  let folder = ''
  let missing: string | null = null
  let app: TestApp
  let double: Awaited<ReturnType<typeof lab.service>>
  beforeAll(async () => {
    try {
      folder = await fetchAgent(name)
    } catch (error) {
      if (process.env['CI']) throw error
      missing = messageOf(error)
      return
    }
    double = await lab.service()
    app = await openHub(name, folder, double.env)
  }, fetchMs)
  afterAll(async () => {
    await app?.[Symbol.asyncDispose]()
    await double?.fake[Symbol.asyncDispose]()
  })
  /** Skipped with its reason where the program could not be fetched. */
  const real = (title: string, body: () => Promise<void>, lacking: string | null = null) =>
    test(title, { timeout: 300_000 }, async (context) => {
      const reason = missing ?? lacking
      if (reason !== null && process.env['CI']) throw new Error(`This test cannot run here: ${reason}`)
      if (reason !== null) return context.skip(reason)
      await body()
    })

  let id = ''
  real('streams an answer', async () => {
    const message = '[[slow 40]] [[say hello to the whole wide world]]'
    const first = await chat(app, { message, runner: name, trust_level: 'full' })
    id = chatIdOf(first)
    expect(answerOf(first)).toBe('hello to the whole wide world')
    expect(ofType(first, 'text').length).toBeGreaterThan(1)
    expect(ofType(first, 'result')[0]?.usage?.input_tokens).toBeGreaterThan(0)
    const listed = (await app.rest('GET', '/api/agents')).body.agents.find(
      (agent: { name: string }) => agent.name === name,
    )
    expect(listed).toMatchObject({ status: 'ready', version: expect.stringMatching(/^\d+\./) })
    expect(listed.models.length).toBeGreaterThan(0)
  })

  real('runs a command that a person allows, and not one that is refused', async () => {
    await app.rest('POST', '/api/rules', { behavior: 'ask', type: 'bash', pattern: 'touch *' })
    const allowed = await chat(app, { message: run('touch allowed.txt'), session_id: id })
    expect(ofType(allowed, 'permission_request')).toMatchObject([
      { tool_name: 'Bash', input: { command: 'touch allowed.txt' } },
    ])
    expect(ofType(allowed, 'tool_use_start')).toMatchObject([{ name: 'Bash' }])
    expect(ofType(allowed, 'tool_result')).toMatchObject([{ is_error: false }])
    await access(join(app.vault, 'allowed.txt'))
    const refused = await chat(app, { message: run('touch refused.txt'), session_id: id }, 'deny')
    expect(ofType(refused, 'permission_request')).toHaveLength(1)
    await expect(access(join(app.vault, 'refused.txt'))).rejects.toThrow('ENOENT')
  })

  real('stops in the middle of an answer, and answers the next message', async () => {
    const words = Array.from({ length: 200 }, (_, index) => `w${index}`).join(' ')
    const stopped: Frame[] = []
    let asked = false
    for await (const frame of frames(await send(app, { message: `[[slow 50]] ${words}`, session_id: id }))) {
      stopped.push(frame)
      if (frame.event.type !== 'text' || asked) continue
      asked = true
      expect((await app.rest('POST', `/api/chat/${id}/abort`, {})).body.status).toBe('aborted')
    }
    expect(ofType(stopped, 'aborted')).toHaveLength(1)
    expect(answerOf(await chat(app, { message: '[[say still here]]', session_id: id }))).toBe('still here')
  })

  real('goes on with its own session after the hub was restarted', async () => {
    const before = ofType(await chat(app, { message: 'remember the turnip', session_id: id }), 'result')[0]
    await app.restart()
    const after = await chat(app, { message: '[[say back]]', session_id: id })
    expect(answerOf(after)).toBe('back')
    expect(ofType(after, 'result')[0]?.sdk_session_id).toBe(before?.sdk_session_id)
    const bodies = 'asked' in double.fake ? double.fake.asked : double.fake.requests
    expect(JSON.stringify(bodies.findLast((one) => JSON.stringify(one).includes('[[say back]]')))).toContain(
      'turnip',
    )
  })

  real(
    'P28 works inside a sandbox below full trust, and its key stays outside',
    async () => {
      const held = await chat(app, { message: confinedRun('env > env.txt'), runner: name, trust_level })
      expect(ofType(held, 'error')).toEqual([])
      const environment = await readFile(join(app.vault, 'env.txt'), 'utf8')
      expect(environment).toContain('HOME=/home/agent')
      expect(environment).not.toContain('canary')
    },
    noSandbox,
  )
})
