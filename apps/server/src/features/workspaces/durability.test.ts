import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { spawnServer } from '../../testing.ts'
import { readWorkspace } from './file-form.ts'

const rounds = Number(process.env['KILLS'] ?? 3)

test('P19 P48 P49 after every kill a workspace is whole, has what was acknowledged, and nothing half-made is left', async () => {
  await using hub = await spawnServer()
  const place = join(hub.vault, '.atrium/workspaces')
  const { status } = await hub.rest('POST', '/api/workspaces', { name: 'Garden' })
  expect(status).toBe(201)
  let sent = 0
  let acknowledged = 0
  const made = new Set(['garden'])
  for (let round = 0; round < rounds; round++) {
    const writing = (async () => {
      for (;;) {
        const number = ++sent
        const description = `${number} ${'x'.repeat(9_900)}`
        if ((await hub.rest('PUT', '/api/workspaces/garden', { description })).status === 200)
          acknowledged = number
      }
    })().catch(() => undefined)
    const making = (async () => {
      for (;;) {
        const { body } = await hub.rest('POST', '/api/workspaces', { name: `Round ${round}` })
        made.add(body.workspace.slug)
      }
    })().catch(() => undefined)
    const before = acknowledged
    await expect.poll(() => acknowledged).toBeGreaterThan(before)
    await sleep(Math.random() * 100)
    await hub.kill()
    await Promise.all([writing, making])
    await hub.again()

    const { body } = await hub.rest('GET', '/api/workspaces')
    const slugs: string[] = body.workspaces.map(({ slug }: { slug: string }) => slug)
    for (const slug of made) expect(slugs).toContain(slug)
    const text = readFileSync(join(place, 'garden/config.yaml'), 'utf8')
    const kept = Number(readWorkspace('garden', text).description.split(' ')[0] || 0)
    expect(kept).toBeGreaterThanOrEqual(acknowledged)
    expect(kept).toBeLessThanOrEqual(sent)
    const names = readdirSync(place, { recursive: true, encoding: 'utf8' })
    expect(names.filter((name) => name.includes('draft'))).toEqual([])
    const problems = (await hub.rest('GET', '/api/health?detailed=true')).body.problems
    expect(problems).toEqual([])
  }
  expect(acknowledged).toBeGreaterThan(0)
}, 300_000)
