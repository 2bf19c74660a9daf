import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { engines } from '@atrium/db/testing'
import type { PenatesPart } from '@atrium/schema'
import { describe, expect, test } from 'vitest'
import webPush from 'web-push'
import { createPenatesRoom } from '../../app/penates.ts'
import { createTestApp, type TestApp, type TestOptions } from '../../testing.ts'

const ids = ['5c85a1de-6f1c-4b39-9f0a-3f5f2f0f9d11', 'C0FFEE00-6f1c-4b39-9f0a-3f5f2f0f9d12']
const keys = webPush.generateVAPIDKeys()
const device = {
  endpoint: 'https://fcm.googleapis.com/fcm/send/abc',
  expirationTime: null,
  keys: { p256dh: 'BP'.padEnd(87, 'x'), auth: 'a'.repeat(22) },
  deviceId: 'phone',
  createdAt: 1767225600000,
  failedAttempts: 2,
  lastError: { at: 1, statusCode: 500, reason: 'x' },
}

/** A state folder as the other hub leaves it after a year, with everything that is odd in it. */
async function createPlace(options: TestOptions = {}) {
  const root = await mkdtemp(join(tmpdir(), 'atrium-penates-'))
  const home = join(root, '.penates')
  const shop = join(root, 'code', 'shop')
  await mkdir(home)
  await mkdir(shop, { recursive: true })
  await writeFile(join(shop, 'CHANGELOG.md'), '## In Development: v1\n- [ ] a\n')
  const put = (name: string, value: unknown) =>
    writeFile(join(home, name), typeof value === 'string' ? value : JSON.stringify(value, null, 2))
  await put('sessions.json', {
    knownSessions: [
      {
        name: 'cc-shop',
        directory: shop,
        command: 'claude --continue',
        createdAt: '2026-01-01T10:00:00.000Z',
        lastSeenAt: '2026-01-01T10:05:00.000Z',
        pinned: true,
        color: 'red',
      },
      { name: 'cc-a.b', directory: '/gone', command: '', createdAt: 'yesterday', manuallyStopped: true },
      { name: 'cc-ü', directory: '/tmp' },
      { name: 'cc-x' },
      null,
    ],
    version: 9,
  })
  await put('projects.json', {
    version: 1,
    projects: [
      { id: 'Shop', displayName: 'Shop {x}', path: shop, pinned: true },
      { id: 'gone', displayName: 'Gone', path: join(root, 'gone') },
      { id: 'etc', displayName: 'Etc', path: '/etc' },
      { id: 'session:x', displayName: 'X', path: shop },
    ],
  })
  await put('settings.json', {
    tmuxMouse: false,
    remoteApproval: 'off',
    autoRestore: true,
    autoRestoreContinue: false,
    fromTheFuture: 1,
  })
  await put('push-subscriptions.json', {
    subscriptions: [device, { ...device, endpoint: 'http://10.0.0.1/x' }, { ...device, deviceId: undefined }],
  })
  const card = { projectId: 'Shop', title: 'Dark mode', stage: 'spec', order: 1.5, sessionRef: 'cc-shop' }
  await put('board.json', {
    version: 1,
    migratedAt: null,
    cards: [
      {
        ...card,
        id: ids[0],
        priority: 'p1',
        notes: 'n'.repeat(900),
        theme: 'ui',
        updatedAt: '2026-01-02T00:00:00Z',
      },
      { ...card, id: ids[1], title: 'Zweite\nKarte', stage: 'idea', priority: 'p9', order: 'first' },
      { ...card, id: ids[0] },
      { ...card, id: 'no-uuid' },
      { ...card, id: '5c85a1de-6f1c-4b39-9f0a-3f5f2f0f9d13', stage: 'later' },
    ],
  })
  await writeFile(
    join(root, '.env'),
    `PORT=3333\nexport VAPID_PUBLIC_KEY="${keys.publicKey}"\nVAPID_PRIVATE_KEY=${keys.privateKey}\n`,
  )
  const app = await createTestApp({ browseRoots: [root], projectRoots: [], ...options })
  return {
    app,
    root,
    home,
    shop,
    put,
    take: async (body: object = {}) => {
      const answer = await app.rest('POST', '/api/import/penates', {
        from: home,
        envFile: join(root, '.env'),
        ...body,
      })
      expect(answer.status, JSON.stringify(answer.body)).toBe(200)
      return answer.body as { parts: PenatesPart[]; restart: boolean; dryRun: boolean }
    },
    async [Symbol.asyncDispose]() {
      await app[Symbol.asyncDispose]()
      await rm(root, { recursive: true, force: true })
    },
  }
}

const counts = ({ parts }: { parts: PenatesPart[] }) =>
  Object.fromEntries(parts.map(({ part, found, taken, known }) => [part, [found, taken, known]]))
const problems = ({ parts }: { parts: PenatesPart[] }) => parts.flatMap((part) => part.problems)

/** Everything below a folder: names, bytes, times. */
async function photo(folder: string): Promise<string> {
  const hash = createHash('sha256')
  for (const name of (await readdir(folder, { recursive: true })).toSorted()) {
    const info = await stat(join(folder, name))
    hash.update(`${name} ${info.mtimeMs} ${info.mode}`)
    if (info.isFile()) hash.update(await readFile(join(folder, name)))
  }
  return hash.digest('hex')
}

async function state(app: TestApp) {
  const [sessions, projects, cards, settings] = await Promise.all([
    app.rest('GET', '/api/sessions'),
    app.rest('GET', '/api/projects'),
    app.rest('GET', '/api/board/cards'),
    app.rest('GET', '/api/settings'),
  ])
  return {
    sessions: sessions.body,
    projects: projects.body.projects,
    cards: cards.body.cards,
    settings: settings.body.settings,
  }
}

describe.each(engines)('a Penates home on %s', (engine) => {
  test('P51 is taken over whole, twice is nothing new, and the source is only read', async () => {
    await using place = await createPlace({ engine })
    const { app } = place
    const before = await photo(place.root)
    const dry = await place.take({ dryRun: true })
    expect(await state(app)).toMatchObject({ sessions: [], projects: [], cards: [] })
    const first = await place.take()
    expect(counts(first)).toEqual({
      sessions: [5, 2, 0],
      projects: [4, 1, 0],
      settings: [5, 4, 0],
      push: [3, 1, 0],
      cards: [5, 2, 1],
    })
    expect(counts(dry)['sessions']).toEqual([5, 2, 0])
    expect([first.restart, dry.restart]).toEqual([true, true])
    const now = await state(app)
    expect(now.sessions).toMatchObject([
      { name: 'cc-a.b', status: 'dormant', command: null },
      {
        name: 'cc-shop',
        status: 'dormant',
        pinned: true,
        command: 'claude --continue',
        lastSeenAt: '2026-01-01T10:05:00.000Z',
      },
    ])
    expect(now.projects).toMatchObject([
      { id: 'Shop', displayName: 'Shop x', pinned: true, dev: { total: 1 } },
    ])
    expect(now.cards).toMatchObject([
      {
        id: ids[1]?.toLowerCase(),
        title: 'Zweite Karte',
        stage: 'idea',
        priority: null,
        order: 0,
        sessionRef: null,
      },
      {
        id: ids[0],
        stage: 'brainstorming',
        priority: 'p1',
        order: 1.5,
        sessionRef: 'cc-shop',
        sessionLive: false,
        notes: 'n'.repeat(500),
        updatedAt: '2026-01-02T00:00:00.000Z',
      },
    ])
    expect(now.settings).toMatchObject({
      tmuxMouse: 'off',
      remoteApproval: false,
      autoRestore: true,
      autoRestoreContinue: false,
    })
    expect(problems(first)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^sessions\.json, entry 3: name/),
        expect.stringMatching(/^sessions\.json, entry 4: directory/),
        expect.stringMatching(/^sessions\.json, entry 5:/),
        expect.stringMatching(/^gone: .*no such folder|^gone: path/),
        'etc: Path is outside the allowed folders',
        expect.stringMatching(/^projects\.json, entry 4: id/),
        expect.stringMatching(/^fromTheFuture: there is no such setting/),
        expect.stringMatching(/^push-subscriptions\.json, entry 2: endpoint/),
        expect.stringMatching(/^push-subscriptions\.json, entry 3: deviceId/),
        expect.stringMatching(/^board\.json, entry 4: id/),
        expect.stringMatching(/^board\.json, entry 5: stage/),
      ]),
    )
    const again = await place.take()
    expect(again.parts.map(({ taken }) => taken)).toEqual([0, 0, 0, 0, 0])
    expect(await state(app)).toEqual(now)
    expect(await photo(place.root)).toBe(before)
    await app.restart()
    expect((await app.rest('GET', '/api/push/vapid-public-key')).body).toMatchObject({
      publicKey: keys.publicKey,
    })
    expect(await state(app)).toEqual(now)
  })
})

test('what a person decided here stays: a setting that is set, a project that was taken out', async () => {
  await using place = await createPlace()
  const { app } = place
  await app.rest('PATCH', '/api/settings', { tmuxMouse: 'on' })
  const made = await app.rest('POST', '/api/projects', { displayName: 'Mine', path: place.shop })
  await app.rest('DELETE', `/api/projects/${made.body.id}`)
  expect(counts(await place.take())).toMatchObject({ projects: [4, 0, 1], settings: [5, 3, 1] })
  expect(await state(app)).toMatchObject({ projects: [], settings: { tmuxMouse: 'on' } })
})

test('devices come only with the keys they are bound to', async () => {
  await using place = await createPlace()
  const without = await place.take({ envFile: undefined })
  expect(counts(without)['push']).toEqual([3, 0, 0])
  expect(problems(without)).toContainEqual(expect.stringContaining('name the .env of Penates'))
  await writeFile(join(place.root, 'bad.env'), 'VAPID_PUBLIC_KEY=x\n')
  expect(problems(await place.take({ envFile: join(place.root, 'bad.env') }))).toContainEqual(
    expect.stringContaining('There are no keys of Web Push'),
  )
})

test('P50 a file that is damaged costs only itself', async () => {
  await using place = await createPlace()
  await place.put('sessions.json', '{"knownSessions":[{"na')
  await place.put('projects.json', '[]')
  await place.put('settings.json', '\u0000')
  await place.put('board.json', { cards: 7 })
  await rm(join(place.home, 'push-subscriptions.json'))
  const done = await place.take()
  expect(problems(done)).toEqual([
    'sessions.json cannot be read: it is not valid JSON',
    'projects.json cannot be read: it is no JSON object',
    'settings.json cannot be read: it is not valid JSON',
    "board.json cannot be read: 'cards' is no list",
  ])
  expect(done.parts.map(({ taken }) => taken)).toEqual([0, 0, 0, 0, 0])
  const nowhere = await place.app.rest('POST', '/api/import/penates', { from: join(place.root, 'nowhere') })
  expect([nowhere.status, nowhere.body.code]).toEqual([404, 'not_found'])
  const key = (await place.app.rest('POST', '/api/auth/keys', { label: 'x', scopes: ['files', 'terminal'] }))
    .body.key
  const asKey = { headers: { authorization: `Bearer ${key}` } }
  expect((await place.app.rest('POST', '/api/import/penates', {}, asKey)).status).toBe(403)
})

test.each(['sessions', 'projects', 'settings', 'push', 'cards'])(
  'P49 an import that was cut off behind its %s is finished by the next start',
  async (step) => {
    await using place = await createPlace()
    const { app } = place
    const room = await createPenatesRoom(
      app.app,
      { sessions: app.app.sessions, projects: app.app.projects, index: app.app.cards },
      async (at) => {
        if (at === step) throw new Error('cut off')
      },
    )
    const by = {
      actor: {
        id: 'owner',
        label: 'owner',
        scopes: ['admin'] as const,
        revoked: new AbortController().signal,
      },
      requestId: 'x',
    }
    const wish = { from: place.home, envFile: join(place.root, '.env'), dryRun: false }
    await expect(room.import(by, wish)).rejects.toThrow('cut off')
    expect(await readdir(app.home)).toContain('penates-import.json')
    await app.restart()
    expect(await readdir(app.home)).not.toContain('penates-import.json')
    const now = await state(app)
    expect([now.sessions.length, now.projects.length, now.cards.length, now.settings.tmuxMouse]).toEqual([
      2,
      1,
      2,
      'off',
    ])
    expect(counts(await place.take())).toMatchObject({
      sessions: [5, 0, 2],
      projects: [4, 0, 1],
      push: [3, 0, 1],
    })
  },
)
