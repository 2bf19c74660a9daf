import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { type SandboxBuildEvent, SandboxConfig, SandboxStatus } from '@atrium/schema'
import { expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../testing.ts'

type Build = (request: IncomingMessage, response: ServerResponse, tar: Buffer) => void

/** What answers on the socket of a Docker engine; no real one runs here. */
async function startDocker(options: { image?: boolean; build?: Build; version?: number } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'atrium-docker-'))
  const socket = join(folder, 'docker.sock')
  const builds: { url: string; tar: Buffer }[] = []
  let image = options.image ?? false
  const json = (response: ServerResponse, status: number, body: unknown): void => {
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(JSON.stringify(body))
  }
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const parts: Buffer[] = []
    for await (const part of request) parts.push(part as Buffer)
    const url = request.url ?? ''
    if (url === '/version')
      return json(response, options.version ?? 200, { Version: '29.4.1', ApiVersion: '1.54' })
    if (/^\/images\/.+\/json$/.test(url))
      return image
        ? json(response, 200, { Id: 'sha256:1' })
        : json(response, 404, { message: 'No such image' })
    if (url.startsWith('/build?')) {
      const tar = Buffer.concat(parts)
      builds.push({ url, tar })
      response.writeHead(200, { 'content-type': 'application/json' })
      image = true
      return options.build?.(request, response, tar)
    }
    json(response, 404, { message: 'no such path' })
  }
  const server = createServer((request, response) => {
    serve(request, response).catch(() => response.destroy()) // the caller left
  })
  server.listen(socket)
  await once(server, 'listening')
  return {
    builds,
    env: { PATH: process.env['PATH'], HOME: folder, DOCKER_HOST: `unix://${socket}` },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const status = async (app: TestApp) =>
  SandboxStatus.parse((await app.rest('GET', '/api/sandbox/status')).body)

async function build(app: TestApp): Promise<SandboxBuildEvent[]> {
  const { status: code, body } = await app.rest('POST', '/api/sandbox/build', {})
  expect(code, JSON.stringify(body)).toBe(200)
  return String(body)
    .split('\n')
    .filter((line) => line.startsWith('data: '))
    .map((line) => JSON.parse(line.slice(6)) as SandboxBuildEvent)
}

/** A machine without bubblewrap or Docker. */
async function bareMachine() {
  const folder = await mkdtemp(join(tmpdir(), 'atrium-bare-'))
  return {
    hostEnv: { PATH: folder, HOME: folder, DOCKER_HOST: `unix://${join(folder, 'none.sock')}` },
    folder,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  }
}

test('the sandbox is told to nobody without a key, and only an administrator builds', async () => {
  await using docker = await startDocker()
  await using app = await createTestApp({ hostEnv: docker.env })
  const nobody = { headers: { authorization: '' } }
  for (const path of ['status', 'config'])
    expect((await app.rest('GET', `/api/sandbox/${path}`, undefined, nobody)).status).toBe(401)
  expect((await app.rest('POST', '/api/sandbox/build', {}, nobody)).status).toBe(401)
  const made = await app.rest('POST', '/api/auth/keys', { label: 'chat', scopes: ['chat'] })
  const chat = { headers: { authorization: `Bearer ${made.body.key}` } }
  expect((await app.rest('GET', '/api/sandbox/status', undefined, chat)).status).toBe(200)
  expect((await app.rest('POST', '/api/sandbox/build', {}, chat)).body.code).toBe('scope_missing')
  expect(docker.builds).toEqual([])
})

test('P28 with no engine the state says none and why, and a sandboxed chat is refused, not run open', async () => {
  await using machine = await bareMachine()
  await using app = await createTestApp({ hostEnv: machine.hostEnv, claudePath: '/nowhere/claude' })
  expect(await status(app)).toMatchObject({
    available: false,
    engine: 'none',
    version: null,
    reason: expect.stringContaining('bubblewrap'),
    reason_code: expect.stringMatching(/^(not_installed|not_allowed)$/),
    isolates_codes: [],
    isolates: [],
    status: 'docker_unavailable',
    docker_available: false,
    docker_reason: expect.stringContaining('Install Docker'),
    image_exists: false,
  })
  expect(SandboxConfig.parse((await app.rest('GET', '/api/sandbox/config')).body).engine).toBe('none')
  const refused = await app.rest('POST', '/api/chat', {
    message: '/ls',
    trust_level: 'sandboxed',
    runner: 'guide',
  })
  expect([refused.status, refused.body.code]).toEqual([503, 'sandbox_unavailable'])
  const built = await app.rest('POST', '/api/sandbox/build', {})
  expect([built.status, built.body.message]).toEqual([400, expect.stringContaining('Docker not available')])
})

test('what the state claims about bubblewrap is what a sandbox here does', async ({ skip }) => {
  await using app = await createTestApp()
  const state = await status(app)
  if (!state.available) return skip(state.reason ?? '')
  expect(state).toMatchObject({
    engine: 'bubblewrap',
    version: expect.stringMatching(/^\d/),
    reason: null,
    status: 'ready',
  })
  expect(state.isolates.length).toBeGreaterThan(3)
  expect(state.isolates_codes).toHaveLength(state.isolates.length)
  const config = SandboxConfig.parse((await app.rest('GET', '/api/sandbox/config')).body)
  expect(config).toMatchObject({ engine: 'bubblewrap', network_enabled: false, memory: null, timeout: null })
})

test('an engine that answers is told with its version and whether the image is there', async () => {
  await using docker = await startDocker()
  await using app = await createTestApp({ hostEnv: docker.env })
  expect(await status(app)).toMatchObject({
    docker_available: true,
    docker_version: '29.4.1',
    docker_reason: null,
    image: 'atrium-sandbox:latest',
    image_exists: false,
    building: false,
  })
  await using other = await startDocker({ image: true })
  await using built = await createTestApp({ hostEnv: other.env })
  expect(await status(built)).toMatchObject({ docker_available: true, image_exists: true })
})

test('an engine that fails, or lies on another machine, is no engine', async () => {
  await using docker = await startDocker({ version: 500 })
  await using failing = await createTestApp({ hostEnv: docker.env })
  expect(await status(failing)).toMatchObject({
    docker_available: false,
    docker_reason: expect.stringContaining('500'),
  })
  await using far = await createTestApp({ hostEnv: { ...docker.env, DOCKER_HOST: 'tcp://192.0.2.1:2375' } })
  expect(await status(far)).toMatchObject({ docker_reason: expect.stringContaining('another machine') })
  const path = join(docker.env.HOME, 'file.sock')
  await writeFile(path, 'no socket')
  await using file = await createTestApp({ hostEnv: { ...docker.env, DOCKER_HOST: `unix://${path}` } })
  expect(await status(file)).toMatchObject({ docker_available: false })
})

test('a build is told line by line, from the Dockerfile that comes with the hub', async () => {
  await using docker = await startDocker({
    build(_request, response) {
      response.write(`${JSON.stringify({ stream: 'Step 1/4 : FROM debian\n' })}\n`)
      response.write(`${JSON.stringify({ status: 'Pulling', id: 'abc' })}\n{"stream":"\\n"}\n`)
      response.end(`${JSON.stringify({ stream: 'one\ntwo\n' })}\n${JSON.stringify({ aux: { ID: 'x' } })}\n`)
    },
  })
  await using app = await createTestApp({ hostEnv: docker.env })
  expect(await build(app)).toEqual([
    { type: 'build_progress', line: 'Step 1/4 : FROM debian' },
    { type: 'build_progress', line: 'abc: Pulling' },
    { type: 'build_progress', line: 'one' },
    { type: 'build_progress', line: 'two' },
    { type: 'build_complete', image: 'atrium-sandbox:latest' },
  ])
  expect(docker.builds[0]?.url).toContain('t=atrium-sandbox%3Alatest')
  expect(gunzipSync(docker.builds[0]?.tar ?? '').toString()).toContain('FROM debian')
  expect(await status(app)).toMatchObject({ image_exists: true, building: false })
})

test('a build that fails says so, and the next one may try again', async () => {
  let count = 0
  await using docker = await startDocker({
    build(_request, response) {
      if (count++ === 0)
        response.end(`${JSON.stringify({ error: 'exit code 1', errorDetail: { code: 1 } })}\n`)
      else response.end()
    },
  })
  await using app = await createTestApp({ hostEnv: docker.env })
  expect(await build(app)).toEqual([{ type: 'build_error', error: expect.stringContaining('exit code 1') }])
  expect(await build(app)).toEqual([{ type: 'build_complete', image: 'atrium-sandbox:latest' }])
})

test('a second build at the same time is refused in the stream; one whose viewer left goes on; the end of the hub stops it', async () => {
  let finish = (): void => undefined
  await using docker = await startDocker({
    build(_request, response) {
      response.write(`${JSON.stringify({ stream: 'begun\n' })}\n`)
      finish = () => response.end()
    },
  })
  await using app = await createTestApp({ hostEnv: docker.env })
  const leaving = new AbortController()
  const first = fetch(new URL('/api/sandbox/build', app.url), {
    method: 'POST',
    headers: { authorization: `Bearer ${app.token}`, 'content-type': 'application/json' },
    body: '{}',
    signal: leaving.signal,
  })
  const reader = (await first).body?.getReader()
  await reader?.read()
  await expect.poll(async () => (await status(app)).building).toBe(true)
  expect(await build(app)).toEqual([{ type: 'build_error', error: 'Build already in progress' }])
  leaving.abort()
  expect((await status(app)).building).toBe(true)
  finish()
  await expect.poll(async () => (await status(app)).building).toBe(false)
  const cut = build(app).catch(() => [])
  await expect.poll(async () => (await status(app)).building).toBe(true)
  await app.restart()
  await cut
  expect((await status(app)).building).toBe(false)
})
