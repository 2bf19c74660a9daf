import { chmodSync, mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createTestApp } from '../../testing.ts'
import { openTerminal } from '../terminal/testing.ts'

/** A machine on which no program called tmux is found. */
const without = { hostEnv: { PATH: '/nowhere', HOME: tmpdir(), SHELL: '/bin/sh' } }

test('without tmux a session runs on a terminal of the hub and says so', async () => {
  await using app = await createTestApp(without)
  const made = await app.rest('POST', '/api/sessions', {
    name: 'a.b',
    directory: '/tmp',
    command: '/bin/cat',
  })
  expect(made).toMatchObject({ status: 201, body: { name: 'cc-a.b', ephemeral: true, path: '/tmp' } })
  const terminal = await openTerminal(app, 'cc-a.b')
  terminal.type('hello\r')
  await terminal.shows('hello\r\nhello')
  expect((await app.rest('GET', '/api/sessions')).body).toMatchObject([
    { name: 'cc-a.b', status: 'running', ephemeral: true, attached: true, command: '/bin/cat' },
  ])
  const late = await openTerminal(app, 'cc-a.b')
  await late.shows('hello\r\nhello')
  expect((await app.rest('PATCH', '/api/sessions/cc-a.b', { newName: 'c' })).body).toEqual({
    success: true,
    name: 'cc-c',
  })
  terminal.type('\u001b[200~pasted\r\u001b[201~')
  await late.shows('pasted')
  expect((await app.rest('DELETE', '/api/sessions/cc-c')).status).toBe(200)
  expect(await terminal.closed).toMatchObject({ code: 4010 })
  expect((await app.rest('POST', '/api/sessions/cc-c/restore')).status).toBe(201)
})

test('without tmux endings, scrollback and refusals are the same', async () => {
  await using app = await createTestApp(without)
  const make = (name: string, command: string) =>
    app.rest('POST', '/api/sessions', { name, directory: '/tmp', command })
  expect((await make('x', 'exit 7')).body.detail[0].msg).toContain('ended with status 7')
  expect((await make('x', 'kill -9 $$')).body.detail[0].msg).toContain('ended by SIGKILL')
  await make('many', 'i=0; while [ $i -lt 300 ]; do i=$((i+1)); echo $i; done; read x; exit 4')
  expect((await make('many', 'read x')).status).toBe(409)
  const { body } = await app.rest('GET', '/api/sessions/cc-many/scrollback?lines=10')
  expect(body.truncated).toBe(true)
  expect(body.data.split('\n')).toHaveLength(11)
  expect(body.data).not.toContain('300')
  const terminal = await openTerminal(app, 'cc-many')
  await terminal.shows('300')
  terminal.type('\r')
  expect(await terminal.closed).toEqual({ code: 4010, reason: 'exit 4' })
  expect(await (await openTerminal(app, 'cc-many')).closed).toMatchObject({ code: 4004 })
})

test('a program that lets go of its terminal and lives on harms nobody', async () => {
  await using app = await createTestApp(without)
  const command = "trap '' HUP; read x; exec </dev/null >/dev/null 2>&1; /bin/sleep 3"
  await app.rest('POST', '/api/sessions', { name: 'x', directory: '/tmp', command })
  const terminal = await openTerminal(app, 'cc-x')
  const held = () =>
    readdirSync('/proc/self/fd').filter((fd) => {
      try {
        return readlinkSync(`/proc/self/fd/${fd}`).includes('ptmx')
      } catch {
        return false
      }
    })
  expect(held()).toHaveLength(1)
  terminal.type('\r')
  await expect.poll(held).toEqual([])
  terminal.type('x')
  terminal.send({ type: 'resize', cols: 90, rows: 30 })
  terminal.send({ type: 'resize', cols: 91, rows: 31 })
  terminal.send({ type: 'ping' })
  await expect.poll(() => terminal.frames).toContainEqual({ type: 'pong' })
  expect(await terminal.closed).toEqual({ code: 4010, reason: 'exit 0' })
})

test('P54 without tmux a stalled reader costs little and comes back to the right screen', async () => {
  await using app = await createTestApp(without)
  await app.rest('POST', '/api/sessions', {
    name: 'y',
    directory: '/tmp',
    command: 'read x; /usr/bin/timeout 3 /usr/bin/yes flood; echo finished; /bin/cat',
  })
  const stalled = await openTerminal(app, 'cc-y')
  const healthy = await openTerminal(app, 'cc-y')
  stalled.socket.pause()
  const before = process.memoryUsage().rss
  healthy.type('\r')
  await healthy.shows('finished', 20_000)
  expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024)
  const seen = stalled.size()
  stalled.socket.resume()
  await stalled.shows('finished', 20_000)
  expect(stalled.size() - seen).toBeLessThanOrEqual(healthy.size())
})

test('without tmux sessions end with the hub and stay known', async () => {
  await using app = await createTestApp(without)
  await app.rest('POST', '/api/sessions', { name: 'x', directory: '/tmp', command: '/bin/cat' })
  const terminal = await openTerminal(app, 'cc-x')
  await app.restart()
  expect((await terminal.closed).code).toBe(1001)
  expect((await app.rest('GET', '/api/sessions')).body).toMatchObject([
    { name: 'cc-x', status: 'dormant', command: '/bin/cat' },
  ])
})

test('a tmux that is too old is not used', async () => {
  const bin = mkdtempSync(join(tmpdir(), 'atrium-old-'))
  writeFileSync(join(bin, 'tmux'), '#!/bin/sh\necho tmux 2.9a\n')
  chmodSync(join(bin, 'tmux'), 0o755)
  await using app = await createTestApp({ hostEnv: { ...without.hostEnv, PATH: bin } })
  expect(
    (await app.rest('POST', '/api/sessions', { name: 'x', directory: '/tmp', command: '/bin/cat' })).body,
  ).toMatchObject({ ephemeral: true })
  rmSync(bin, { recursive: true })
})
