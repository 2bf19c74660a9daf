// The program as the hub starts it: orders on standard input, reports on standard output, nothing secret anywhere else.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { createTestApp, type TestApp } from '@atrium/server/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTelegramDouble, type TelegramDouble } from './doubles/telegram.ts'
import { patience } from './hub.ts'

let app: TestApp
let key: string
beforeAll(async () => {
  app = await createTestApp({ claudePath: '/nowhere/claude' })
  key = (await app.rest('POST', '/api/auth/keys', { label: 'bots', scopes: ['bots'] })).body.key
})
afterAll(() => app?.[Symbol.asyncDispose]())

type Report = {
  type: string
  state?: string
  platform?: string
  generation?: number
  [field: string]: unknown
}

function start() {
  const child: ChildProcess = spawn(
    process.execPath,
    [fileURLToPath(new URL('../src/main.ts', import.meta.url))],
    {
      env: { PATH: process.env['PATH'] },
      stdio: ['pipe', 'pipe', 'pipe'],
    },
  )
  const reports: Report[] = []
  let said = ''
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()))
  if (child.stdout)
    createInterface({ input: child.stdout }).on('line', (line) => {
      said += line
      reports.push(JSON.parse(line) as Report)
    })
  const ended = once(child, 'exit') as Promise<[number | null, NodeJS.Signals | null]>
  const tell = (line: unknown) =>
    void child.stdin?.write(`${typeof line === 'string' ? line : JSON.stringify(line)}\n`)
  return {
    child,
    reports,
    ended,
    tell,
    said: () => said,
    states: () => reports.filter(({ type }) => type === 'state').map(({ state }) => state),
    connect: () => tell({ type: 'connect', base_url: app.url, key }),
    configure: (telegram: TelegramDouble, generation = 1, token = telegram.token) =>
      tell({
        type: 'configure',
        connectors: [
          {
            platform: 'telegram',
            generation,
            token,
            api_root: telegram.apiRoot,
            group_mention_mode: 'mention_only',
            ack_emoji: null,
          },
        ],
      }),
    async [Symbol.asyncDispose]() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL')
      await ended
    },
  }
}

test('it says when it can be told things, answers pings, reports each connector, and ends with its standard input', async () => {
  await using telegram = await createTelegramDouble()
  await using program = start()
  program.connect()
  program.tell('this is no JSON')
  program.tell({ type: 'ping', id: 7 })
  program.configure(telegram)
  await expect.poll(() => program.states(), patience).toEqual(['starting', 'running'])
  expect(program.reports).toContainEqual({ type: 'ready' })
  expect(program.reports).toContainEqual({ type: 'pong', id: 7 })
  expect(program.reports.at(-1)).toEqual({
    type: 'state',
    platform: 'telegram',
    generation: 1,
    state: 'running',
    bot: { id: String(telegram.me.id), name: 'Para', username: 'para_bot' },
  })
  program.configure(telegram) // the same once more changes nothing
  program.configure(telegram, 2)
  await expect
    .poll(
      () =>
        program.reports
          .filter(({ type }) => type === 'state')
          .map(({ state, generation }) => [state, generation]),
      patience,
    )
    .toEqual([
      ['starting', 1],
      ['running', 1],
      ['stopped', 1],
      ['starting', 2],
      ['running', 2],
    ])
  program.tell({ type: 'configure', connectors: [] })
  await expect.poll(() => program.states().at(-1), patience).toBe('stopped')
  program.child.stdin?.end()
  expect(await program.ended).toEqual([0, null])
})

test('a token that is refused fails at once and for good; SIGTERM ends it in order', async () => {
  await using telegram = await createTelegramDouble()
  await using program = start()
  program.connect()
  program.configure(telegram, 1, '1234567:AAbbccddeeffgghhiijjkkllmmnnoopp')
  await expect.poll(() => program.states(), patience).toEqual(['starting', 'failed'])
  expect(program.reports.at(-1)).toMatchObject({ fatal: true, error: 'Telegram refused the token' })
  program.configure(telegram, 2)
  await expect.poll(() => program.states().at(-1), patience).toBe('running')
  program.child.kill('SIGTERM')
  expect(await program.ended).toEqual([0, null])
  expect(program.states().at(-1)).toBe('stopped')
})

test.skipIf(process.platform !== 'linux')(
  'P42 neither the token nor the key is in its arguments, its environment, its log or its reports, whatever fails',
  async () => {
    await using telegram = await createTelegramDouble()
    await using program = start()
    program.connect()
    program.configure(telegram)
    await expect.poll(() => program.states(), patience).toEqual(['starting', 'running'])
    const failures = [
      {
        ok: false as const,
        error_code: 500,
        description: `Internal: /bot${telegram.token}/getUpdates failed`,
      },
      { ok: false as const, error_code: 400, description: `Bad Request: ${telegram.token}` },
    ]
    for (const answer of failures) {
      telegram.mood.next.push({ method: 'getUpdates', answer })
      telegram.say(telegram.person('Zoe'), 'wake up')
      await expect.poll(() => telegram.mood.next.length, patience).toBe(0)
    }
    telegram.mood.away = true
    telegram.say(telegram.person('Zoe'), 'hello')
    await expect.poll(() => program.said(), patience).toContain('cannot be reached')
    const { pid } = program.child
    const outside = await Promise.all(
      ['cmdline', 'environ'].map((file) => readFile(`/proc/${pid}/${file}`, 'utf8')),
    )
    for (const secret of [telegram.token, key, telegram.token.split(':')[1] ?? ''])
      for (const text of [...outside, program.said()]) expect(text).not.toContain(secret)
    expect(program.said()).toContain('[secret]')
  },
)
