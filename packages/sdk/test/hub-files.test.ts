import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTestApp } from '@atrium/server/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  AbortedError,
  type ConnectionState,
  createClient,
  type FileChange,
  type ProjectChange,
} from '../src/index.ts'
import { cuttableWire } from './wire.ts'

let base: string
beforeAll(async () => {
  base = await realpath(await mkdtemp(join(tmpdir(), 'atrium-sdk-files-')))
})
afterAll(() => rm(base, { recursive: true, force: true }))

async function hubWithProject(name: string) {
  const folder = join(base, name)
  await mkdir(folder)
  const app = await createTestApp({ browseRoots: [base] })
  const client = createClient({ baseUrl: app.url, token: app.token })
  const { id } = await client.rest('POST /projects', {
    body: { displayName: name, path: folder, plan: false },
  })
  return { app, client, folder, id, [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() }
}

test('changes of files come as they happen, and after a cut it is said that some were missed', async () => {
  await using hub = await hubWithProject('watched')
  await using wire = await cuttableWire(hub.app.url)
  const client = createClient({ baseUrl: wire.url, token: hub.app.token })
  const states: ConnectionState[] = []
  const stop = new AbortController()
  const heard: FileChange[] = []
  let look = () => {}
  const reading = (async () => {
    for await (const change of client.files.watch(hub.id, {
      signal: stop.signal,
      onState: (state) => states.push(state),
    })) {
      heard.push(change)
      look()
    }
  })()
  const until = async (is: (change: FileChange) => boolean) => {
    while (!heard.some(is)) await new Promise<void>((resolve) => (look = resolve))
  }
  // The watch is there once something is heard; before that nothing is promised.
  let ready = false
  void until((change) => change.type !== 'overflow').then(() => (ready = true))
  for (let tries = 0; !ready; tries++) {
    await writeFile(join(hub.folder, 'first.txt'), String(tries))
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  expect(heard.find((change) => change.type !== 'overflow')).toMatchObject({ relPath: 'first.txt', seq: 1 })
  heard.length = 0
  wire.cut()
  await until((change) => change.type === 'overflow')
  await writeFile(join(hub.folder, 'after.txt'), '')
  await until((change) => change.type === 'rename' && change.relPath === 'after.txt')
  expect(states).toContain('reconnecting')
  stop.abort()
  await expect(reading).rejects.toBeInstanceOf(AbortedError)
})

test('projects that change are named, and after a cut it is said that some were missed', async () => {
  await using hub = await hubWithProject('planned')
  await using wire = await cuttableWire(hub.app.url)
  const heard: ProjectChange[] = []
  const change = () =>
    hub.client.rest('PATCH /projects/{id}', { path: { id: hub.id }, body: { pinned: true } })
  const open = Promise.withResolvers<void>()
  const watched = createClient({ baseUrl: wire.url, token: hub.app.token }).projects.watch({
    onState: (state) => state === 'open' && open.resolve(),
  })
  const reading = (async () => {
    for await (const each of watched) {
      heard.push(each)
      if (each.type === 'overflow') return
      wire.cut()
    }
  })()
  await open.promise
  const timer = setInterval(() => void change(), 50)
  await reading
  clearInterval(timer)
  expect(heard[0]).toEqual({ type: 'project-changed', id: hub.id, seq: expect.any(Number) as number })
  expect(heard.at(-1)).toEqual({ type: 'overflow' })
})

test('a folder that is not there, and a key that may not, end the watching with the reason', async () => {
  await using hub = await hubWithProject('refused')
  const first = async (client: typeof hub.client, source: string) => {
    for await (const change of client.files.watch(source)) return change
    return null
  }
  await expect(first(hub.client, 'nothing')).rejects.toMatchObject({ status: 404, code: 'not_found' })
  const { key } = await hub.client.rest('POST /auth/keys', { body: { label: 'chat', scopes: ['chat'] } })
  await expect(first(createClient({ baseUrl: hub.app.url, token: key }), hub.id)).rejects.toMatchObject({
    code: 'unauthorized',
  })
})

test('files are uploaded with their progress, under free names, and a refusal is an error', async () => {
  await using hub = await hubWithProject('uploads')
  const shares: number[] = []
  const file = new File([new Uint8Array(3_000_000)], 'big.bin')
  const options = { onProgress: (share: number) => shares.push(share) }
  expect(await hub.client.files.upload(hub.id, 'in', [file, new File(['x'], 'a.txt')], options)).toEqual([
    { path: 'in/big.bin', name: 'big.bin', size: 3_000_000 },
    { path: 'in/a.txt', name: 'a.txt', size: 1 },
  ])
  expect(shares.length).toBeGreaterThan(2)
  expect(shares).toEqual(shares.toSorted((a, b) => a - b))
  expect(shares.at(-1)).toBe(1)
  expect(await hub.client.files.upload(hub.id, 'in', [new File(['y'], 'a.txt')])).toMatchObject([
    { name: 'a-1.txt' },
  ])
  expect(await readFile(join(hub.folder, 'in/a-1.txt'), 'utf8')).toBe('y')
  await expect(hub.client.files.upload(hub.id, '..', [new File(['y'], 'a.txt')])).rejects.toMatchObject({
    status: 403,
    code: 'outside_roots',
  })
  await expect(
    hub.client.files.upload(hub.id, '', [file], { signal: AbortSignal.abort() }),
  ).rejects.toBeInstanceOf(AbortedError)
})
