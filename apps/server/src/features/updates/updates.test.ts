import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createTestApp } from '../../testing.ts'
import { gitHubName, latestRelease } from './releases.ts'
import { isNewer, newestOf, parseVersion } from './versions.ts'

/** Stands in for GitHub, which cannot be reached here; what it answers was taken from its documentation. */
async function releases(answer: RequestListener) {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    ask: (origin: string | null = 'git@github.com:owner/name.git') =>
      latestRelease({
        checkout: {
          origin: async () => origin,
          remoteTags: async () => ['v1.0.0', 'v1.10.0', 'v1.9.9', 'nightly'],
        },
        releasesUrl: `http://127.0.0.1:${port}`,
        signal: new AbortController().signal,
      }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

test('the newest release is asked of GitHub where the hub came from there, and of its own origin elsewhere', async () => {
  const asked: string[] = []
  await using github = await releases((request, response) => {
    asked.push(request.url ?? '')
    response.setHeader('content-type', 'application/json')
    response.end(
      JSON.stringify({
        tag_name: 'v2.3.4',
        published_at: '2026-11-01T10:00:00Z',
        body: '- new',
        draft: false,
      }),
    )
  })
  expect(await github.ask()).toEqual({
    latest: '2.3.4',
    publishedAt: '2026-11-01T10:00:00Z',
    url: 'https://github.com/owner/name/releases/tag/v2.3.4',
    changelogMd: '- new',
    source: 'github',
  })
  expect(await github.ask('/srv/atrium.git')).toMatchObject({ latest: '1.10.0', source: 'git' })
  expect(asked).toEqual(['/repos/owner/name/releases/latest'])
  await expect(github.ask(null)).rejects.toThrow('not cloned from anywhere')
})

test('P34 whatever GitHub answers instead of a release is a sentence, and none of it is passed on', async () => {
  for (const answer of [
    '<html>secret inside</html>',
    '{"tag_name":"../secret"}',
    '{"tag_name":5}',
    `{"tag_name":"v1.0.0","body":"${'x'.repeat(2_000_000)}"}`,
  ]) {
    await using github = await releases((_, response) => response.end(answer))
    await expect(github.ask()).rejects.toThrow(/^(?!.*secret)/)
  }
  await using moved = await releases((_, response) =>
    response.writeHead(302, { location: 'http://10.0.0.1/' }).end(),
  )
  await expect(moved.ask()).rejects.toThrow()
  await using none = await releases((_, response) => response.writeHead(404).end())
  expect(await none.ask()).toMatchObject({ latest: null })
  await using broken = await releases((_, response) => response.writeHead(500).end())
  await expect(broken.ask()).rejects.toThrow('status 500')
})

test('versions are compared by their numbers, and nothing else is one', () => {
  const version = fc.tuple(fc.nat(99), fc.nat(99), fc.nat(99))
  fc.assert(
    fc.property(version, version, (a, b) => {
      const sign = a.findIndex((part, at) => part !== b[at])
      const expected = sign !== -1 && (a[sign] ?? 0) > (b[sign] ?? 0)
      expect(isNewer(a.join('.'), `v${b.join('.')}`)).toBe(expected)
      expect(newestOf([`v${a.join('.')}`, `v${b.join('.')}`])).toBe(
        (isNewer(b.join('.'), a.join('.')) ? b : a).join('.'),
      )
    }),
  )
  for (const text of ['', '1', '1.2', '1.2.3.4', '1.2.3-beta', 'v', '１.２.３', '1.2.9999999', '-1.2.3'])
    expect(parseVersion(text)).toBeNull()
})

test('only addresses of repositories on GitHub are taken for such', () => {
  for (const origin of [
    'https://github.com/o/n',
    'https://github.com/o/n.git',
    'git@github.com:o/n.git',
    'ssh://git@github.com/o/n',
  ])
    expect(gitHubName(origin)).toBe('o/n')
  for (const origin of [
    'https://github.com.evil.org/o/n',
    'https://evil.org/github.com/o/n',
    'https://github.com/o',
    '/github.com/o/n',
    'https://x@github.com/o/n/m',
  ])
    expect(gitHubName(origin)).toBeNull()
})

test('agents that are here are listed with their newest version, and updated in a session of their own', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'atrium-programs-'))
  // Programs of others, which are not here: these answer for them.
  const program = (name: string, text: string) =>
    writeFile(join(folder, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 })
  await program('npm', 'case "$*" in *claude*) echo \'"2.5.0"\';; *) exit 1;; esac')
  await program(
    'claude',
    '[ "$1" = update ] && { echo updated to 2.5.0; exit 0; }; echo "2.1.0 (Claude Code)"',
  )
  await program('codex', 'echo codex-cli 0.9.0')
  await using app = await createTestApp({ hostEnv: { ...process.env, PATH: `${folder}:/usr/bin:/bin` } })
  const { body } = await app.rest('GET', '/api/updates')
  expect(body.clis).toMatchObject([
    { id: 'cli:claude', current: '2.1.0', latest: '2.5.0', outdated: true, executable: true },
    { id: 'cli:codex', current: '0.9.0', latest: null, outdated: false },
  ])
  expect(body.externals.map(({ id }: { id: string }) => id)).toContain('ext:tmux')
  expect(body.error).toContain('@openai/codex')
  expect(body.outdatedCount).toBe(1)
  expect(body.dependencies).toEqual([])

  const begun = await app.rest('POST', `/api/updates/${encodeURIComponent('cli:claude')}`, {})
  expect(begun).toMatchObject({ status: 200, body: { session: 'cc-update-cli-claude' } })
  const { entries } = (await app.rest('GET', '/api/audit?event=update.start')).body
  expect(entries).toMatchObject([
    { actor: 'owner', session: begun.body.session, facts: { id: 'cli:claude' } },
  ])
  const again = await app.rest('POST', '/api/updates/cli:claude', {})
  expect(again.body).toEqual({ session: 'cc-update-cli-claude', existing: true })
  for (const [id, status, reason] of [
    ['cli:agy', 422, 'not-executable'],
    ['ext:tmux', 422, 'not-executable'],
    ['cli:opencode', 409, 'not-installed'],
    ['cli:nobody', 404, undefined],
    ['--help', 422, undefined],
    ['hub;rm', 422, undefined],
  ] as const) {
    const refused = await app.rest('POST', `/api/updates/${encodeURIComponent(id)}`, {})
    expect({ id, status: refused.status, reason: refused.body.reason }).toEqual({ id, status, reason })
  }
  await rm(folder, { recursive: true })
})

test('updates are for administrators; everybody with a key may read the version', async () => {
  await using app = await createTestApp()
  const { body: key } = await app.rest('POST', '/api/auth/keys', {
    label: 'x',
    scopes: ['terminal', 'files', 'chat'],
  })
  const as = { headers: { authorization: `Bearer ${key.key}` } }
  expect((await app.rest('GET', '/api/version', undefined, as)).body).toMatchObject({
    latest: null,
    error: null,
  })
  for (const [method, path] of [
    ['GET', '/api/updates'],
    ['POST', '/api/updates/hub'],
    ['POST', '/api/version/check'],
  ] as const)
    expect((await app.rest(method, path, method === 'POST' ? {} : undefined, as)).status).toBe(403)
})
