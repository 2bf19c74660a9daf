import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import type { ConnectionState, Terminal } from '../../src/index.ts'
import { openHub } from './hub.ts'

const run = promisify(execFile)
/** A line of the flood: in no command that is typed here, and in no control sequence. */
const aNumber = /\n\d{4}/

/** Somebody who sits at a terminal, and clears the screen when it is drawn anew, as the SDK says. */
function sitAt(attach: (onState: (state: ConnectionState) => void) => Terminal) {
  let text = ''
  let look = () => {}
  const states: ConnectionState[] = []
  const terminal = attach((state) => {
    states.push(state)
    if (state === 'open') text = ''
  })
  onTestFinished(() => terminal.close())
  const done = (async () => {
    const decoder = new TextDecoder()
    for await (const bytes of terminal) {
      text = (text + decoder.decode(bytes, { stream: true })).slice(-200_000)
      look()
    }
  })()
  return {
    terminal,
    states,
    done,
    text: () => text,
    /** Settles when the wire is lost. */
    lost: () => expect.poll(() => states.at(-1), { timeout: 10_000, interval: 10 }).toBe('reconnecting'),
    async until(pattern: RegExp): Promise<void> {
      while (!pattern.test(text))
        await Promise.race([
          new Promise<void>((resolve) => {
            look = resolve
          }),
          done.then(() => Promise.reject(new Error(`over before ${pattern}: ${text.slice(-500)}`))),
        ])
    },
  }
}

test('P54 P57 the hub killed in a terminal flood: the session lives, both viewers come back to its last line, keys work', async () => {
  await using hub = await openHub()
  const [desk, phone] = [hub.client(), hub.client()]
  const { name } = await desk.rest('POST /sessions', { body: { name: 'flood', command: 'sh' } })
  const shellOf = async () => {
    const server = ['-L', hub.server.tmuxSocket]
    return (await run('tmux', [...server, 'list-panes', '-t', `=${name}:`, '-F', '#{pane_pid}'])).stdout
  }
  const shell = await shellOf()
  const viewers = [
    sitAt((onState) => desk.terminal.attach(name, { onState })),
    sitAt((onState) => phone.terminal.attach(name, { onState, cols: 80, rows: 24 })),
  ] as const
  await Promise.all(viewers.map((viewer) => viewer.until(/[$#] /)))
  const [one, two] = viewers
  one.terminal.write('n=500; seq 1 ${n}000\r')
  await Promise.all(viewers.map((viewer) => viewer.until(aNumber)))
  expect(one.text()).not.toMatch(/^500000\r?$/m)

  const from = performance.now()
  await hub.server.kill('SIGKILL')
  expect(await shellOf()).toBe(shell)
  await hub.server.again()
  await Promise.all(viewers.map((viewer) => viewer.until(/(^|\D)500000\D[^]*[$#] /)))
  console.info(`killed in a flood, both at its last line after ${Math.round(performance.now() - from)} ms`)
  expect(await shellOf()).toBe(shell)

  one.terminal.write('echo "from=$((40 + 2))"\r')
  await Promise.all(viewers.map((viewer) => viewer.until(/from=42/)))
  two.terminal.write('echo "to=$((50 + 5))"\r')
  await Promise.all(viewers.map((viewer) => viewer.until(/to=55/)))
  await expect
    .poll(() => desk.rest('GET /sessions'), { timeout: 10_000 })
    .toMatchObject([{ name, status: 'running', attached: true }])
  for (const { states } of viewers) {
    expect(states.slice(0, 3)).toEqual(['connecting', 'open', 'reconnecting'])
    expect(states.at(-1)).toBe('open')
  }

  two.terminal.write('exit 7\r')
  await Promise.all(viewers.map((viewer) => viewer.done))
  expect(await one.terminal.ended).toEqual({ reason: 'exited', exitCode: 7, signal: null })
}, 90_000)

test('P57 ten terminals and three kills: every viewer is back at its own session, and what is typed meanwhile arrives', async () => {
  await using hub = await openHub()
  const client = hub.client()
  const names = Array.from({ length: 10 }, (_, i) => `room-${i}`)
  const rooms = await Promise.all(
    names.map(async (room) => {
      const { name } = await client.rest('POST /sessions', { body: { name: room, command: 'sh' } })
      const viewer = sitAt((onState) => client.terminal.attach(name, { onState }))
      await viewer.until(/[$#] /)
      return { room, viewer }
    }),
  )
  for (let kill = 1; kill <= 3; kill++) {
    for (const { viewer } of rooms) viewer.terminal.write('n=20; seq 1 ${n}000\r')
    await rooms[0]?.viewer.until(aNumber)
    await hub.server.kill('SIGKILL')
    await Promise.all(rooms.map(({ viewer }) => viewer.lost()))
    for (const { room, viewer } of rooms) viewer.terminal.write(`echo "in=${room}=$((${kill} + 40))"\r`)
    await hub.server.again()
    await Promise.all(rooms.map(({ room, viewer }) => viewer.until(new RegExp(`in=${room}=${kill + 40}`))))
    for (const { room, viewer } of rooms)
      expect(new Set(viewer.text().match(/in=room-\d/g)), room).toEqual(new Set([`in=${room}`]))
  }
  for (const { viewer } of rooms) viewer.terminal.close()
  await Promise.all(rooms.map(({ viewer }) => viewer.done))
}, 90_000)
