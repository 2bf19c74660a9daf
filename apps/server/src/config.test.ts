import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isExposed, readConfig } from './config.ts'
import { StartError } from './core/start-error.ts'
import { variables } from './variables.ts'

/** The sentence a start is refused with. */
function refusal(env: NodeJS.ProcessEnv): string {
  try {
    readConfig(env)
  } catch (error) {
    if (error instanceof StartError && error.exitCode === 78) return error.message
    throw error
  }
  return ''
}

test('an empty environment is a complete configuration', () => {
  expect(readConfig({})).toMatchObject({
    port: 3333,
    host: '127.0.0.1',
    home: join(homedir(), '.atrium'),
    vault: join(homedir(), 'Atrium'),
    databaseUrl: null,
    authMode: 'always',
    access: null,
  })
})

test('an empty variable counts as unset', () => {
  expect(readConfig({ PORT: '', ATRIUM_PUBLIC_URL: '  ' })).toMatchObject({ port: 3333, publicUrl: null })
})

test('a hub can be started inside a terminal of a hub', () => {
  expect(readConfig({ ATRIUM_URL: 'http://127.0.0.1:3333', ATRIUM_SESSION: 'cc-x' }).port).toBe(3333)
})

test('every value is read as its kind', () => {
  const config = readConfig({
    PORT: '0',
    ATRIUM_HOST: '0.0.0.0',
    ATRIUM_HOME: '~/elsewhere',
    ATRIUM_PUBLIC_URL: 'https://Atrium.example.org/',
    ATRIUM_ALLOWED_HOSTS: 'Den.local, 192.0.2.7:3333',
    ATRIUM_ALLOWED_ORIGINS: 'https://a.example.org,http://b.example.org:8080',
    ATRIUM_TRUSTED_PROXIES: '10.0.0.0/8, ::1',
    ATRIUM_MAX_LIVE_AGENTS: '3',
    CF_ACCESS_TEAM_DOMAIN: 'garden.cloudflareaccess.com',
    CF_ACCESS_AUD: 'f00d',
  })
  expect(config).toMatchObject({
    port: 0,
    home: join(homedir(), 'elsewhere'),
    publicUrl: 'https://atrium.example.org',
    allowedHosts: ['den.local', '192.0.2.7:3333'],
    allowedOrigins: ['https://a.example.org', 'http://b.example.org:8080'],
    trustedProxies: ['10.0.0.0/8', '::1'],
    maxLiveAgents: 3,
    access: { teamDomain: 'garden.cloudflareaccess.com', audience: 'f00d' },
  })
})

test('the result is frozen to its depths', () => {
  const config = readConfig({})
  expect(
    Object.isFrozen(config) && Object.isFrozen(config.allowedHosts) && Object.isFrozen(config.hostEnv),
  ).toBe(true)
})

test.each([
  [{ PORT: '70000' }, "PORT must be a whole number from 0 to 65535, not '70000'"],
  [{ PORT: '33e1' }, "PORT must be a whole number from 0 to 65535, not '33e1'"],
  [{ ATRIUM_HOST: 'no host' }, /^ATRIUM_HOST must be host names/],
  [{ ATRIUM_AUTH: 'never' }, "ATRIUM_AUTH must be one of always, remote, disabled, not 'never'"],
  [{ ATRIUM_LOG_LEVEL: 'loud' }, /^ATRIUM_LOG_LEVEL must be one of/],
  [{ ATRIUM_PUBLIC_URL: 'https://a.example.org/path' }, /^ATRIUM_PUBLIC_URL must be an address/],
  [{ ATRIUM_PUBLIC_URL: 'ftp://a.example.org' }, /^ATRIUM_PUBLIC_URL must be an address/],
  [{ ATRIUM_ALLOWED_ORIGINS: 'https://a.example.org,*' }, /^ATRIUM_ALLOWED_ORIGINS must be/],
  [{ ATRIUM_TRUSTED_PROXIES: '10.0.0.0/33' }, /^ATRIUM_TRUSTED_PROXIES must be addresses/],
  [{ ATRIUM_TRUSTED_PROXIES: 'proxy.local' }, /^ATRIUM_TRUSTED_PROXIES must be addresses/],
  [{ ATRIUM_DATABASE_URL: 'mysql://x' }, 'ATRIUM_DATABASE_URL must begin with postgres://'],
  [{ CF_ACCESS_AUD: 'f00d' }, /belong together/],
  [{ ATRIUM_PROT: '1' }, /^Unknown variable ATRIUM_PROT\. Did you mean/],
  [{ ATRIUM_PORT: '1' }, 'Unknown variable ATRIUM_PORT. Did you mean PORT?'],
  [{ ATRIUM_VALUT: '1' }, 'Unknown variable ATRIUM_VALUT. Did you mean ATRIUM_VAULT?'],
])('%j stops the start with a sentence', (env, sentence) => {
  expect(refusal(env)).toMatch(sentence)
})

describe('P2 no secret of a document is taken', () => {
  test.each(['changeme-changeme-changeme', 'your-token-goes-here-please', 'a'.repeat(32), 'short'])(
    '%s',
    (token) => {
      expect(refusal({ ATRIUM_TOKEN: token })).toMatch(/^ATRIUM_TOKEN /)
      expect(refusal({ ATRIUM_TOKEN: token })).not.toContain(token)
    },
  )

  test('nor any value that a document of ours shows', async () => {
    const root = join(import.meta.dirname, '../../..')
    for (const name of ['README.md', 'SECURITY.md', 'docs/configuration.md', 'docs/operations.md']) {
      const text = await readFile(join(root, name), 'utf8').catch(() => '')
      for (const [, token = ''] of text.matchAll(/ATRIUM_TOKEN=["']?([^\s"'`]+)/g))
        if (!token.startsWith('$')) expect(refusal({ ATRIUM_TOKEN: token })).not.toBe('')
    }
  })
})

test('docs/configuration.md lists every variable with its default and effect, in this order', async () => {
  const text = await readFile(join(import.meta.dirname, '../../../docs/configuration.md'), 'utf8')
  const rows = [...text.matchAll(/^\| `(\w+)` \| (.*?) \| (.*?) \|$/gm)].map(([, ...cells]) => cells)
  const table: Record<string, { fallback: string | null; effect: string; shown?: string }> = variables
  const expected = Object.entries(table).map(([name, { fallback, effect, shown }]) => [
    name,
    shown ?? (fallback === null ? 'off' : fallback === '' ? 'none' : `\`${fallback}\``),
    effect,
  ])
  expect(rows).toEqual(expect.arrayContaining(expected))
  expect(rows.map(([name]) => name).filter((name) => name !== undefined && name in table)).toEqual(
    Object.keys(table),
  )
})

test('P42 a refused secret is not repeated in the sentence', () => {
  const url = 'mysql://me:hunter2@host/db'
  expect(refusal({ ATRIUM_DATABASE_URL: url })).not.toContain('hunter2')
})

test('P42 agents get vendor credentials and nothing of ours', () => {
  const { agentEnv } = readConfig({
    ANTHROPIC_API_KEY: 'k',
    CLAUDE_CODE_OAUTH_TOKEN: 't',
    ATRIUM_TOKEN: 'Zq4vT-9mKx_2LwRb7NcYpE0',
    HOME: '/home/me',
  })
  expect(agentEnv).toEqual({ ANTHROPIC_API_KEY: 'k', CLAUDE_CODE_OAUTH_TOKEN: 't' })
})

test('a refusal is always a sentence that names its variable, whatever the value', () => {
  const names = fc.constantFrom(...Object.keys(variables))
  fc.assert(
    fc.property(names, fc.string(), (name, value) => {
      const sentence = refusal({ [name]: value })
      expect(sentence === '' || sentence.includes(name)).toBe(true)
    }),
    { numRuns: 2_000 },
  )
})

test.each([
  [{}, false],
  [{ ATRIUM_HOST: 'localhost' }, false],
  [{ ATRIUM_HOST: '::1' }, false],
  [{ ATRIUM_PUBLIC_URL: 'http://localhost:8080' }, false],
  [{ ATRIUM_HOST: '0.0.0.0' }, true],
  [{ ATRIUM_PUBLIC_URL: 'https://atrium.example.org' }, true],
  [{ ATRIUM_ALLOWED_HOSTS: 'den.local' }, true],
  [{ ATRIUM_TRUSTED_PROXIES: '127.0.0.1' }, true],
])('P3 %j is reachable from beyond this computer: %s', (env, exposed) => {
  expect(isExposed(readConfig(env))).toBe(exposed)
})
