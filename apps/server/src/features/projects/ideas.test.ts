import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createTestApp } from '../../testing.ts'

/** Writes down what it was started with, then stays. */
const recorder = `#!/bin/sh
printf '%s\\0' "$ATRIUM_SESSION" "$ATRIUM_URL" "$@" > "$RECORD_TO.tmp"
printf '%s' "$ATRIUM_TOKEN" > "$RECORD_TO.key"
mv "$RECORD_TO.tmp" "$RECORD_TO"
exec cat
`

test('P22 ideas are thought of in one session of the project, which is told what to do in exactly one argument', async () => {
  const root = await mkdtemp(join(tmpdir(), 'atrium-ideas-'))
  const bin = join(root, 'bin')
  await mkdir(bin)
  await writeFile(join(bin, 'claude'), recorder.replaceAll('$RECORD_TO', join(root, 'told')), { mode: 0o755 })
  const hostEnv = { ...process.env, PATH: `${bin}:${process.env['PATH']}` }
  await using app = await createTestApp({ browseRoots: [root], hostEnv })
  try {
    const folder = join(root, `it's $(touch ${'x'}) "a"`)
    await mkdir(folder)
    const displayName = 'Shop "$(id)" `x`'
    const { body } = await app.rest('POST', '/api/projects', { displayName, path: folder })
    const first = await app.rest('POST', `/api/projects/${body.id}/ideagen`)
    expect([first.status, first.body]).toEqual([201, { session: `cc-ideas-${body.id}`, reused: false }])
    await expect.poll(() => readFile(join(root, 'told'), 'utf8').catch(() => null)).not.toBeNull()
    const [session, url, ...args] = (await readFile(join(root, 'told'), 'utf8')).split('\0').slice(0, -1)
    expect([session, url]).toEqual([first.body.session, app.url])
    const prompts = args.filter((arg) => arg.includes('projectId'))
    expect(prompts).toEqual([args.at(-1)])
    const [prompt] = prompts
    expect(prompt).toContain(displayName)
    expect(prompt).toContain('"$ATRIUM_URL/api/board/cards?projectId=')
    expect(prompt).not.toContain('\n')
    const again = await app.rest('POST', `/api/projects/${body.id}/ideagen`)
    expect([again.status, again.body]).toEqual([200, { session: first.body.session, reused: true }])
    // Its credential makes cards of this project and of no other.
    const key = await readFile(join(root, 'told.key'), 'utf8')
    const asAgent = { headers: { authorization: `Bearer ${key}` } }
    const card = { projectId: body.id, title: 'An idea', origin: 'collab', stage: 'idea' }
    expect((await app.rest('POST', '/api/board/cards', card, asAgent)).status).toBe(201)
    const other = await app.rest('POST', '/api/board/cards', { ...card, projectId: 'other' }, asAgent)
    expect(other.status).toBeGreaterThanOrEqual(400)
    expect((await app.rest('GET', '/api/projects', undefined, asAgent)).status).toBe(403)
    const [both, once] = await Promise.all([
      app
        .rest('DELETE', `/api/sessions/${first.body.session}`)
        .then(() => app.rest('POST', `/api/projects/${body.id}/ideagen`)),
      app.rest('POST', '/api/projects/nobody/ideagen'),
    ])
    expect([both.status, once.status]).toEqual([201, 404])
    expect((await app.rest('GET', '/api/sessions')).body).toMatchObject([{ project: { id: body.id } }])
  } finally {
    await rm(root, { recursive: true, force: true })
  }
})
