import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { spawnServer } from '../../testing.ts'

const rounds = Number(process.env['ATRIUM_TEST_KILLS'] ?? 2)

test('P19 P48 what was acknowledged of a plan is there after kill -9, and the file is never half there', async () => {
  const root = await mkdtemp(join(tmpdir(), 'atrium-plan-kills-'))
  const folder = join(root, 'shop')
  await mkdir(folder)
  const kept = `\uFEFF# Shop\r\n\r\n## Backlog\r\n${'filler  \r\n'.repeat(20_000)}`
  await writeFile(join(folder, 'CHANGELOG.md'), kept)
  await using server = await spawnServer({
    ATRIUM_BROWSE_ROOTS: root,
    ATRIUM_PROJECT_ROOTS: join(root, 'none'),
  })
  try {
    const { body } = await server.rest('POST', '/api/projects', { displayName: 'Shop', path: folder })
    const acknowledged: string[] = []
    for (let round = 0; round < rounds; round++) {
      let over = false
      const writer = async (name: string) => {
        for (let count = 0; !over; count++) {
          const text = `item ${round} ${name} ${count}`
          const change = { action: 'add', section: 'backlog', text }
          const answer = await server
            .rest('PATCH', `/api/projects/${body.id}/items`, change)
            .catch(() => null)
          if (answer) expect(answer.status, JSON.stringify(answer.body)).toBe(200)
          if (answer) acknowledged.push(text)
        }
      }
      const writers = ['a', 'b', 'c'].map(writer)
      const before = acknowledged.length
      await expect.poll(() => acknowledged.length - before).toBeGreaterThan(2)
      await new Promise((done) => setTimeout(done, Math.random() * 200))
      await server.kill()
      over = true
      await Promise.all(writers)
      const text = await readFile(join(folder, 'CHANGELOG.md'), 'utf8')
      const lines = text.split('\r\n').filter((line) => line.startsWith('- [ ] '))
      const missing = acknowledged.filter((said) => !lines.includes(`- [ ] ${said}`))
      expect(missing).toEqual([])
      expect(text.replaceAll(/- \[ \] item [^\r]*\r\n/g, '')).toBe(kept)
      await server.again()
      expect(await readdir(folder)).toEqual(['CHANGELOG.md'])
    }
    expect(acknowledged.length).toBeGreaterThan(rounds)
  } finally {
    await rm(root, { recursive: true, force: true })
  }
}, 300_000)
