import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { FileEventsServerFrame } from '@atrium/schema'
import { limits } from '@atrium/schema'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { createTestApp, type TestApp } from '../../testing.ts'

let app: TestApp
let base: string
beforeAll(async () => {
  base = realpathSync(mkdtempSync(join(tmpdir(), 'atrium-events-')))
  app = await createTestApp({ browseRoots: [base] })
})
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  rmSync(base, { recursive: true, force: true })
})

let folder: string
let id: string
let count = 0
beforeEach(async () => {
  folder = join(base, `p${++count}`)
  mkdirSync(folder)
  const made = await app.rest('POST', '/api/projects', {
    displayName: `P${count}`,
    path: folder,
    plan: false,
  })
  expect(made.status).toBe(201)
  id = made.body.id
})
const at = (path: string) => join(folder, path)
const put = (path: string, content = 'x') => {
  mkdirSync(dirname(at(path)), { recursive: true })
  writeFileSync(at(path), content)
}

/** A viewer of file events that keeps all that it heard. */
async function connect(token = app.token, url = app.url) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/files/events`, [`bearer.${token}`])
  const frames: FileEventsServerFrame[] = []
  let wake = () => {}
  socket.on('message', (data: Buffer) => {
    frames.push(JSON.parse(data.toString()))
    wake()
  })
  const closed = new Promise<number>((resolve) => socket.once('close', resolve))
  await new Promise((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
  const until = async (is: (frame: FileEventsServerFrame) => boolean): Promise<FileEventsServerFrame> => {
    for (;;) {
      const found = frames.find(is)
      if (found) return found
      await new Promise<void>((resolve) => (wake = resolve))
    }
  }
  return {
    socket,
    frames,
    closed,
    until,
    send: (frame: unknown) => socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame)),
    /** Waits for an event of this path. */
    event: (path: string, type?: 'change' | 'rename') =>
      until(
        (frame) =>
          'relPath' in frame && frame.relPath === path && (type === undefined || frame.type === type),
      ),
    async subscribe(to = id) {
      socket.send(JSON.stringify({ subscribe: to }))
      return until((frame) => frame.type === 'subscribed' && frame.projectId === to)
    },
    count: () => frames.length,
    paths: () => frames.flatMap((frame) => ('relPath' in frame ? [frame.relPath] : [])),
    [Symbol.dispose]: () => socket.terminate(),
  }
}

test('P1 P6 refuses without a key, and ends when the key is revoked', async () => {
  const bad = new WebSocket(`${app.url.replace('http', 'ws')}/api/files/events`, ['bearer.wrong'])
  expect(await new Promise((resolve) => bad.once('close', resolve))).toBe(4001)
  const { key, id: keyId } = (await app.rest('POST', '/api/auth/keys', { label: 'f', scopes: ['files'] }))
    .body
  using viewer = await connect(key)
  await viewer.subscribe()
  viewer.send({ subscribeSession: 'shop' })
  expect(await viewer.until((frame) => frame.type === 'error')).toMatchObject({
    projectId: 'session:shop',
    code: 'scope_missing',
  })
  expect((await app.rest('DELETE', `/api/auth/keys/${keyId}`)).status).toBe(200)
  expect(await viewer.closed).toBe(4001)
})

describe('a watched folder', () => {
  test('tells what happens at any depth, in the shape of the page', async () => {
    put('src/deep/er/a.txt')
    using viewer = await connect()
    expect(await viewer.subscribe()).toMatchObject({ projectId: id, path: folder, seq: 0 })
    appendFileSync(at('src/deep/er/a.txt'), 'more')
    const event = await viewer.event('src/deep/er/a.txt')
    expect(event).toEqual({
      projectId: id,
      type: 'change',
      relPath: 'src/deep/er/a.txt',
      seq: 1,
      at: expect.any(Number),
    })
    writeFileSync(at('src/deep/new.txt'), '')
    await viewer.event('src/deep/new.txt', 'rename')
    unlinkSync(at('src/deep/new.txt'))
    renameSync(at('src/deep/er/a.txt'), at('src/b.txt'))
    await viewer.event('src/b.txt', 'rename')
    await viewer.until(
      (frame) => 'relPath' in frame && frame.relPath === 'src/deep/er/a.txt' && frame.type === 'rename',
    )
    const seqs = viewer.frames.flatMap((frame) => ('relPath' in frame ? [frame.seq] : []))
    expect(seqs).toEqual(seqs.map((_, index) => index + 1))
  })

  test('follows folders that come whole, move and go', async () => {
    mkdirSync(join(base, 'outside'))
    mkdirSync(join(base, 'outside/one/two/three'), { recursive: true })
    writeFileSync(join(base, 'outside/one/two/three/x'), '')
    using viewer = await connect()
    await viewer.subscribe()
    mkdirSync(at('a/b/c/d'), { recursive: true })
    writeFileSync(at('a/b/c/d/file'), '')
    await viewer.event('a/b/c/d/file')
    renameSync(join(base, 'outside/one'), at('a/in'))
    await viewer.event('a/in/two/three/x', 'rename')
    appendFileSync(at('a/in/two/three/x'), 'y')
    await viewer.event('a/in/two/three/x', 'change')
    renameSync(at('a/in'), at('moved'))
    await viewer.event('moved/two/three/x', 'rename')
    viewer.frames.length = 0
    appendFileSync(at('moved/two/three/x'), 'z')
    await viewer.event('moved/two/three/x', 'change')
    expect(viewer.paths()).not.toContain('a/in/two/three/x')
    renameSync(at('moved'), join(base, 'outside/back'))
    await viewer.event('moved', 'rename')
    viewer.frames.length = 0
    appendFileSync(join(base, 'outside/back/two/three/x'), 'z')
    put('sentinel')
    await viewer.event('sentinel')
    expect(viewer.paths()).toEqual(['sentinel'])
    rmSync(at('a'), { recursive: true })
    await viewer.event('a', 'rename')
    put('a/again/b')
    await viewer.event('a/again/b')
  })

  test('says nothing of what nobody works on: .git, node_modules, dist, build, drafts of ours, what links lead to', async () => {
    mkdirSync(join(base, `far${count}`))
    symlinkSync(join(base, `far${count}`), at('link'))
    for (const name of ['.git', 'node_modules', 'dist', 'build']) put(`pkg/${name}/deep/x`)
    using viewer = await connect()
    await viewer.subscribe()
    for (const name of ['.git', 'node_modules', 'dist', 'build']) put(`pkg/${name}/deep/x`, 'changed')
    writeFileSync(join(base, `far${count}`, 'x'), '')
    const form = new FormData()
    form.append('file', new Blob(['bytes']), 'up.txt')
    const sent = await fetch(`${app.url}/api/projects/${id}/files/upload`, {
      method: 'POST',
      headers: { authorization: `Bearer ${app.token}` },
      body: form,
    })
    expect(sent.status).toBe(200)
    await viewer.event('up.txt')
    await app.rest('PUT', `/api/projects/${id}/files/content`, { path: 'w.txt', content: 'x' })
    await viewer.event('w.txt')
    expect([...new Set(viewer.paths())].sort()).toEqual(['up.txt', 'w.txt'])
  })

  test('of which a part may not be read is watched all the same', async () => {
    put('closed/x')
    chmodSync(at('closed'), 0)
    using viewer = await connect()
    await viewer.subscribe()
    put('open/x')
    await viewer.event('open/x')
    chmodSync(at('closed'), 0o755)
  })

  test('that goes away ends its subscription with a word', async () => {
    using viewer = await connect()
    await viewer.subscribe()
    renameSync(folder, `${folder}-gone`)
    expect(await viewer.until((frame) => frame.type === 'error')).toMatchObject({
      code: 'root_gone',
      projectId: id,
    })
  })

  test('of a session is that in which it is', async () => {
    put('work/x')
    const made = await app.rest('POST', '/api/sessions', {
      name: `s${count}`,
      directory: at('work'),
      command: 'sleep 60',
    })
    // tmux tells where a program is a moment after it has begun.
    const isThere = async () =>
      (await app.rest('GET', '/api/sessions')).body.find(
        ({ name }: { name: string }) => name === made.body.name,
      )?.path
    await expect.poll(isThere).toBe(at('work'))
    using viewer = await connect()
    viewer.send({ subscribeSession: made.body.name })
    const source = `session:${made.body.name}`
    const told = await viewer.until((frame) => 'projectId' in frame && frame.projectId === source)
    expect(told).toMatchObject({ type: 'subscribed', path: at('work') })
    put('work/y')
    expect(await viewer.event('y')).toMatchObject({ projectId: source })
    viewer.send({ unsubscribeSession: made.body.name })
    await viewer.until((frame) => frame.type === 'unsubscribed')
  })
})

test('a git checkout of thousands of files is an overflow, and what comes after is heard', async () => {
  const git = (...args: string[]) => execFileSync('git', ['-C', folder, ...args], { stdio: 'ignore' })
  git('init', '-q')
  git('config', 'user.email', 'a@example.org')
  git('config', 'user.name', 'a')
  put('start')
  git('add', '.')
  git('commit', '-qm', 'one')
  git('branch', 'bare')
  for (let index = 0; index < 6_000; index++) put(`d${index % 60}/e${index % 7}/f${index}`)
  git('add', '.')
  git('commit', '-qm', 'two')
  git('checkout', '-q', 'bare')
  using viewer = await connect()
  await viewer.subscribe()
  git('checkout', '-q', '-')
  // A busy machine may write so slowly that everything can be told.
  const frame = await viewer.until(({ type }) => type === 'overflow' || viewer.count() >= 6_000)
  if (frame.type === 'overflow') expect(viewer.paths().length).toBeLessThan(6_000)
  // What is written when the storm is over is heard, in folders that came with it too.
  let heard: unknown = null
  void viewer.event('d59/e3/after').then((event) => (heard = event))
  for (let tries = 0; heard === null && tries < 200; tries++) {
    put('d59/e3/after', String(tries))
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  expect(heard).not.toBeNull()
})

test('what cannot be read, is unknown or too much is answered, and a ping with a pong', async () => {
  using viewer = await connect()
  viewer.send('{"subscribe":')
  expect(await viewer.until((frame) => frame.type === 'error')).toMatchObject({
    code: 'invalid',
    projectId: null,
  })
  viewer.send({ subscribe: 'nothing' })
  await viewer.until(
    (frame) => frame.type === 'error' && frame.code === 'not_found' && frame.projectId === 'nothing',
  )
  viewer.send({ type: 'ping' })
  await viewer.until((frame) => frame.type === 'pong')
  for (let index = 0; index < limits.fileEventSubscriptions; index++) {
    const path = join(base, `sub${index}`)
    mkdirSync(path)
    const made = await app.rest('POST', '/api/projects', { displayName: `Sub ${index}`, path, plan: false })
    await viewer.subscribe(made.body.id)
  }
  viewer.send({ subscribe: id })
  await viewer.until(
    (frame) => frame.type === 'error' && frame.code === 'limit_reached' && frame.projectId === id,
  )
})

test('two viewers share one watch', async () => {
  using one = await connect()
  using two = await connect()
  const before = app.app.watcher.size()
  await Promise.all([one.subscribe(), two.subscribe()])
  expect(app.app.watcher.size()).toBe(before + 1)
  put('x')
  const [first, second] = await Promise.all([one.event('x'), two.event('x')])
  expect(first).toEqual(second)
})

test('who leaves and comes back while the watch is made hears everything once, and nothing stays behind', async () => {
  const viewer = await connect()
  for (let turn = 0; turn < 5; turn++) {
    viewer.send({ subscribe: id })
    viewer.send({ unsubscribe: id })
  }
  await viewer.subscribe()
  put('once')
  await viewer.event('once', 'rename')
  put('end')
  await viewer.event('end', 'rename')
  expect(viewer.paths().filter((path) => path === 'once')).toEqual(['once'])
  expect(viewer.frames.filter((frame) => frame.type === 'subscribed')).toHaveLength(1)
  viewer.socket.close()
  await viewer.closed
})

test('P21 the hub tells nothing of its own files, not even their names', async () => {
  const above = join(base, 'above')
  mkdirSync(above)
  await using own = await createTestApp({ home: join(above, 'hub'), browseRoots: [base] })
  const made = await own.rest('POST', '/api/projects', { displayName: 'Above', path: above, plan: false })
  expect(made.status).toBe(201)
  using viewer = await connect(own.token, own.url)
  await viewer.subscribe(made.body.id)
  writeFileSync(join(above, 'hub', 'secret-note'), 'x')
  writeFileSync(join(above, 'mine'), 'x')
  await viewer.event('mine')
  expect(viewer.paths().filter((path) => path.startsWith('hub/'))).toEqual([])
})
