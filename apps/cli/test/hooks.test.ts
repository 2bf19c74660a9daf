import { execFile, execFileSync } from 'node:child_process'
import {
  chmod,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createTestApp } from '@atrium/server/testing'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { addHooks, hasHooks, removeHooks } from '../src/hooks/settings.ts'

const run = promisify(execFile)
const main = join(import.meta.dirname, '../src/main.ts')

type Ran = { code: number; out: string; err: string }

/** The home of one person, beside a hub. */
async function openHome(app: { url: string; token: string; home: string }) {
  const home = await mkdtemp(join(tmpdir(), 'atrium-hooks-'))
  onTestFinished(() => rm(home, { recursive: true, force: true }))
  const settings = join(home, '.claude', 'settings.json')
  const { PATH } = process.env
  const env = { PATH, HOME: home, ATRIUM_HOME: app.home, ATRIUM_URL: app.url, ATRIUM_TOKEN: app.token }
  return {
    home,
    settings,
    env,
    async cli(...args: string[]): Promise<Ran> {
      const done = await run(process.execPath, [main, 'hooks', ...args], { env }).catch(
        (error: { code: number; stdout: string; stderr: string }) => error,
      )
      return { code: 'code' in done ? done.code : 0, out: done.stdout, err: done.stderr }
    },
    async write(text: string): Promise<void> {
      await mkdir(join(home, '.claude'), { recursive: true })
      await writeFile(settings, text)
    },
    read: () => readFile(settings, 'utf8'),
  }
}

const mine = `{
    "model": "opus",
    "cleanupPeriodDays": 12345678901234567890,
    "hooks": {
        "Stop": [{ "matcher": "", "hooks": [{ "type": "command", "command": "say done" }] }]
    },
    "statusLine": { "type": "command", "command": "echo mine", "padding": 0 }
}`

test('hooks are added to the settings of an agent and taken away again, to the byte', async () => {
  await using app = await createTestApp()
  const person = await openHome(app)
  await person.write(mine)
  await chmod(person.settings, 0o640)
  const installed = await person.cli('install')
  expect(installed).toMatchObject({ code: 0, err: '' })
  const text = await person.read()
  const now = JSON.parse(text)
  expect(text).toContain('12345678901234567890')
  expect(text).toContain('say done')
  expect(now.hooks.Stop).toHaveLength(2)
  expect(now.hooks.PermissionRequest[0].hooks[0]).toMatchObject({ type: 'command', timeout: 310 })
  expect(now.statusLine).toMatchObject({ padding: 0 })
  expect((await stat(person.settings)).mode & 0o777).toBe(0o640)
  expect(text).not.toContain(app.token)
  const record = join(app.home, 'hooks', 'claude.json')
  expect((await stat(record)).mode & 0o777).toBe(0o600)
  const { keys } = (await app.rest('GET', '/api/auth/keys')).body
  expect(keys).toMatchObject([{ scopes: ['hooks'] }])
  expect(text).not.toContain(JSON.parse(await readFile(record, 'utf8')).token)

  expect((await person.cli('install')).out).toContain('Installed again')
  expect(await person.read()).toBe(text)
  expect((await app.rest('GET', '/api/auth/keys')).body.keys).toHaveLength(1)
  expect(JSON.parse((await person.cli('status', '--json')).out)).toMatchObject([
    { agent: 'claude', installed: true, complete: true, answers: true },
    { agent: 'codex', installed: false },
  ])

  expect((await person.cli('remove')).code).toBe(0)
  expect(await person.read()).toBe(mine)
  expect((await stat(person.settings)).mode & 0o777).toBe(0o640)
  expect((await app.rest('GET', '/api/auth/keys')).body.keys).toEqual([])
  expect(await readdir(join(person.home, '.claude'))).toEqual(['settings.json'])
  expect((await person.cli('remove')).out).toContain('Nothing is installed')
})

test('what was edited in between stays, and what the hub had not found is gone again', async () => {
  await using app = await createTestApp()
  const person = await openHome(app)
  await person.cli('install')
  const changed = JSON.parse(await person.read())
  changed.theme = 'dark'
  changed.hooks.Stop[0].hooks.push({ type: 'command', command: 'beep' })
  await person.write(JSON.stringify(changed))
  await person.cli('remove')
  expect(JSON.parse(await person.read())).toEqual({
    theme: 'dark',
    hooks: { Stop: [{ matcher: '', hooks: [{ type: 'command', command: 'beep' }] }] },
  })
  await rm(person.settings)
  await person.cli('install')
  await person.cli('remove')
  await expect(lstat(person.settings)).rejects.toThrow('ENOENT')
})

test('settings that cannot be read are left alone and named, and nothing is left behind', async () => {
  await using app = await createTestApp()
  const person = await openHome(app)
  for (const text of [
    '// mine\n{"a": 1}',
    '[]',
    '{"hooks": []}',
    '{"hooks": {"Stop": 1}}',
    '{',
    '{"statusLine": 3}',
  ]) {
    await person.write(text)
    const { code, err } = await person.cli('install')
    expect([text, code]).toEqual([text, 78])
    expect(err).toContain(person.settings)
    expect(await person.read()).toBe(text)
  }
  expect((await app.rest('GET', '/api/auth/keys')).body.keys).toEqual([])
  expect((await person.cli('install', 'cursor')).err).toContain("There are no hooks for 'cursor'")
})

test('a file that is reached by a link stays a link', async () => {
  await using app = await createTestApp()
  const person = await openHome(app)
  await person.write('{}')
  const real = join(person.home, 'dotfiles.json')
  await rm(person.settings)
  await writeFile(real, mine)
  await symlink(real, person.settings)
  await person.cli('install')
  expect((await lstat(person.settings)).isSymbolicLink()).toBe(true)
  expect(JSON.parse(await readFile(real, 'utf8')).hooks.Stop).toHaveLength(2)
  await person.cli('remove')
  expect(await readFile(real, 'utf8')).toBe(mine)
})

test('an agent in a tmux session of the person tells the hub by the installed hooks; outside tmux nothing is told', async () => {
  await using app = await createTestApp()
  const person = await openHome(app)
  await person.write(
    JSON.stringify({ statusLine: { type: 'command', command: 'cat > seen.json; echo my line' } }),
  )
  await person.cli('install')
  const { hooks, statusLine } = JSON.parse(await person.read())
  const command = hooks.UserPromptSubmit[0].hooks[0].command as string
  const tell = (line: string, input: object, env: object = {}) =>
    new Promise<string>((resolve, reject) => {
      const child = execFile(
        '/bin/sh',
        ['-c', line],
        { cwd: person.home, env: { PATH: process.env['PATH'], HOME: person.home, ...env } },
        (error, out) => (error ? reject(error) : resolve(out)),
      )
      child.stdin?.end(JSON.stringify(input))
    })
  await app.rest('POST', '/api/sessions', { name: 'keep', directory: person.home, command: 'sleep 600' })
  execFileSync('tmux', ['-L', app.tmuxSocket, 'new-session', '-d', '-s', 'theirs', 'sleep 600'])
  const format = [
    'display-message',
    '-p',
    '-t',
    '=theirs:',
    '#{socket_path},#{pid},#{s/\\$//:session_id} #{pane_id}',
  ]
  const [TMUX, TMUX_PANE] = execFileSync('tmux', ['-L', app.tmuxSocket, ...format])
    .toString()
    .trim()
    .split(' ')
  const row = async () =>
    (await app.rest('GET', '/api/sessions')).body.find(({ name }: { name: string }) => name === 'theirs')
  expect(await tell(command, {})).toBe('')
  expect((await row()).activitySource).not.toBe('hooks')
  expect(await tell(command, {}, { TMUX, TMUX_PANE, ATRIUM_HOOKED: '/nowhere' })).toBe('')
  expect((await row()).activitySource).not.toBe('hooks')
  expect(await tell(command, {}, { TMUX, TMUX_PANE })).toBe('')
  await expect.poll(async () => (await row()).activity).toBe('working')
  expect(await row()).toMatchObject({ status: 'foreign', activitySource: 'hooks' })
  const line = { context_window: { used_percentage: 7, context_window_size: 200_000 }, secret: 'no' }
  expect(await tell(statusLine.command, line, { TMUX, TMUX_PANE })).toBe('my line\n')
  expect(JSON.parse(await readFile(join(person.home, 'seen.json'), 'utf8'))).toEqual(line)
  expect(await row()).toMatchObject({ contextPct: 7, contextLimit: 200_000 })
})

const entries = {
  Stop: { matcher: '', hooks: [{ type: 'command', command: "'node' 'child.js' Stop", timeout: 5 }] },
  PreToolUse: {
    matcher: '',
    hooks: [{ type: 'command', command: "'node' 'child.js' PreToolUse", timeout: 5 }],
  },
}
const statusLine = { type: 'command', command: "'node' 'child.js' statusline" }
const hook = fc.record({ type: fc.constant('command'), command: fc.string() })
const own = fc.record(
  {
    model: fc.string(),
    env: fc.dictionary(fc.string(), fc.string()),
    hooks: fc.dictionary(
      fc.constantFrom('Stop', 'PreToolUse', 'Notification'),
      fc.array(fc.record({ matcher: fc.string(), hooks: fc.array(hook) }), { minLength: 1 }),
    ),
    statusLine: fc.record({ type: fc.constant('command'), command: fc.string(), padding: fc.nat() }),
    other: fc.jsonValue(),
  },
  { requiredKeys: [] },
)

test('whatever the settings are, taking away what was added gives back what was there', () => {
  fc.assert(
    fc.property(own, fc.constantFrom('', '  ', '\t'), fc.constantFrom('', '\n'), (value, indent, end) => {
      const before = JSON.stringify(value, null, indent) + end
      const { text, added } = addHooks(before, { entries, statusLine }, 'file')
      expect(hasHooks(text, added)).toBe(true)
      const after = removeHooks(text, added, 'file')
      // An empty list of hooks was nothing, and is gone.
      const { hooks, ...rest } = JSON.parse(before)
      const wanted = hooks && Object.keys(hooks).length > 0 ? { hooks, ...rest } : rest
      expect(after === null ? {} : JSON.parse(after)).toEqual(wanted)
      if (after !== null && wanted.hooks) expect(after).toBe(before)
    }),
    { numRuns: Number(process.env['FUZZ_RUNS'] ?? 200) },
  )
})
