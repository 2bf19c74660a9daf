import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { PlanUsage } from '@atrium/schema'
import { expect, test, vi } from 'vitest'
import { createTestApp, type TestApp } from '../../testing.ts'
import { claudeFolder, claudeLines } from '../claude-code/testing.ts'
import { askVendor } from './vendor.ts'

const token = 'sk-ant-oat01-canary'

/** A vendor on loopback that answers what the test says. */
async function startVendor(answer: RequestListener) {
  const calls: { url: string | undefined; headers: IncomingHttpHeaders }[] = []
  const server = createServer((request, response) => {
    calls.push({ url: request.url, headers: request.headers })
    answer(request, response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    calls,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

const json =
  (body: unknown, status = 200, headers: Record<string, string> = {}): RequestListener =>
  (_request, response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(typeof body === 'string' ? body : JSON.stringify(body))
  }

async function signIn(app: TestApp, oauth: Record<string, unknown> = {}): Promise<void> {
  const folder = join(app.home, '..', 'claude')
  await mkdir(folder, { recursive: true })
  await writeFile(
    join(folder, '.credentials.json'),
    JSON.stringify({ claudeAiOauth: { accessToken: token, refreshToken: 'r', ...oauth } }),
  )
}

const get = async (app: TestApp) => PlanUsage.parse((await app.rest('GET', '/api/usage')).body)

test('usage is refused without a key', async () => {
  await using app = await createTestApp()
  expect((await app.rest('GET', '/api/usage', undefined, { headers: { authorization: '' } })).status).toBe(
    401,
  )
})

test('the figures of the vendor come as they are, asked for once a minute, with the token of the sign-in', async () => {
  await using vendor = await startVendor(
    json({
      five_hour: { utilization: 37.5, resets_at: '2026-02-09T20:00:00+00:00' },
      seven_day: { utilization: 12, resets_at: null },
      seven_day_opus: null,
      seven_day_sonnet: { utilization: 3 },
      extra_usage: { is_enabled: true, monthly_limit: 50, used_credits: 3.2, utilization: 6.4 },
      internal: { host: '10.0.0.7' },
    }),
  )
  await using app = await createTestApp({ usageUrl: vendor.url })
  await signIn(app, { subscriptionType: 'max', rateLimitTier: 'tier_5', expiresAt: Date.now() + 60_000 })
  const [first, second] = await Promise.all([get(app), get(app)])
  expect(first).toEqual({
    five_hour: { utilization: 37.5, resets_at: '2026-02-09T20:00:00.000Z' },
    seven_day: { utilization: 12, resets_at: null },
    seven_day_sonnet: { utilization: 3, resets_at: null },
    seven_day_opus: null,
    extra_usage: { is_enabled: true, monthly_limit: 50, used_credits: 3.2, utilization: 6.4 },
    subscription_type: 'max',
    rate_limit_tier: 'tier_5',
    error: null,
    source: 'vendor',
    fetched_at: expect.any(String),
    local: null,
  })
  expect(second).toEqual(first)
  expect(await get(app)).toEqual(first)
  expect(vendor.calls).toMatchObject([
    { url: '/api/oauth/usage', headers: { authorization: `Bearer ${token}` } },
  ])
})

test('P34 an answer that fails, lies or talks too much passes nothing on and is said in our words', async () => {
  const secret = 'internal-canary-10.0.0.7'
  const answers: [RequestListener, RegExp][] = [
    [json({ error: secret }, 429, { 'retry-after': '120' }), /^API request failed: 429\. .*too often/],
    [json(secret, 401), /^API request failed: 401\. .*run `claude`/],
    [json(secret, 500), /^API request failed: 500$/],
    [json(`<html>${secret}</html>`), /unexpected form/],
    [json([secret]), /unexpected form/],
    [json({ five_hour: secret, filler: 'x'.repeat(400_000) }), /unexpected form/],
    [json('', 302, { location: 'http://127.0.0.1:9/elsewhere' }), /could not be reached/],
    [(request) => request.socket.destroy(), /could not be reached/],
  ]
  for (const [answer, error] of answers) {
    await using vendor = await startVendor(answer)
    await using app = await createTestApp({ usageUrl: vendor.url })
    await signIn(app)
    const { status, body } = await app.rest('GET', '/api/usage')
    expect(status).toBe(200)
    expect(body.error).toMatch(error)
    expect(body).toMatchObject({ source: null, five_hour: null, seven_day: null })
    expect(JSON.stringify(body)).not.toContain('canary')
    expect((await get(app)).error).toMatch(error)
    expect(vendor.calls).toHaveLength(1)
  }
})

test('P34 P47 a vendor that is silent is given up, and so is one that trickles', async () => {
  for (const answer of [
    () => undefined,
    (_request, response) => {
      response.writeHead(200)
      response.write('{')
    },
  ] satisfies RequestListener[]) {
    await using vendor = await startVendor(answer)
    const signal = new AbortController().signal
    expect(await askVendor({ base: vendor.url, token, signal, timeoutMs: 150 })).toEqual({
      error: 'Request timed out',
      retryAfterMs: null,
    })
  }
})

test('the token goes to no address but the vendor’s and this computer', async () => {
  const { signal } = new AbortController()
  await expect(askVendor({ base: 'http://192.0.2.1', token, signal })).rejects.toThrow('127.0.0.1')
})

test('without a usable sign-in nobody is asked, and the answer says what to do', async () => {
  await using vendor = await startVendor(json({}))
  await using app = await createTestApp({ usageUrl: vendor.url })
  expect((await get(app)).error).toContain('no sign-in')
  await signIn(app, { expiresAt: Date.now() - 1 })
  expect((await get(app)).error).toContain('expired')
  await signIn(app, { accessToken: 5 })
  expect((await get(app)).error).toContain('cannot be read')
  const folder = join(app.home, '..', 'claude')
  await writeFile(join(folder, '.credentials.json'), 'no JSON')
  expect((await get(app)).error).toContain('cannot be read')
  await writeFile(join(folder, '.credentials.json'), 'x'.repeat(100_000))
  expect((await get(app)).error).toContain('no sign-in')
  expect(vendor.calls).toEqual([])
})

test('P17 a sign-in that is a link to somewhere else is not followed', async () => {
  await using vendor = await startVendor(json({}))
  await using app = await createTestApp({ usageUrl: vendor.url })
  await signIn(app)
  const folder = join(app.home, '..', 'claude')
  await writeFile(join(app.home, 'other.json'), JSON.stringify({ claudeAiOauth: { accessToken: token } }))
  await rm(join(folder, '.credentials.json'))
  await symlink(join(app.home, 'other.json'), join(folder, '.credentials.json'))
  expect((await get(app)).error).toContain('no sign-in')
  expect(vendor.calls).toEqual([])
})

test('what transcripts tell is counted by window and model, each answer once', async () => {
  await using app = await createTestApp()
  const claude = claudeFolder(join(app.home, '..', 'claude'))
  const id = randomUUID()
  const said = claudeLines(id, '/srv')
  const ago = (hours: number) => ({ timestamp: new Date(Date.now() - hours * 3_600_000).toISOString() })
  const opus = { model: 'claude-opus-5-5' }
  const answer = (hours: number, name: string, output: number, model = {}) => {
    const line = said.assistant('text', ago(hours), name, output)
    return { ...line, message: { ...(line['message'] as object), ...model } }
  }
  await claude.write('-srv', id, [
    said.user('question', ago(2)),
    answer(1, 'a', 3), // one answer in three lines
    answer(1, 'a', 9),
    answer(1, 'a', 9),
    answer(2, 'b', 5, opus),
    answer(30, 'c', 7),
    answer(200, 'd', 11),
    answer(1, 'e', 500, { model: '<synthetic>' }),
    {
      ...answer(1, 'f', 1),
      message: { role: 'assistant', model: 'm', id: 'x', content: [], usage: { output_tokens: 'many' } },
    },
  ])
  // A copy of the conversation in another transcript.
  await claude.write('-srv', randomUUID(), [answer(1, 'a', 9), answer(2, 'b', 5, opus)])
  const usage = await get(app)
  expect(usage).toMatchObject({
    source: 'transcripts',
    five_hour: { utilization: null, resets_at: null },
    error: expect.stringContaining('no sign-in'),
    local: {
      complete: true,
      five_hour: {
        messages: 3,
        input_tokens: 200,
        output_tokens: 14,
        cache_read_input_tokens: 60,
        cache_creation_input_tokens: 40,
      },
      seven_day: { messages: 4, output_tokens: 21 },
      seven_day_opus: { messages: 1, output_tokens: 5 },
      seven_day_sonnet: { messages: 2, output_tokens: 16 },
    },
  })
})

test('the wait that the vendor asks for is counted from its answer, however often it is asked about meanwhile', async () => {
  await using vendor = await startVendor(json({}, 429, { 'retry-after': '61' }))
  await using app = await createTestApp({ usageUrl: vendor.url })
  await signIn(app)
  vi.useFakeTimers({ toFake: ['performance'] })
  try {
    for (let seconds = 0; seconds < 80; seconds += 20) {
      expect((await get(app)).error).toContain('429')
      vi.advanceTimersByTime(20_000)
    }
    expect(vendor.calls).toHaveLength(1)
    await get(app)
    expect(vendor.calls).toHaveLength(2)
  } finally {
    vi.useRealTimers()
  }
})
