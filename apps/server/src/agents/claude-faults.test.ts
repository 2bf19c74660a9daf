import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import { openLab, withClaude } from '../../test/claude-lab.ts'

/** Processes whose environment carries the words; the lab's own folder is in that of every process of its agent. */
async function processesWith(words: string): Promise<{ pid: number; args: string }[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
  const found = await Promise.all(
    pids.map(async (pid) => {
      const environment = await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '')
      const args = await readFile(`/proc/${pid}/cmdline`, 'latin1').catch(() => '')
      return environment.includes(words) ? [{ pid: Number(pid), args: args.replaceAll('\0', ' ') }] : []
    }),
  )
  return found.flat()
}

withClaude('a 529 is tried again with a warning and then an error with its advice', async () => {
  await using lab = await openLab()
  const chat = await lab.open()
  const ended = await chat.turn('[[error 529]]')
  expect(chat.of('warning')[0]).toMatchObject({
    code: 'api_retry',
    message: expect.stringMatching(/529; attempt 1 of 1 follows in 0\.\d s/),
  })
  expect(ended).toMatchObject({
    outcome: 'error',
    error: { code: 'service_error', retryDelayMs: 2000, message: expect.stringMatching(/overloaded/) },
  })
  expect(chat.of('text')).toEqual([])
  expect(await chat.turn('[[say back again]]')).toMatchObject({ outcome: 'completed', text: 'back again' })
})

for (const [name, prompt, code, delay] of [
  ['401', '[[error 401 final]]', 'invalid_api_key', null],
  ['402', '[[error 402 final]]', 'billing_error', null],
  ['403', '[[error 403 final]]', 'invalid_credentials', null],
  ['429', '[[error 429 final]]', 'rate_limited', 5000],
  ['500', '[[error 500 final]]', 'service_error', 2000],
  ['413', '[[error 413 final]]', 'context_exceeded', null],
  ['404', '[[error 404 final]]', 'unknown_error', null],
] as const)
  withClaude(`a ${name} is the error ${code}, said in a sentence of ours`, async () => {
    await using lab = await openLab()
    const chat = await lab.open()
    const id = chat.say(prompt)
    const ended = await chat.next('turn_ended')
    expect(ended).toMatchObject({ outcome: 'error', messageIds: [id], error: { code, retryDelayMs: delay } })
    expect(ended.error?.message).toMatch(/^[^{}]{10,200}$/)
    expect(ended.error?.message).not.toContain('sk-ant')
  })

withClaude('a service that is not there is a network error', async () => {
  await using lab = await openLab({ env: { ANTHROPIC_BASE_URL: 'http://127.0.0.1:9' } })
  const chat = await lab.open()
  expect(await chat.turn('hello')).toMatchObject({
    outcome: 'error',
    error: { code: 'network_error', retryDelayMs: 1000 },
  })
})

withClaude(
  'an answer that is cut comes again whole, and no block says less or more than its deltas',
  async () => {
    await using lab = await openLab()
    const chat = await lab.open()
    for (const prompt of ['[[long 60]] [[cut 9 x1]]', '[[long 60]] [[stream-error overloaded_error x1]]']) {
      const ended = await chat.turn(prompt)
      expect(ended.outcome).toBe('completed')
      expect(chat.of('text').at(-1)?.content).toBe(ended.text)
    }
    for (const { block, content } of chat.of('text')) {
      const deltas = chat.of('delta').filter((event) => event.block === block)
      expect(deltas.map((event) => event.delta).join('')).toBe(content)
    }
  },
)

withClaude('the rate limit of a subscription is a warning once a turn', async () => {
  await using lab = await openLab({
    env: { ANTHROPIC_API_KEY: '', CLAUDE_CODE_OAUTH_TOKEN: 'sk-ant-oat01-dummy' },
  })
  const chat = await lab.open()
  await chat.turn('[[limits 5h=0.85 7d=0.31]] [[tool:Bash echo one]]')
  const warnings = chat.of('warning').filter((event) => event.code === 'rate_limit')
  expect(warnings).toHaveLength(1)
  expect(warnings[0]?.message).toMatch(/five hour limit of the account is 85 % used; it starts anew at 20/)
})

withClaude(
  'an agent that is killed in a turn ends it as agent_exited, and its session can be resumed',
  async () => {
    await using lab = await openLab({ delay: 5 })
    const chat = await lab.open()
    await chat.turn('first')
    const said = chat.of('delta').length
    const id = chat.say('[[long 400]]')
    await expect.poll(() => chat.of('delta').length).toBeGreaterThan(said)
    const [agent] = await processesWith(lab.root)
    process.kill(agent?.pid ?? 0, 'SIGKILL')
    expect(await chat.next('turn_ended')).toMatchObject({
      outcome: 'error',
      messageIds: [id],
      error: { code: 'agent_exited', message: expect.stringContaining('SIGKILL') },
    })
    expect(await chat.next('closed')).toMatchObject({ error: { code: 'agent_exited' } })
    const again = await lab.open({ agentSessionId: chat.of('session')[0]?.agentSessionId ?? null })
    expect(await again.turn('[[say resumed]]')).toMatchObject({ outcome: 'completed', text: 'resumed' })
    expect(lab.sent()).toContain('first')
  },
  60_000,
  { processes: true },
)

withClaude(
  'P27 closing leaves no process behind, not even one that left its group and ignores the signal',
  async () => {
    await using lab = await openLab()
    const chat = await lab.open()
    await writeFile(
      join(lab.folder, 'stay.sh'),
      "trap '' TERM HUP INT\necho up > up\nwhile :; do sleep 1; done\n",
    )
    await chat.turn(
      '[[tool:Bash setsid nohup sh stay.sh >/dev/null 2>&1 & while [ ! -f up ]; do sleep 0.05; done]]',
    )
    expect((await processesWith(lab.root)).length).toBeGreaterThan(1)
    const began = performance.now()
    await Promise.all([chat.session.close(), chat.session.close()])
    expect(performance.now() - began).toBeLessThan(20_000)
    expect(await processesWith(lab.root)).toEqual([])
    await expect.poll(() => chat.events.at(-1)).toEqual({ type: 'closed', error: null })
    await chat.session.close()
  },
  60_000,
  { processes: true },
)

withClaude(
  'P27 closing in the middle of a turn ends it as stopped and withdraws what was asked',
  async () => {
    await using lab = await openLab()
    const chat = await lab.open()
    chat.say('[[tool:Bash echo one]]')
    await chat.next('permission')
    await chat.session.close()
    await expect.poll(() => chat.events.at(-1)).toEqual({ type: 'closed', error: null })
    expect(chat.of('request_withdrawn')).toHaveLength(1)
    expect(chat.of('turn_ended')).toMatchObject([{ outcome: 'aborted' }])
  },
)

withClaude(
  'P42 nothing of the hub is in the environment of the agent or its tools',
  async () => {
    await using lab = await openLab({ env: { CLAUDE_CODE_SSE_PORT: '1234' } })
    const chat = await lab.open()
    await chat.turn('[[tool:Bash env]]')
    const seen = chat.of('tool_result')[0]?.result ?? ''
    expect(seen).not.toMatch(/^(ATRIUM_|npm_|VITEST|NODE_|CLAUDE_CODE_SSE_PORT)/m)
    const [agent] = await processesWith(lab.root)
    expect(agent?.args).not.toContain('sk-ant')
  },
  60_000,
  { processes: true },
)

withClaude('hooks and servers of a folder that nobody has looked into do not run', async () => {
  await using lab = await openLab()
  const { mkdir } = await import('node:fs/promises')
  await mkdir(join(lab.folder, '.claude'))
  const hook = [{ matcher: '', hooks: [{ type: 'command', command: `touch ${lab.root}/ran` }] }]
  const settings = { hooks: { UserPromptSubmit: hook, SessionStart: hook, PreToolUse: hook } }
  await writeFile(join(lab.folder, '.claude/settings.json'), JSON.stringify(settings))
  const server = { type: 'stdio', command: 'touch', args: [`${lab.root}/ran`] }
  await writeFile(join(lab.folder, '.mcp.json'), JSON.stringify({ mcpServers: { evil: server } }))
  const chat = await lab.open()
  await chat.turn('[[tool:Bash echo one]]')
  expect(await readdir(lab.root)).not.toContain('ran')
})

withClaude('without a program or a way to sign in nothing starts, and the next step is said', async () => {
  await using bare = await openLab({ env: { ANTHROPIC_API_KEY: '' } })
  expect(await bare.runner.status()).toMatchObject({
    status: 'no_credential',
    message: expect.stringContaining('ANTHROPIC_API_KEY'),
  })
  await expect(bare.open()).rejects.toMatchObject({ code: 'agent_unavailable' })
  await using missing = await openLab({ path: '/nowhere/claude' })
  await expect(missing.open()).rejects.toMatchObject({
    code: 'agent_unavailable',
    message: expect.stringContaining('/nowhere/claude'),
  })
  await using lab = await openLab()
  await rm(lab.folder, { recursive: true })
  await expect(lab.open()).rejects.toMatchObject({
    code: 'agent_unavailable',
    message: expect.stringContaining('no folder'),
  })
})

withClaude(
  'the models come from the program itself, after the list was answered',
  async () => {
    await using lab = await openLab()
    expect(await lab.runner.status()).toMatchObject({
      status: 'ready',
      models: [],
      version: expect.stringMatching(/^2\./),
    })
    await expect.poll(async () => (await lab.runner.status()).models.length).toBeGreaterThan(2)
    expect((await lab.runner.status()).models[0]).toMatchObject({
      value: expect.any(String),
      title: expect.any(String),
    })
    expect(lab.fake.requests).toEqual([])
    await expect.poll(() => processesWith(lab.root)).toEqual([])
  },
  60_000,
  { processes: true },
)

withClaude(
  'P27 what a killed hub left running is ended by the next one',
  async () => {
    await using lab = await openLab()
    const chat = await lab.open()
    await chat.turn('[[tool:Bash setsid sleep 300 >/dev/null 2>&1 & echo begun]]')
    const [agent] = await processesWith(lab.root)
    process.kill(agent?.pid ?? 0, 'SIGSTOP') // a hub that was killed can end nothing
    expect((await processesWith(lab.root)).length).toBeGreaterThan(1)
    await using next = await openLab({ agentsFolder: join(lab.root, 'agents') })
    await (await next.open()).turn('hello')
    expect(await processesWith(lab.root)).toEqual([])
  },
  60_000,
  { processes: true },
)

withClaude(
  'what the agent handed to tmux stays when the agent is closed',
  async () => {
    await using lab = await openLab()
    const socket = join(lab.root, 'tmux')
    const chat = await lab.open()
    await chat.turn(
      `[[tool:Bash tmux -S ${socket} new-session -d -s kept 'sleep 300'; tmux -S ${socket} ls]]`,
    )
    expect(chat.of('tool_result')[0]?.result).toContain('kept')
    await chat.session.close()
    const { exec } = await import('../host/exec.ts')
    const list = await exec('tmux', ['-S', socket, 'ls'])
    await exec('tmux', ['-S', socket, 'kill-server'])
    expect(list.stdout.toString()).toContain('kept')
  },
  60_000,
  { processes: true },
)
