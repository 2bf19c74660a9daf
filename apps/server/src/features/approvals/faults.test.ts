import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { limits } from '@atrium/schema'
import { expect, onTestFinished, test } from 'vitest'
import { createTestApp, spawnServer, type TestApp } from '../../testing.ts'
import { askFor, listed } from './testing.ts'

const nothingAllowed = (answer: string): void => expect(answer).not.toMatch(/"(allow|approve)"/)

/** As the hook of an agent in a terminal asks; its own script hears of dialogs. */
function hook(at: Pick<TestApp, 'url' | 'token'>, body: string, signal?: AbortSignal) {
  return fetch(`${at.url}/api/hooks/PermissionRequest`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${at.token}`,
      'content-type': 'application/json',
      'x-atrium-hooks': '1',
      'x-penates-session': 'cc-x',
    },
    body,
    ...(signal && { signal }),
  })
}
const asked = JSON.stringify({ tool_name: 'Bash', tool_input: { command: 'rm -rf build' }, cwd: '/tmp' })

test('P36 kill -9 of the hub while an agent waits: the agent hears no yes, and the request is listed as expired', async () => {
  await using server = await spawnServer()
  await server.rest('POST', '/api/sessions', { name: 'x', directory: '/tmp', command: 'cat' })
  for (let round = 0; round < Number(process.env['KILLS'] ?? 2); round++) {
    const answer = hook(server, asked).then(
      (response) => response.text(),
      (error: unknown) => `failed: ${String(error)}`,
    )
    await expect
      .poll(async () => (await listed(server)).filter(({ state }) => state === 'waiting').length)
      .toBe(1)
    const [request] = await listed(server)
    await server.kill()
    expect(await answer).toMatch(/^failed/)
    await server.again()
    const now = await listed(server)
    expect(now.find(({ id }) => id === request?.id)).toMatchObject({ state: 'expired' })
    const late = await server.rest('POST', `/api/approvals/${request?.id}`, { decision: 'allow' })
    expect([late.status, late.body.code]).toEqual([410, 'gone'])
    const { entries } = (await server.rest('GET', '/api/audit?event=approval.expired')).body
    expect(entries).toHaveLength(round + 1)
    expect((await server.rest('GET', '/api/audit/verify')).body.ok).toBe(true)
  }
})

test('P36 whatever is wrong with what an agent asks or how it ends, nothing is allowed', async () => {
  await using app = await createTestApp()
  await app.rest('POST', '/api/sessions', { name: 'x', directory: '/tmp', command: 'cat' })
  const huge = JSON.stringify({
    tool_name: 'Bash',
    tool_input: { command: 'x'.repeat(limits.sessionHookBytes) },
  })
  for (const body of ['{"tool_name":', '[]', 'null', huge, '{}', '{"tool_name":7,"tool_input":"x"}']) {
    const answer = await hook(app, body)
    nothingAllowed(await answer.text())
  }
  // The script is killed: its request goes, and an answer that comes then is for nobody.
  const stop = new AbortController()
  const gone = hook(app, asked, stop.signal).catch(() => null)
  await expect.poll(async () => (await listed(app)).length).toBe(1)
  const [request] = await listed(app)
  stop.abort()
  await gone
  await expect.poll(() => listed(app)).toEqual([])
  expect((await app.rest('POST', `/api/approvals/${request?.id}`, { decision: 'allow' })).status).toBe(409)
  // The gate is shut: the agent asks by itself.
  await app.rest('POST', '/api/approvals/config', { enabled: false })
  expect(await (await hook(app, asked)).text()).toBe('')
})

test('P36 an answer that cannot be written down is a no', async () => {
  await using app = await createTestApp()
  const { answer } = askFor(app)
  const [request] = await listed(app)
  await app.app.db.schema.alterTable('audit_head').renameTo('audit_head_away').execute()
  expect((await app.rest('POST', `/api/approvals/${request?.id}`, { decision: 'allow' })).status).toBe(500)
  expect(await answer).toMatchObject({ decision: 'deny' })
  // Nor is anybody asked while it cannot be written down that they were.
  expect(await askFor(app).answer).toEqual({ decision: 'defer', by: 'hub' })
  await app.app.db.schema.alterTable('audit_head_away').renameTo('audit_head').execute()
  const again = askFor(app)
  await expect
    .poll(async () => (await listed(app)).filter(({ state }) => state === 'waiting').length)
    .toBeGreaterThan(0)
  again.leave()
})

test('P9 a program inside a session neither sees, answers nor widens anything, whatever scopes it has', async () => {
  await using app = await createTestApp()
  const { answer, leave } = askFor(app)
  const [request] = await listed(app)
  const id = request?.id ?? ''
  const actor = {
    id: 's_x',
    label: 'cc-x',
    scopes: ['admin' as const],
    within: { session: 'cc-x', cardId: null, projectId: null },
    revoked: new AbortController().signal,
  }
  const by = { actor, requestId: 'r' }
  const { inbox, rules } = app.app
  expect(await inbox.list(actor)).toEqual([])
  await expect(inbox.get(actor, id)).rejects.toMatchObject({ code: 'not_found' })
  await expect(inbox.decide(by, { id, decision: 'allow' })).rejects.toMatchObject({ code: 'forbidden' })
  const rule = {
    type: 'bash' as const,
    pattern: 'ls',
    projectId: null,
    folder: null,
    note: '',
    expiresAt: null,
  }
  await expect(rules.create(by, { ...rule, behavior: 'allow' })).rejects.toMatchObject({ code: 'forbidden' })
  const kept = await rules.create(
    { actor: { ...actor, within: undefined } as never, requestId: 'r' },
    { ...rule, behavior: 'deny' },
  )
  await expect(rules.remove(by, kept.id)).rejects.toMatchObject({ code: 'forbidden' })
  await expect(rules.update(by, { id: kept.id, behavior: 'allow' })).rejects.toMatchObject({
    code: 'forbidden',
  })
  leave()
  expect((await answer).decision).toBe('defer')
})

test('the refusals of a project go with its agents: into another folder, a tree beside it and a project inside it', async () => {
  const root = await mkdtemp(join(tmpdir(), 'atrium-rules-'))
  onTestFinished(() => rm(root, { recursive: true, force: true }))
  await using app = await createTestApp({ browseRoots: [root] })
  const [shop, inner, tree] = [
    join(root, 'shop'),
    join(root, 'shop/packages/till'),
    join(root, 'trees/shop/x'),
  ]
  for (const folder of [inner, tree]) await mkdir(folder, { recursive: true })
  const project = async (path: string) =>
    (await app.rest('POST', '/api/projects', { displayName: basename(path), path })).body
  const { id } = await project(shop)
  const { id: till } = await project(inner)
  expect([id, till]).toEqual([expect.any(String), expect.any(String)])
  const make = async (rule: object) =>
    expect((await app.rest('POST', '/api/rules', { type: 'bash', projectId: id, ...rule })).status).toBe(201)
  await make({ behavior: 'deny', pattern: 'npm publish' })
  await make({ behavior: 'deny', type: 'write', pattern: 'vendor/**' })
  await make({ behavior: 'allow', pattern: 'npm test' })
  const verdict = async (
    call: { command?: string; file_path?: string },
    cwd: string,
    home: { folder: string; projectId: string | null },
  ) =>
    (
      await app.app.approvals.verdict({
        session: 'cc-x',
        projectId: app.app.projects.containing(cwd)?.id ?? null,
        tool: call.command === undefined ? 'Write' : 'Bash',
        input: call,
        cwd,
        home,
      })
    )?.decision ?? null
  const own = { folder: shop, projectId: null }
  const card = { folder: tree, projectId: id }
  const stranger = { folder: root, projectId: null }
  const publish = { command: 'npm publish' }
  const check = { command: 'npm test' }
  expect([await verdict(publish, shop, own), await verdict(check, shop, own)]).toEqual(['deny', 'allow'])
  expect([await verdict(publish, root, own), await verdict(check, root, own)]).toEqual(['deny', null])
  expect([await verdict(publish, tree, card), await verdict(check, tree, card)]).toEqual(['deny', 'allow'])
  expect([await verdict(publish, root, card), await verdict(check, root, card)]).toEqual(['deny', null])
  const within = { folder: inner, projectId: till }
  expect([await verdict(publish, inner, within), await verdict(check, inner, within)]).toEqual(['deny', null])
  expect([await verdict(publish, root, stranger), await verdict(check, root, stranger)]).toEqual([null, null])
  expect(await verdict({ file_path: join(tree, 'vendor/a') }, tree, card)).toBe('deny')
  expect(await verdict({ file_path: join(shop, 'vendor/a') }, tree, card)).toBe('deny')
  expect(await verdict({ file_path: join(tree, 'vendor/a') }, root, stranger)).toBe(null)
})

test('a rule holds where it was made for, ends when it should, and is not written where an agent writes', async () => {
  await using app = await createTestApp()
  const verdict = (command: string, cwd: string) =>
    app.app.approvals.verdict({ session: 'cc-x', projectId: null, tool: 'Bash', input: { command }, cwd })
  const make = async (rule: object) =>
    (await app.rest('POST', '/api/rules', { behavior: 'allow', type: 'bash', ...rule })).body
  expect(await verdict('npm test', app.vault)).toBe(null)
  const { rule } = await make({
    pattern: 'npm test',
    folder: app.vault,
    expiresAt: new Date(Date.now() + 60_000).toISOString(),
  })
  expect(await verdict('npm test -- x', app.vault)).toMatchObject({ decision: 'allow', rule: rule.id })
  expect(await verdict('npm test', `${app.vault}-secret`)).toBe(null)
  expect(await verdict('npm test && rm -rf x', app.vault)).toBe(null)
  const endSoon = { expiresAt: new Date(Date.now() + 2_000).toISOString() }
  expect((await app.rest('PATCH', `/api/rules/${rule.id}`, endSoon)).status).toBe(200)
  await expect.poll(() => verdict('npm test', app.vault)).toBe(null)
  await make({ pattern: 'sudo ls' })
  expect(await verdict('sudo ls', app.vault)).toBe(null)
  for (const [bad, where] of [
    [{ pattern: 'a; b' }, 'pattern'],
    [{ pattern: '*' }, 'pattern'],
    [{ type: 'write', pattern: '../x', folder: app.vault }, 'pattern'],
    [{ type: 'write', pattern: 'src/**' }, 'pattern'],
    [{ pattern: 'ls', folder: app.vault, projectId: 'x' }, 'folder'],
    [{ pattern: 'ls', projectId: 'nobody' }, 'projectId'],
    [{ pattern: 'ls', expiresAt: '2001-01-01T00:00:00Z' }, 'expiresAt'],
    [{ pattern: '' }, 'pattern'],
    [{ behavior: 'permit', pattern: 'ls' }, 'behavior'],
  ] as const)
    expect([bad, (await make(bad)).detail?.[0]?.loc]).toEqual([bad, ['body', where]])
  expect((await app.rest('DELETE', '/api/rules/nobody')).status).toBe(404)
  expect((await app.rest('PATCH', '/api/rules/nobody', { note: 'x' })).status).toBe(404)
})
