import { createTestApp, type TestApp } from '@atrium/server/testing'
import { expect, test } from 'vitest'
import { type Client, type ConnectionState, createClient, type Terminal } from '../src/index.ts'
import { cuttableWire } from './wire.ts'

const clientOf = (app: TestApp, url = app.url) => createClient({ baseUrl: url, token: app.token })

async function shell(client: Client): Promise<string> {
  const { name } = await client.rest('POST /sessions', { body: { name: 'sh', command: 'sh' } })
  return name
}

/** What a terminal showed so far, and a way to wait for more. */
function watch(terminal: Terminal) {
  let text = ''
  let look = () => {}
  const done = (async () => {
    const decoder = new TextDecoder()
    for await (const bytes of terminal) {
      text += decoder.decode(bytes, { stream: true })
      look()
    }
  })()
  return {
    done,
    forget: () => {
      text = ''
    },
    async until(pattern: RegExp): Promise<string> {
      while (!pattern.test(text))
        await Promise.race([
          new Promise<void>((resolve) => {
            look = resolve
          }),
          done.then(() => Promise.reject(new Error(`over before ${pattern}: ${text}`))),
        ])
      return text
    },
  }
}

test('what is typed comes back, sizes arrive, and the end tells the exit status', async () => {
  await using app = await createTestApp()
  const client = clientOf(app)
  const terminal = client.terminal.attach(await shell(client), { cols: 90, rows: 25 })
  const screen = watch(terminal)
  terminal.write('echo "sum=$((40 + 2))"\r')
  await screen.until(/sum=42/)
  terminal.resize(101, 31)
  terminal.write('until stty size | grep 101; do sleep 0.05; done; echo "wide=$((100 + 1))"\r')
  await screen.until(/wide=101/)
  terminal.write('exit 3\r')
  await screen.done
  expect(await terminal.ended).toEqual({ reason: 'exited', exitCode: 3, signal: null })
})

test('a wire that is cut is mended: the screen is drawn anew and typing goes on', async () => {
  await using app = await createTestApp()
  await using wire = await cuttableWire(app.url)
  const name = await shell(clientOf(app))
  const states: ConnectionState[] = []
  const terminal = clientOf(app, wire.url).terminal.attach(name, { onState: (state) => states.push(state) })
  const screen = watch(terminal)
  terminal.write('echo "before=$((1 + 1))"\r')
  await screen.until(/before=2/)
  screen.forget()
  wire.cut()
  await screen.until(/before=2/)
  terminal.write('echo "after=$((2 + 2))"\r')
  await screen.until(/after=4/)
  expect(states).toEqual(['connecting', 'open', 'reconnecting', 'open'])
  terminal.close()
  await screen.done
  expect(await terminal.ended).toMatchObject({ reason: 'detached' })
})

test('two people at one terminal see the same, and one leaving leaves the other', async () => {
  await using app = await createTestApp()
  const client = clientOf(app)
  const name = await shell(client)
  const [one, two] = [client.terminal.attach(name), clientOf(app).terminal.attach(name)]
  const [first, second] = [watch(one), watch(two)]
  await Promise.all([first.until(/[$#] /), second.until(/[$#] /)])
  one.write('echo "shared=$((3 * 3))"\r')
  await Promise.all([first.until(/shared=9/), second.until(/shared=9/)])
  one.close()
  await first.done
  two.write('echo "alone=$((4 * 4))"\r')
  await second.until(/alone=16/)
  two.close()
})

test('the hub restarting keeps the session, and the terminal comes back to it', async () => {
  await using app = await createTestApp()
  const client = clientOf(app)
  const terminal = client.terminal.attach(await shell(client))
  const screen = watch(terminal)
  await screen.until(/[$#] /)
  // Keys that are on the way when the hub goes are lost: it must have come to the shell.
  terminal.write('answer=$((6 * 7)); echo "kept=$answer"\r')
  await screen.until(/kept=42/)
  await app.restart()
  terminal.write('echo "answer=$answer"\r')
  await screen.until(/answer=42/)
  terminal.close()
}, 60_000)

test('a session that is not there, ends elsewhere, or may not be seen says so', async () => {
  await using app = await createTestApp()
  const client = clientOf(app)
  await expect(client.terminal.attach('nope').ended).rejects.toMatchObject({ status: 404, code: 'not_found' })
  await expect(createClient({ baseUrl: app.url }).terminal.attach('nope').ended).rejects.toMatchObject({
    status: 401,
  })
  const name = await shell(client)
  const terminal = client.terminal.attach(name)
  const screen = watch(terminal)
  await screen.until(/[$#] /)
  await client.rest('DELETE /sessions/{name}', { path: { name } })
  await screen.done
  expect(await terminal.ended).toMatchObject({ reason: 'exited' })
})
