import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { engines } from '@atrium/db/testing'
import { limits } from '@atrium/schema'
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { place } from './order.ts'
import { slugOf, slugsFrom } from './slugs.ts'
import { openBoard } from './testing.ts'

// Real git, tmux and a shell for every step.
vi.setConfig({ testTimeout: 120_000 })

const nobody = '00000000-0000-4000-8000-000000000000'

test('the doors of the board are closed without a key, and to keys of other scopes', async () => {
  await using lab = await openBoard()
  const { app } = lab
  const { body } = await app.rest('POST', '/api/auth/keys', { label: 'phone', scopes: ['chat', 'files'] })
  for (const [method, path] of [
    ['GET', '/api/board/cards'],
    ['POST', '/api/board/cards'],
    ['PATCH', `/api/board/cards/${nobody}`],
    ['DELETE', `/api/board/cards/${nobody}`],
    ['POST', `/api/board/cards/${nobody}/brainstorm`],
    ['POST', `/api/board/cards/${nobody}/implement`],
    ['GET', `/api/board/cards/${nobody}/branch-diff`],
    ['POST', `/api/board/cards/${nobody}/finish`],
    ['GET', '/api/board/snapshots'],
    ['POST', `/api/board/snapshots/${nobody}/restore`],
    ['DELETE', `/api/board/snapshots/${nobody}`],
  ] as const) {
    const without = await fetch(new URL(path, app.url), { method })
    expect([path, without.status]).toEqual([path, 401])
    const other = await app.rest(method, path, method === 'GET' ? undefined : {}, {
      headers: { authorization: `Bearer ${body.key}` },
    })
    expect([path, other.status]).toEqual([path, 403])
  }
})

test('P24 P45 what a card may not hold is refused, and nothing of the call is stored', async () => {
  await using lab = await openBoard()
  const { app, projectId, top, root } = lab
  const post = (body: object) => app.rest('POST', '/api/board/cards', body)
  expect((await post({ projectId, title: 'x'.repeat(limits.titleChars) })).status).toBe(201)
  for (const body of [
    { projectId, title: 'x'.repeat(limits.titleChars + 1) },
    { projectId, title: '  ' },
    { projectId, title: 7 },
    { projectId: 'nowhere', title: 'a' },
    { projectId, title: 'a', stage: 'later' },
    { projectId, title: 'a', priority: 'p3' },
    { projectId, title: 'a', theme: 'x'.repeat(65) },
  ]) {
    const answer = await post(body)
    expect([body, answer.status]).toEqual([body, 422])
    expect(answer.body.detail[0].loc[0]).toBe('body')
  }
  const { id } = await lab.card('a')
  const other = await lab.card('b')
  await lab.patch(other.id, { branch: 'theirs', sessionRef: 'cc-theirs' })
  const before = await lab.cards()
  writeFileSync(join(root, 'outside.md'), '')
  for (const bad of [
    { brainstormDoc: '../outside.md' },
    { brainstormDoc: '/etc/passwd' },
    { brainstormDoc: 'a/../../outside.md' },
    { brainstormDoc: 'a\nb' },
    { brainstormDoc: '.' },
    { branch: '--output=x' },
    { branch: '-d' },
    { branch: 'a..b' },
    { branch: 'a.lock' },
    { branch: '@{-1}' },
    { branch: 'HEAD' },
    { branch: 'main' },
    { branch: 'a b' },
    { branch: 'a\u0007' },
    { branch: 'x'.repeat(300) },
    { worktreePath: top },
    { worktreePath: root },
    { worktreePath: join(root, 'code/.penates-worktrees/shop/../../shop') },
    { sessionRef: '; rm -rf' },
    { order: 'first', stage: 'idea' },
    { projectId: 'nowhere' },
  ]) {
    const answer = await app.rest('PATCH', `/api/board/cards/${id}`, {
      title: 'changed',
      stage: 'review',
      ...bad,
    })
    expect([bad, answer.status]).toEqual([bad, 422])
  }
  for (const bad of [{ branch: 'theirs' }, { sessionRef: 'cc-theirs' }])
    expect((await app.rest('PATCH', `/api/board/cards/${id}`, bad)).status).toBe(409)
  expect(await lab.cards()).toEqual(before)
  expect((await app.rest('PATCH', `/api/board/cards/${nobody}`, { title: 'x' })).status).toBe(404)
  expect((await app.rest('PATCH', `/api/board/cards/${id}`, {})).status).toBe(200)
  expect((await app.rest('GET', `/api/board/cards/${id}/branch-diff`)).status).toBe(400)
})

test.each(engines)(
  'P45 control characters make no second line of a title, and no failure of the store on %s',
  async (engine) => {
    await using lab = await openBoard({ engine })
    const { app } = lab
    const card = await lab.card(' Dark\r\nmode\u2028\0 ', { notes: 'a\0b', theme: 'u\0i' })
    expect(card).toMatchObject({ title: 'Dark mode', notes: 'ab', theme: 'ui' })
    expect(await lab.patch(card.id, { title: 'x\ny', implementSummary: 'a\0b' })).toMatchObject({
      title: 'x y',
      implementSummary: 'ab',
    })
    expect((await app.rest('PATCH', `/api/board/cards/${card.id}`, { title: '\n\0' })).status).toBe(422)
    expect((await app.rest('GET', '/api/board/cards?projectId=%00')).status).toBe(422)
  },
)

test('a repeated call under one Idempotency-Key makes one card', async () => {
  await using lab = await openBoard()
  const { app, projectId } = lab
  const options = { headers: { 'idempotency-key': 'k1' } }
  const post = (title: string) => app.rest('POST', '/api/board/cards', { projectId, title }, options)
  const answers = await Promise.all([post('a'), post('a'), post('a')])
  expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1)
  expect((await post('b')).body.code).toBe('idempotency_mismatch')
  expect(await lab.cards()).toHaveLength(1)
})

test('the key of an implementing session reaches its own card and hands in its work; it decides nothing else', async () => {
  await using lab = await openBoard()
  const { projectId } = lab
  const other = await lab.card('Other')
  const { id, session } = await lab.building('Dark mode')
  const agent = (method: string, path: string, body?: unknown) => lab.asAgent(session, method, path, body)
  const own = `/api/board/cards/${id}`
  expect((await agent('GET', '/api/board/cards')).body.cards).toHaveLength(2)
  expect((await agent('GET', `/api/board/cards?projectId=${projectId}`)).status).toBe(200)
  expect((await agent('GET', '/api/board/cards?projectId=else')).status).toBe(403)
  expect((await agent('POST', '/api/board/cards', { projectId, title: 'Found on the way' })).status).toBe(201)
  expect((await agent('POST', '/api/board/cards', { projectId, title: 'x', stage: 'done' })).status).toBe(403)
  expect((await agent('POST', '/api/board/cards', { projectId: 'else', title: 'x' })).status).toBe(403)
  for (const bad of [
    { stage: 'done' },
    { stage: 'idea' },
    { stage: 'spec' },
    { title: 'Mine' },
    { priority: 'p0' },
    { projectId },
    { sessionRef: null },
    { worktreePath: null },
    { endSession: true },
    { stage: 'review', order: -1 },
  ])
    expect([bad, (await agent('PATCH', own, bad)).status]).toEqual([bad, 403])
  expect((await agent('PATCH', `/api/board/cards/${other.id}`, { notes: 'x' })).status).toBe(403)
  for (const [method, path] of [
    ['DELETE', own],
    ['POST', `${own}/implement`],
    ['POST', `${own}/brainstorm`],
    ['POST', `${own}/finish`],
    ['GET', `${own}/branch-diff`],
    ['GET', '/api/board/snapshots'],
    ['GET', '/api/sessions'],
  ] as const)
    expect([path, (await agent(method, path, method === 'GET' ? undefined : {})).status]).toEqual([path, 403])
  const handed = await agent('PATCH', own, {
    stage: 'review',
    branch: 'idea/dark-mode',
    implementSummary: 'It is dark now.',
  })
  expect(handed.body).toMatchObject({
    stage: 'review',
    branch: 'idea/dark-mode',
    implementSummary: 'It is dark now.',
  })
  await lab.patch(id, { stage: 'done' })
  expect((await agent('PATCH', own, { notes: 'late' })).status).toBe(401)
})

test('the key of a brainstorming session hands in a spec', async () => {
  await using lab = await openBoard()
  const { id } = await lab.card('Dark mode')
  const run = await lab.app.rest('POST', `/api/board/cards/${id}/brainstorm`, {})
  expect([run.status, run.body]).toMatchObject([201, { session: 'cc-dark-mode', reused: false }])
  expect((await lab.app.rest('POST', `/api/board/cards/${id}/brainstorm`, {})).status).toBe(200)
  const agent = (body: object) => lab.asAgent('cc-dark-mode', 'PATCH', `/api/board/cards/${id}`, body)
  expect((await agent({ stage: 'review' })).status).toBe(403)
  expect((await agent({ brainstormDoc: '../../x' })).status).toBe(422)
  const handed = await agent({ brainstormDoc: join(lab.top, 'spec.md'), stage: 'spec' })
  expect(handed.body).toMatchObject({ brainstormDoc: 'spec.md', stage: 'spec', sessionRef: 'cc-dark-mode' })
  const renamed = await lab.app.rest('PATCH', '/api/sessions/cc-dark-mode', { newName: 'talk' })
  await expect.poll(async () => (await lab.cards())[0].sessionRef).toBe(renamed.body.name)
  // The other agent takes over; both run on.
  expect((await lab.app.rest('POST', `/api/board/cards/${id}/implement`, {})).status).toBe(201)
  expect((await lab.cards())[0]).toMatchObject({ stage: 'implement', sessionRef: 'cc-impl-dark-mode' })
})

test('cards of the same title, of titles in other writing and of deleted ones never share a session, branch or working tree', async () => {
  await using lab = await openBoard()
  const made = []
  for (const title of ['Same', 'Same', '日本語', '한국어', 'a..b', 'x.lock'])
    made.push(await lab.building(title))
  await lab.app.rest('DELETE', `/api/board/cards/${made[0]?.id}`)
  made.push(await lab.building('Same'))
  for (const field of ['session', 'path'] as const)
    expect(new Set(made.map((one) => one[field])).size).toBe(made.length)
  expect(made.map(({ path }) => path.split('/').at(-1))).toEqual(
    [
      'same',
      'same-2',
      expect.stringMatching(/^idea-[0-9a-f]{8}$/),
      expect.stringMatching(/^idea-[0-9a-f]{8}$/),
      'a-b',
      'x-lock',
      'same',
    ].with(6, made[6]?.path.split('/').at(-1)),
  )
  for (const { path } of made.slice(1)) expect(existsSync(path)).toBe(true)
})

test('P24 every title becomes a name that git, tmux and file systems take as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.uuid(), (title, id) => {
      const [first, second] = slugsFrom(slugOf(title, id))
      for (const slug of [first, second]) expect(slug).toMatch(/^[a-z0-9](?:[a-z0-9-]{0,47})$/)
      expect(first).not.toBe(second)
    }),
  )
})

test('however often a card is put between two others, the order is what was asked for', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(9), { maxLength: 300 }), (places) => {
      let column: { id: string; position: number }[] = []
      const model: string[] = []
      places.forEach((wanted, n) => {
        const index = Math.min(wanted, column.length)
        const [before, after] = [column[index - 1], column[index]]
        const order =
          before && after
            ? (before.position + after.position) / 2
            : before
              ? before.position + 1
              : after
                ? after.position - 1
                : 0
        const id = String(n)
        const { position, renumbered } = place(column, id, order)
        column = (renumbered ?? [...column, { id, position }]).toSorted((a, b) => a.position - b.position)
        model.splice(index, 0, id)
        expect(column.map((one) => one.id)).toEqual(model)
      })
    }),
    { numRuns: 30 },
  )
})

test('P45 a project has room for its limit of cards; and two that begin at once never get one name', async () => {
  await using lab = await openBoard()
  const { app, projectId } = lab
  const two = [await lab.card('Same'), await lab.card('Same')]
  for (const { id } of two) await lab.patch(id, { brainstormDoc: 'spec.md' })
  const begun = await Promise.all(
    two.map(({ id }) => app.rest('POST', `/api/board/cards/${id}/implement`, {})),
  )
  expect(new Set(begun.map(({ body }) => body.session))).toEqual(new Set(['cc-impl-same', 'cc-impl-same-2']))
  const taken = await Promise.all(
    two.map(({ id }) => app.rest('PATCH', `/api/board/cards/${id}`, { branch: 'mine' })),
  )
  expect(new Set(taken.map(({ status }) => status))).toEqual(new Set([200, 409]))

  const { db } = app.app.database
  const row = await db.selectFrom('boardCard').selectAll().executeTakeFirstOrThrow()
  const fields = { sessionRef: null, branch: null, worktreePath: null, slug: null }
  for (let at = 2; at < limits.cardsPerProject - 1; at += 500)
    await db
      .insertInto('boardCard')
      .values(
        Array.from({ length: Math.min(500, limits.cardsPerProject - 1 - at) }, (_, n) => ({
          ...row,
          ...fields,
          id: `00000000-0000-4000-8000-${String(at + n).padStart(12, '0')}`,
          position: at + n,
        })),
      )
      .execute()
  expect((await app.rest('POST', '/api/board/cards', { projectId, title: 'last' })).status).toBe(201)
  expect((await app.rest('POST', '/api/board/cards', { projectId, title: 'one more' })).body.code).toBe(
    'limit_reached',
  )
})
