import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createTestApp, type TestApp } from '../../testing.ts'
import { continued } from './again.ts'

test.each([
  ['claude', 'claude --continue'],
  ['claude -c', 'claude -c'],
  ['/opt/claude --model opus', '/opt/claude --continue --model opus'],
  ['claude --resume abc', 'claude --resume abc'],
  ['codex', 'codex resume --last'],
  ['codex resume x', 'codex resume x'],
  ['A=b opencode', 'A=b opencode --continue'],
  ['bash -l', 'bash -l'],
  ['sudo claude', 'sudo claude'],
])('%s goes on as %s', (command, wanted) => expect(continued(command)).toBe(wanted))

/** The machine goes down: tmux and all in it are gone, and nobody saw it. */
async function reboot(app: TestApp): Promise<void> {
  app.app.sessions.close = () => Promise.resolve()
  execFileSync('tmux', ['-L', app.tmuxSocket, 'kill-server'])
  const rows = app.app.db.updateTable('knownSession').set({ exit: null, manuallyStopped: 0 })
  await rows.where('name', '!=', 'cc-stopped').execute()
  await app.restart()
}
const statuses = async (app: TestApp): Promise<string[]> =>
  (await app.rest('GET', '/api/sessions')).body.map(
    (row: { name: string; status: string }) => `${row.name} ${row.status}`,
  )
const begin = (app: TestApp, name: string, directory = app.vault) =>
  app.rest('POST', '/api/sessions', {
    name,
    directory,
    command: `sh -c 'echo "$ATRIUM_SESSION" >> began.txt; sleep 600'`,
  })

test('P57 nothing runs again by itself, unless a person set that; then it is what nobody ended, in its own folder', async () => {
  await using app = await createTestApp()
  const gone = join(app.vault, 'gone')
  await app.rest('POST', '/api/fs/mkdir', { path: 'gone' })
  execFileSync('mkdir', ['-p', gone])
  await begin(app, 'shop')
  await begin(app, 'stopped')
  await begin(app, 'gone', gone)
  await app.rest('DELETE', '/api/sessions/cc-stopped')
  rmSync(gone, { recursive: true })
  await reboot(app)
  expect(await statuses(app)).toEqual(['cc-gone dormant', 'cc-shop dormant', 'cc-stopped dormant'])

  expect((await app.rest('PATCH', '/api/settings', { autoRestore: true })).status).toBe(200)
  await app.restart()
  await expect.poll(() => statuses(app)).toContain('cc-shop running')
  expect(await statuses(app)).toEqual(['cc-shop running', 'cc-gone dormant', 'cc-stopped dormant'])
  expect(readFileSync(join(app.vault, 'began.txt'), 'utf8')).toBe('cc-shop\ncc-stopped\ncc-shop\n')
  expect(existsSync(gone)).toBe(false)
})

test('P60 a hub that is only tried on a copy of the data begins nothing: no session comes back, no plan runs', async () => {
  await using app = await createTestApp({ trial: true })
  await begin(app, 'shop')
  expect((await app.rest('PATCH', '/api/settings', { autoRestore: true })).status).toBe(200)
  await reboot(app)
  await app.restart()
  expect((await app.rest('GET', '/api/health')).body.status).not.toBe('recovery')
  expect((await app.rest('GET', '/api/scheduler')).body).toMatchObject({ running: false })
  await new Promise((resolve) => setTimeout(resolve, 1_500))
  expect(await statuses(app)).toEqual(['cc-shop dormant'])
  expect(readFileSync(join(app.vault, 'began.txt'), 'utf8')).toBe('cc-shop\n')
})
