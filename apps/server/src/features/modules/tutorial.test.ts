import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { exec } from '../../host/exec.ts'
import { createTestApp } from '../../testing.ts'

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
}, 60_000)
