import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { spawnServer } from '../../testing.ts'

/** More of it: `KILLS=100 vitest run src/features/project-files/kills`. */
const kills = Number(process.env['KILLS'] ?? 3)
const files = 1_500
const isDraft = (name: string) => name.startsWith('.atrium')

test(`P19 P49 after each of ${kills} kills in the middle of copying a folder it is there whole or not at all`, async () => {
  await using server = await spawnServer()
  const root = join(server.vault, 'tree')
  for (let index = 0; index < files; index++) {
    const folder = join(root, 'from', `d${index % 10}`)
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, `f${index}`), 'x'.repeat(500))
  }
  const made = await server.rest('POST', '/api/sessions', {
    name: 'kills',
    command: 'sleep 3600',
    directory: root,
  })
  const path = `/api/projects/${encodeURIComponent(`session:${made.body.name}`)}/files`
  let unfinished = 0
  for (let round = 0; round < kills; round++) {
    const to = `to-${round}`
    const copying = server.rest('PATCH', path, { op: 'copy', from: 'from', to }).then(
      ({ status }) => status,
      () => 0,
    )
    let answered = false
    void copying.then(() => (answered = true))
    while (!answered && !readdirSync(root).some(isDraft)) await sleep(1)
    await sleep(Math.random() * 50)
    await server.kill('SIGKILL')
    const status = await copying
    await server.again()
    const names = readdirSync(root)
    expect(names.filter(isDraft)).toEqual([])
    if (status === 200) expect(names).toContain(to)
    else unfinished++
    if (names.includes(to)) {
      const copied = readdirSync(join(root, to), { recursive: true, withFileTypes: true }).filter((entry) =>
        entry.isFile(),
      )
      expect(copied).toHaveLength(files)
    }
  }
  expect(unfinished).toBeGreaterThan(0)
}, 300_000)
