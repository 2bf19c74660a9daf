import { spawn } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { startedWith, variableOf } from '../../../test/left-over.ts'
import { readConfig } from '../../config.ts'
import { spawnServer, type TestOptions } from '../../testing.ts'
import { type BotsApp, type ChildMode, createBotsApp, told, until } from './testing.ts'

const token = '123456:AAFsecretsecretsecretsecret'
const enable = (bots: BotsApp) =>
  bots.rest('PUT', '/api/bots/config', { telegram: { bot_token: token, enabled: true } })
const telegram = async (bots: BotsApp) =>
  (await bots.rest('GET', '/api/bots/status')).body.connectors.telegram
const stateIs = (bots: BotsApp, status: string) =>
  until(async () => {
    const connector = await telegram(bots)
    return connector.status === status && connector
  })
const begun = async (bots: BotsApp) => (await told(bots.notes)).filter(({ type }) => type === 'begun')
const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
const hurry = (mode: ChildMode, pace: object = {}, more: Partial<TestOptions> = {}) =>
  createBotsApp({
    mode,
    ...more,
    bots: {
      telegramRoot: 'https://api.telegram.org',
      discordRoot: 'https://discord.com/api',
      matrixHosts: [],
      program: { file: '', args: [] },
      pace: { backoff: { base: 5, cap: 20 }, ...pace },
    },
  })

test('a connector that is enabled starts, is told its token by its input alone, and stops', async () => {
  await using bots = await createBotsApp()
  expect((await telegram(bots)).status).toBe('stopped')
  const early = await bots.rest('POST', '/api/bots/telegram/start')
  expect([early.status, early.body.message]).toEqual([400, 'telegram bot token not configured'])
  await enable(bots)
  const running = await stateIs(bots, 'running')
  expect(running).toMatchObject({
    enabled: true,
    has_token: true,
    running: true,
    bot_name: 'Para',
    last_error: null,
  })
  const [start, connect, ...orders] = await told(bots.notes)
  expect(JSON.stringify(start)).not.toMatch(/secretsecret|para_/)
  expect(connect).toMatchObject({
    type: 'connect',
    base_url: bots.app.url,
    key: expect.stringMatching(/^para_/),
  })
  expect(orders[0]).toMatchObject({
    type: 'configure',
    connectors: [{ platform: 'telegram', token, api_root: 'https://api.telegram.org', ack_emoji: '👀' }],
  })
  const asChild = { headers: { authorization: `Bearer ${connect.key}` } }
  const mine = await bots.rest('GET', '/api/bots/telegram/deliveries', undefined, asChild)
  expect(mine.status).toBe(200)
  expect((await bots.rest('GET', '/api/bots/config', undefined, asChild)).status).toBe(403)
  expect((await bots.rest('GET', '/api/auth/keys')).body.keys).toHaveLength(1)

  expect((await bots.rest('POST', '/api/bots/telegram/start')).status).toBe(409)
  const stopped = await bots.rest('POST', '/api/bots/telegram/stop')
  expect(stopped.body).toEqual({ success: true, message: 'telegram connector stopped' })
  expect((await bots.rest('POST', '/api/bots/telegram/stop')).body.message).toBe(
    'telegram connector not running',
  )
  await until(async () => !isAlive(start.pid))
  expect((await bots.rest('GET', '/api/bots/telegram/deliveries', undefined, asChild)).status).toBe(401)
  expect((await bots.rest('POST', '/api/bots/icq/start')).body.message).toBe('Unknown platform: icq')

  expect((await bots.rest('POST', '/api/bots/telegram/start')).status).toBe(200)
  await stateIs(bots, 'running')
  await bots.app.restart()
  await stateIs(bots, 'running')
  expect(await begun(bots)).toHaveLength(3)
})

test('a changed setting starts the connector anew and leaves the program', async () => {
  await using bots = await createBotsApp()
  await enable(bots)
  await stateIs(bots, 'running')
  await bots.rest('PUT', '/api/bots/config', { telegram: { group_mention_mode: 'all_messages' } })
  const orders = await until(async () => {
    const found = (await told(bots.notes)).filter(({ connectors }) => connectors?.[0]?.group_mention_mode)
    return found.some(({ connectors }) => connectors[0].group_mention_mode === 'all_messages') && found
  })
  const generations = orders.map(({ connectors }) => connectors[0].generation)
  expect(generations.at(-1)).toBeGreaterThan(generations[0])
  expect(await begun(bots)).toHaveLength(1)
  await bots.rest('PUT', '/api/bots/config', { telegram: { enabled: false } })
  expect((await telegram(bots)).status).toBe('stopped')
})

test('a program that ends is started again, and given up after ten times in a row', async () => {
  await using bots = await hurry('exit')
  await enable(bots)
  const failed = await stateIs(bots, 'failed')
  expect(failed).toMatchObject({ failure_count: 10, running: false })
  expect(failed.last_error).toBe('The program of the bots broke off: it ended with status 3')
  expect(await begun(bots)).toHaveLength(10)
  expect((await bots.rest('GET', '/api/bots/status')).body.process.state).toBe('stopped')
  expect((await bots.rest('POST', '/api/bots/telegram/start')).status).toBe(200)
  await until(async () => (await begun(bots)).length > 10)
})

test('a program that ends once runs again, with another key', async () => {
  await using bots = await hurry('once')
  await enable(bots)
  expect(await stateIs(bots, 'running')).toMatchObject({ failure_count: 1 })
  const { process: state } = (await bots.rest('GET', '/api/bots/status')).body
  expect(state).toEqual({ state: 'running', restarts: 1 })
})

test('a program that dies of its connector is not started for ever', async () => {
  await using bots = await hurry('crash')
  await enable(bots)
  await stateIs(bots, 'failed')
  expect(await begun(bots)).toHaveLength(10)
})

test('a program that answers no more is ended and started again', async () => {
  await using bots = await hurry('hang', { pingMs: 20, pongMs: 60 })
  await enable(bots)
  await until(async () => (await begun(bots)).length >= 2)
  const [first] = await begun(bots)
  await until(async () => !isAlive(first.pid))
  expect((await telegram(bots)).last_error).toBe(
    'The program of the bots broke off: it did not answer any more',
  )
})

test('a connector that fails is tried again with pauses, and given up after ten times in a row', async () => {
  await using bots = await hurry('failing')
  await enable(bots)
  const failed = await stateIs(bots, 'failed')
  expect(failed).toMatchObject({ failure_count: 10, last_error: 'ECONNREFUSED' })
  expect(await begun(bots)).toHaveLength(1)
})

test('P42 a token that the platform refuses fails at once, and its error names no secret', async () => {
  await using bots = await createBotsApp({ mode: 'fatal' })
  await enable(bots)
  const failed = await stateIs(bots, 'failed')
  expect(failed).toMatchObject({ failure_count: 0, uptime: null })
  expect(failed.last_error).toMatch(/^401: Unauthorized for •••• y+$/)
  expect(failed.last_error).toHaveLength(200)
  expect(failed.last_error_time).toBeGreaterThan(1_700_000_000)
})

test('lines that nobody understands cost nothing', async () => {
  await using bots = await createBotsApp({ mode: 'bad' })
  await enable(bots)
  expect(await stateIs(bots, 'running')).toMatchObject({ last_error: null })
})

test('P27 the end of the hub ends the program and what it has started, also one that listens to nobody', async () => {
  const bots = await hurry('deaf', { stopMs: 300 })
  await enable(bots)
  await stateIs(bots, 'running')
  const [{ pid }] = (await begun(bots)) as [{ pid: number }]
  const tag = `ATRIUM_BOTS_OF=${await variableOf(pid, 'ATRIUM_BOTS_OF')}`
  expect((await startedWith(tag)).length).toBe(2)
  await bots[Symbol.asyncDispose]()
  expect(isAlive(pid)).toBe(false)
  expect(await startedWith(tag)).toEqual([])
})

test('P27 a hub that is killed takes its bots with it', async () => {
  await using server = await spawnServer()
  await server.rest('PUT', '/api/bots/config', {
    telegram: { bot_token: token, enabled: true },
  })
  const mine = () => startedWith('ATRIUM_BOTS_OF=', server.child.pid)
  const [pid = 0] = await until(async () => {
    const found = await mine()
    return found.length > 0 && found
  })
  await server.kill('SIGKILL')
  await until(async () => !isAlive(pid))
})

test('P27 what an earlier hub left of its bots is ended before they start again', async () => {
  await using bots = await hurry('good')
  await enable(bots)
  await stateIs(bots, 'running')
  const [{ pid }] = (await begun(bots)) as [{ pid: number }]
  const [tag] = (await variableOf(pid, 'ATRIUM_BOTS_OF'))?.split('.') ?? []
  const left = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
    env: { ATRIUM_BOTS_OF: `${tag}.77.` },
    detached: true,
    stdio: 'ignore',
  })
  onTestFinished(() => void left.kill('SIGKILL'))
  await bots.app.restart()
  await until(async () => left.exitCode !== null || left.signalCode !== null)
  await stateIs(bots, 'running')
})

test('P32 P34 the platform is asked whose token it is, at its own address alone', async () => {
  const asked: string[] = []
  const platform = createServer((request, response) => {
    asked.push(`${request.url} ${request.headers.authorization ?? ''}`)
    if (request.url?.includes('wrong')) {
      response.statusCode = 401
      return response.end('{"description":"internal: 10.0.0.1"}')
    }
    response.setHeader('content-type', 'application/json')
    const bot = { id: '1180', username: 'para_bot', first_name: 'Para' }
    response.end(JSON.stringify(request.url?.startsWith('/bot') ? { ok: true, result: bot } : bot))
  })
  await new Promise<void>((done) => platform.listen(0, '127.0.0.1', done))
  onTestFinished(() => void platform.close())
  const root = `http://127.0.0.1:${(platform.address() as AddressInfo).port}`
  await using bots = await createBotsApp({
    bots: {
      telegramRoot: root,
      discordRoot: `${root}/api`,
      matrixHosts: [],
      program: { file: '', args: [] },
      pace: {},
    },
  })
  const test = (name: string) => bots.rest('POST', `/api/bots/${name}/test`)
  expect((await test('telegram')).body.message).toBe('telegram not configured')
  await bots.rest('PUT', '/api/bots/config', {
    telegram: { bot_token: '77:good' },
    discord: { bot_token: 'discordtoken' },
  })
  expect((await test('telegram')).body).toEqual({ success: true, bot_name: 'Para', bot_username: 'para_bot' })
  expect((await test('discord')).body).toEqual({ success: true, bot_name: 'para_bot', bot_id: '1180' })
  expect(asked).toEqual(['/bot77:good/getMe ', '/api/v10/users/@me Bot discordtoken'])
  await bots.rest('PUT', '/api/bots/config', { telegram: { bot_token: 'wrong' } })
  expect((await test('telegram')).body).toEqual({ success: false, error: 'HTTP 401' })
  await new Promise((done) => platform.close(done))
  expect((await test('telegram')).body).toEqual({
    success: false,
    error: '127.0.0.1 could not be reached',
  })
})

test('P32 a homeserver in a private network is refused, unless the hub allows it', async () => {
  await using bots = await createBotsApp()
  const put = (homeserver_url: string) => bots.rest('PUT', '/api/bots/config', { matrix: { homeserver_url } })
  for (const url of [
    'http://matrix.example.org',
    'https://127.0.0.1',
    'https://[::1]',
    'https://matrix.example.org:8448',
    'https://user:pw@matrix.example.org',
  ]) {
    const { status, body } = await put(url)
    expect([status, body.detail?.[0].loc, body.detail?.[0].type], url).toEqual([
      422,
      ['body', 'matrix', 'homeserver_url'],
      'address_error',
    ])
  }
  expect((await put('https://localhost')).status).toBe(200)
  await bots.rest('PUT', '/api/bots/config', {
    matrix: { access_token: 'syt_x', user_id: '@para:localhost', enabled: true },
  })
  const failed = await until(async () => {
    const { matrix } = (await bots.rest('GET', '/api/bots/status')).body.connectors
    return matrix.status === 'failed' && matrix
  })
  expect(failed.last_error).toBe('The address of the homeserver is not allowed')
  expect(await begun(bots)).toEqual([])
  expect((await bots.rest('POST', '/api/bots/matrix/test')).body).toEqual({
    success: false,
    error: 'The address is not allowed, unless ATRIUM_MATRIX_HOSTS names its host',
  })
})

test('P40 who has no administration neither configures nor starts nor decides', async () => {
  await using bots = await createBotsApp()
  for (const scopes of [['chat', 'files', 'terminal'], ['bots']]) {
    const { key } = (await bots.rest('POST', '/api/auth/keys', { label: 'k', scopes })).body
    const headers = { authorization: `Bearer ${key}` }
    for (const door of [
      'GET /status',
      'GET /config',
      'PUT /config',
      'GET /conversations',
      'GET /people',
      'GET /pairing',
      'GET /pairing/count',
      'POST /pairing/x/approve',
      'POST /pairing/x/deny',
      'DELETE /pairing/telegram/5',
      'POST /telegram/start',
      'POST /telegram/stop',
      'POST /telegram/test',
    ]) {
      const [method = '', path = ''] = door.split(' ')
      const answer = await bots.rest(method, `/api/bots${path}`, method === 'GET' ? undefined : {}, {
        headers,
      })
      expect([answer.status, answer.body.code], door).toEqual([403, 'scope_missing'])
    }
  }
})

test('the program that is started is the one that is shipped', () => {
  const { program } = readConfig({}).bots
  expect(program.args).toEqual([fileURLToPath(new URL('../../../../bots/src/main.ts', import.meta.url))])
})
