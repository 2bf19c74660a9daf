import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { exec } from '../../host/exec.ts'
import { createTestApp } from '../../testing.ts'
import { approveModule, moduleEntry, putModule } from './testing.ts'

/** The code that a document shows. */
const shown = (file: string): string =>
  /^```js\n(.*?)^```/ms.exec(readFileSync(`${root}docs/${file}`, 'utf8'))?.[1] ?? ''

const root = fileURLToPath(new URL('../../../../../', import.meta.url))

test('the tutorial of docs/modules.md does what it says, step by step', async () => {
  await using app = await createTestApp()
  const text = readFileSync(`${root}docs/modules.md`, 'utf8')
  const steps = [...text.matchAll(/^```sh tutorial\n(.*?)^```\n(?:\n```json\n(.*?)^```)?/gms)]
  expect(steps.length).toBeGreaterThan(6)
  const { PATH, HOME } = process.env
  const env = { PATH, HOME, ATRIUM_URL: app.url, ATRIUM_TOKEN: app.token, ATRIUM_VAULT: app.vault }
  for (const [, code = '', expected] of steps) {
    const {
      stdout,
      stderr,
      code: status,
    } = await exec('bash', ['-euo', 'pipefail', '-c', code], { cwd: root, env })
    expect([code, status], stderr.toString()).toEqual([code, 0])
    if (expected === undefined) continue
    // Answers of a step stand behind one another; the last one is shown.
    const last = stdout.toString().replace(/^.*\}(?=\{)/s, '')
    expect(JSON.parse(last), code).toMatchObject(JSON.parse(expected))
  }
})

test('the module that docs/modules.md shows is one', async () => {
  await using app = await createTestApp()
  putModule(app.vault, 'greeter', shown('modules.md'))
  expect((await approveModule(app, 'greeter')).body.message).toBe("Module 'greeter' is loaded")
  expect((await app.rest('GET', '/api/greeter/hello/Ann')).body).toEqual({ hello: 'Ann' })
  expect(await moduleEntry(app, 'greeter')).toMatchObject({
    tools: ['greet'],
    hooks: ['session.created'],
    schedule: [{ name: 'nightly' }],
  })
})

test('the hook that docs/hooks.md shows keeps a diary', async () => {
  await using app = await createTestApp()
  mkdirSync(join(app.vault, '.atrium/hooks'), { recursive: true })
  mkdirSync(join(app.vault, 'Chat'), { recursive: true })
  writeFileSync(join(app.vault, '.atrium/hooks/diary.mjs'), shown('hooks.md'))
  expect((await app.rest('POST', '/api/hooks/diary/approve', {})).body.hook.status).toBe('active')
  const { body } = await app.rest('POST', '/api/chat', { message: '/slow 1 0', runner: 'guide' })
  expect(body).toContain('"type":"result"')
  await expect
    .poll(
      () =>
        readFileSync(join(app.vault, 'Chat/diary.md'), 'utf8')
          .trim()
          .split('\n')
          .map((line) => line.replace(/^\S+ (\S+) [\w-]+$/, '$1'))
          .sort(), // each event has a process of its own, and they may overtake each other
    )
    .toEqual(['run.after', 'session.created'])
})
