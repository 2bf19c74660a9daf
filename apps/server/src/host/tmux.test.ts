import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { exec, setHostEnv } from './exec.ts'
import { createTmux } from './tmux.ts'
import { connectControl } from './tmux-control.ts'

const { PATH, HOME } = process.env
const wanted = { tmuxName: 'cc-a', trueName: null, folder: '/', command: 'cat', env: {} }

setHostEnv({ PATH, HOME })
afterEach(() => {
  vi.useRealTimers()
  setHostEnv({ PATH, HOME })
})

function ownSocket(): string {
  const socket = `atrium-test-${randomBytes(6).toString('hex')}`
  onTestFinished(async () => void (await exec('tmux', ['-L', socket, 'kill-server'])))
  return socket
}

test('a tmux that cannot start is said to be unavailable, after one try', async () => {
  const root = await mkdtemp(join(tmpdir(), 'atrium-tmux-'))
  onTestFinished(() => rm(root, { recursive: true, force: true }))
  // tmux refuses a folder for its sockets that others may write to.
  const folder = join(root, `tmux-${process.getuid?.()}`)
  await mkdir(folder)
  await chmod(folder, 0o777)
  setHostEnv({ PATH, HOME, TMUX_TMPDIR: root })
  const tmux = await createTmux({ socket: ownSocket() })
  await expect(tmux.create(wanted)).rejects.toMatchObject({ code: 'tmux_unavailable' })
  await tmux.close()
})

test('closing while tmux is being started leaves no connection behind', async () => {
  const socket = ownSocket()
  const tmux = await createTmux({ socket })
  const creating = tmux.create(wanted).catch(() => null)
  await tmux.close()
  await creating
  const { stdout } = await exec('tmux', ['-L', socket, 'list-clients'])
  expect(stdout.toString()).toBe('')
})

test('a tmux that never answers is given up', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const child = spawn('sleep', ['600'], { stdio: ['pipe', 'pipe', 'ignore'] })
  const gone = once(child, 'exit')
  const connected = connectControl(child, { notify: () => undefined, closed: () => undefined })
  vi.advanceTimersByTime(60_000)
  expect(await connected).toBeNull()
  await gone
})
