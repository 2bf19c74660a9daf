import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { createTestApp, type TestApp } from '../src/testing.ts'
import { claudePath, withClaude } from './claude-lab.ts'
import { startFakeAnthropic } from './fake-anthropic/start.ts'

const key = 'sk-ant-test-canary-0123456789'

/** The agent as a person would find it: set up, the folder trusted, and a Messages double behind it. */
async function openAgent() {
  await using stack = new AsyncDisposableStack()
  const fake = stack.use(await startFakeAnthropic({ delay: 2 }))
  const app = stack.use(await createTestApp())
  const config = join(app.home, 'claude-config')
  const project = join(app.vault, 'shop')
  mkdirSync(config)
  mkdirSync(project)
  writeFileSync(
    join(config, '.claude.json'),
    JSON.stringify({
      hasCompletedOnboarding: true,
      customApiKeyResponses: { approved: [key.slice(-20)], rejected: [] },
      projects: { [project]: { hasTrustDialogAccepted: true } },
      hasSeenAutoDefaultNotice: true,
    }),
  )
  const own = { statusLine: { type: 'command', command: 'echo mine-$(cat | head -c 1 | wc -c)' } }
  writeFileSync(join(config, 'settings.json'), JSON.stringify(own))
  const env = {
    ANTHROPIC_BASE_URL: fake.url,
    ANTHROPIC_API_KEY: key,
    CLAUDE_CONFIG_DIR: config,
    CLAUDE_CODE_TMPDIR: app.home,
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    CLAUDE_CODE_DISABLE_OFFICIAL_MARKETPLACE_AUTOINSTALL: '1',
    DISABLE_AUTOUPDATER: '1',
    CLAUDE_CODE_MAX_RETRIES: '1',
  }
  const words = Object.entries(env).map(([name, value]) => `${name}='${value}'`)
  const command = [...words, `'${claudePath()}'`, '--permission-mode', 'default'].join(' ')
  const made = await app.rest('POST', '/api/sessions', { name: 'shop', directory: project, command })
  expect(made.status).toBe(201)
  const tmux = (...args: string[]): string => execFileSync('tmux', ['-L', app.tmuxSocket, ...args]).toString()
  const screen = () => tmux('capture-pane', '-p', '-t', '=cc-shop:')
  const owned = stack.move()
  return {
    app,
    fake,
    project,
    config,
    screen,
    async shows(text: string | RegExp): Promise<void> {
      await expect.poll(screen, { timeout: 30_000, interval: 100 }).toMatch(text)
    },
    key: (name: string) => tmux('send-keys', '-t', '=cc-shop:', name),
    /** Typed as a person types: the text, then Enter. */
    async say(text: string): Promise<void> {
      tmux('send-keys', '-t', '=cc-shop:', '-l', text)
      await expect.poll(screen, { interval: 50 }).toContain(text.slice(0, 30))
      tmux('send-keys', '-t', '=cc-shop:', 'Enter')
    },
    /** What the list says of the session, once it says this. */
    async is(wanted: object): Promise<void> {
      const seen = async () => row(app)
      try {
        await expect.poll(seen, { timeout: 30_000, interval: 50 }).toMatchObject(wanted)
      } catch (error) {
        throw new Error(`${screen()}\n${JSON.stringify(await seen())}`, { cause: error })
      }
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

// oxlint-disable-next-line typescript/no-explicit-any -- answers of every shape
async function requests(app: TestApp, many: number): Promise<any[]> {
  const list = async () => {
    const { body } = await app.rest('GET', '/api/approvals')
    const all: { state: string }[] = Array.isArray(body) ? body : (body.approvals ?? body.requests)
    return all.filter(({ state }) => state === 'waiting')
  }
  await expect.poll(async () => (await list()).length, { interval: 50 }).toBe(many)
  return list()
}

const row = async (app: TestApp) =>
  (await app.rest('GET', '/api/sessions')).body.find((one: { name: string }) => one.name === 'cc-shop')

withClaude(
  'the real agent in a terminal tells by its hooks what it does, with nothing installed and no dialog more than its own',
  async () => {
    await using agent = await openAgent()
    await agent.shows(/\? for shortcuts|❯|>/)
    await agent.is({ status: 'running' })
    expect(agent.screen()).not.toMatch(/settings|hook|trust/i)
    await agent.say('[[wait 1500]] [[say hello there]]')
    await agent.is({ activity: 'working', activitySource: 'hooks' })
    await agent.shows('hello there')
    await agent.is({ activity: 'idle', activitySource: 'hooks', tool: null })
    expect((await row(agent.app)).command).not.toContain('--settings')
    // Its own status line is shown, and what it is told comes here.
    await agent.shows('mine-1')
    await agent.is({ contextLimit: expect.any(Number), contextModel: expect.any(String) })
    await agent.is({ cost: { totalUsd: expect.any(Number) } })
  },
  90_000,
)

withClaude(
  'P36 a permission dialog is answered from the hub, and a request is gone once it is answered in the terminal',
  async () => {
    await using agent = await openAgent()
    const { app } = agent
    const waiting = async () => (await app.rest('GET', '/api/approvals')).body
    await agent.shows('❯')
    await agent.say('[[tool:Bash touch from-the-hub]]')
    await agent.is({ activity: 'waiting', tool: 'Bash', activitySource: 'hooks' })
    await agent.shows('Do you want to proceed')
    const [request] = await requests(app, 1)
    expect(request).toMatchObject({ source: 'terminal', name: 'cc-shop', tool: 'Bash', state: 'waiting' })
    expect(request.input).toMatchObject({ command: 'touch from-the-hub' })
    const answer = { decision: 'allow', inputHash: request.inputHash }
    expect((await app.rest('POST', `/api/approvals/${request.id}`, answer)).status).toBe(200)
    await agent.is({ activity: 'idle' })
    expect(existsSync(join(agent.project, 'from-the-hub'))).toBe(true)
    expect(agent.screen()).not.toContain('Do you want to proceed')

    await agent.say('[[tool:Bash touch refused]] second')
    const [refused] = await requests(app, 1)
    await agent.shows('Do you want to proceed')
    await app.rest('POST', `/api/approvals/${refused.id}`, { decision: 'deny', message: 'not today' })
    await agent.is({ activity: 'idle' })
    await agent.shows('not today')
    expect(existsSync(join(agent.project, 'refused'))).toBe(false)

    await agent.say('[[tool:Bash touch in-the-terminal]] third')
    await requests(app, 1)
    await agent.shows('Do you want to proceed')
    // A dialog that is just being drawn takes no key yet.
    await expect
      .poll(
        async () => {
          agent.key('Enter')
          return existsSync(join(agent.project, 'in-the-terminal'))
        },
        { timeout: 20_000, interval: 1_000 },
      )
      .toBe(true)
    await requests(app, 0)
    await agent.is({ activity: 'idle' })
    expect((await waiting()).length ?? 0).toBe(0)
  },
  120_000,
)

withClaude(
  'an interrupt, which fires no hook, brings the session back to rest, and a request that waited is gone',
  async () => {
    await using agent = await openAgent()
    await agent.shows('❯')
    await agent.say('[[hang]] first')
    await agent.is({ activity: 'working', activitySource: 'hooks' })
    agent.key('Escape')
    await agent.is({ activity: 'idle', activitySource: 'hooks' })

    agent.key('C-u')
    await agent.say('[[tool:Bash touch never]] second')
    await agent.is({ activity: 'waiting' })
    await requests(agent.app, 1)
    agent.key('Escape')
    await requests(agent.app, 0)
    await agent.is({ activity: 'idle' })
    expect(existsSync(join(agent.project, 'never'))).toBe(false)
    agent.key('C-u')
    await agent.say('/exit')
    await agent.shows('')
    await expect.poll(async () => (await row(agent.app)).status).toBe('dormant')
  },
  120_000,
)

withClaude(
  'P57 a hub that was away while a permission dialog came up says that the session waits',
  async () => {
    await using agent = await openAgent()
    await agent.shows('❯')
    await agent.say('[[tool:Bash touch later]]')
    await requests(agent.app, 1)
    await agent.shows('Do you want to proceed')
    await agent.app.restart()
    await agent.is({ activity: 'waiting', activitySource: 'hooks' })
    agent.key('Enter')
    await agent.is({ activity: 'idle', activitySource: 'hooks' })
    expect(existsSync(join(agent.project, 'later'))).toBe(true)
  },
  90_000,
)
