import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { spawnServer } from '../../testing.ts'

/** More of it: `KILLS=500 vitest run src/features/files/kills`. */
const kills = Number(process.env['KILLS'] ?? 6)

const MiB = 1024 * 1024
const sha = (content: string | Buffer) => createHash('sha256').update(content).digest('hex')
/** One letter over and over, so that a mixture of two contents shows. */
const contentOf = (round: number) =>
  String.fromCharCode(97 + (round % 26)).repeat(MiB + Math.floor(Math.random() * 8.5 * MiB))

test(`P19 P48 after each of ${kills} kills in the middle of writing a file is the old or the new one, and no draft is left`, async () => {
  await using server = await spawnServer()
  const names = ['a.md', 'deep/b.md', 'deep/er/c.md']
  const held = new Map<string, string>()
  let cut = 0
  let left = 0
  for (let round = 0; round < kills; round++) {
    const news = new Map(names.map((name, index) => [name, contentOf(round * 3 + index)]))
    const writes = [...news].map(([path, content]) =>
      server
        .rest('PUT', '/api/fs/write', { path, content })
        .then(({ status }) => status)
        .catch(() => 0),
    )
    // At any moment from the first draft on; the three take some tens of milliseconds.
    let answered = false
    void Promise.any(writes).then(() => (answered = true))
    while (!answered && draftsIn(server.vault).length === 0) await sleep(1)
    await sleep(Math.random() ** 2 * 100)
    await server.kill('SIGKILL')
    const statuses = await Promise.all(writes)
    left += draftsIn(server.vault).length
    await server.again()
    for (const [index, name] of names.entries()) {
      const now = sha(readOr(join(server.vault, name)))
      const old = held.get(name) ?? sha('')
      const fresh = sha(news.get(name) ?? '')
      if (statuses[index] === 200) expect(now, 'acknowledged means stored').toBe(fresh)
      else {
        cut++
        expect([old, fresh]).toContain(now)
      }
      held.set(name, now)
    }
    expect(draftsIn(server.vault)).toEqual([])
    expect(readdirSync(join(server.home, 'drafts'))).toEqual([])
  }
  // The kills did come in the middle.
  expect(Math.min(cut, left)).toBeGreaterThan(0)
}, 600_000)

test('P19 what a note of a draft may not name is left alone at start', async () => {
  await using server = await spawnServer()
  await server.kill('SIGKILL')
  const id = '01234567-89ab-cdef-0123-456789abcdef'
  writeFileSync(join(server.vault, 'mine.md'), 'mine')
  writeFileSync(join(server.vault, `.atrium-draft-${id}`), 'half')
  writeFileSync(join(server.home, 'drafts', id), join(server.vault, `.atrium-draft-${id}`))
  writeFileSync(join(server.home, 'drafts', id.replace('0', 'f')), join(server.vault, 'mine.md'))
  writeFileSync(join(server.home, 'drafts', 'something'), 'else')
  await server.again()
  expect(readdirSync(server.vault)).toEqual(['mine.md'])
  expect(readdirSync(join(server.home, 'drafts'))).toEqual(['something'])
})

const draftsIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('draft'))

function readOr(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch {
    return Buffer.alloc(0)
  }
}
