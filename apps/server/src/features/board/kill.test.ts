import { chmodSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { spawnServer } from '../../testing.ts'
import { gitIn, makeRepository } from './testing.ts'

const rounds = Number(process.env['BOARD_KILLS'] ?? 3)

test('P48 P49 a hub that is killed amid finishing, tidying up and deleting leaves each whole or undone, and nothing lost', async () => {
  await using cleanup = new AsyncDisposableStack()
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'atrium-board-')))
  cleanup.defer(() => rmSync(root, { recursive: true, force: true, maxRetries: 5 }))
  const bin = join(root, 'bin')
  mkdirSync(bin)
  writeFileSync(join(bin, 'claude'), '#!/bin/sh\nexec sleep 600\n')
  chmodSync(join(bin, 'claude'), 0o755)
  const { top, remote, git } = makeRepository(root)
  const server = await spawnServer({
    PATH: `${bin}:${process.env['PATH']}`,
    SHELL: '/bin/sh',
    ATRIUM_BROWSE_ROOTS: root,
  })
  cleanup.defer(() => server[Symbol.asyncDispose]())
  const { body: project } = await server.rest('POST', '/api/projects', { displayName: 'Shop', path: top })
  const cardOf = async (id: string) =>
    (await server.rest('GET', '/api/board/cards')).body.cards.find((card: { id: string }) => card.id === id)

  for (let round = 0; round < rounds; round++) {
    const title = `Card ${round}`
    const { id } = (await server.rest('POST', '/api/board/cards', { projectId: project.id, title })).body
    await server.rest('PATCH', `/api/board/cards/${id}`, { brainstormDoc: 'spec.md' })
    expect((await server.rest('POST', `/api/board/cards/${id}/implement`, {})).status).toBe(201)
    const { worktreePath: path } = await cardOf(id)
    writeFileSync(join(path, `work-${round}`), 'committed\n')
    gitIn(path, 'add', '.')
    gitIn(path, 'commit', '--quiet', '-m', title)
    writeFileSync(join(path, `loose-${round}`), `not committed ${round}\n`)
    await server.rest('PATCH', `/api/board/cards/${id}`, { stage: 'review' })
    const loose = git('hash-object', join(path, `loose-${round}`))
    const before = git('rev-parse', 'main')
    const act = (['finish', 'done', 'delete'] as const)[round % 3]
    const going = (
      act === 'finish'
        ? server.rest('POST', `/api/board/cards/${id}/finish`, { uncommitted: 'snapshot' })
        : act === 'done'
          ? server.rest('PATCH', `/api/board/cards/${id}`, { stage: 'done' })
          : server.rest('DELETE', `/api/board/cards/${id}`)
    ).catch(() => null)
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 500))
    await server.kill()
    const answer = await going
    await server.again()

    // What the last process left is settled soon, without anybody asking.
    const settled = async () => {
      const card = await cardOf(id)
      if (gitIn(remote, 'rev-parse', 'main') !== git('rev-parse', 'main')) return false
      if (!card) return act === 'delete' && !existsSync(path)
      return card.stage === 'done'
        ? card.worktreePath === null && !existsSync(path)
        : card.worktreePath === path
    }
    await expect.poll(settled, { timeout: 60_000 }).toBe(true)
    const card = await cardOf(id)
    if (answer && answer.status < 300)
      expect(act === 'delete' ? card : card?.stage).toBe(act === 'delete' ? undefined : 'done')
    const base = git('rev-parse', 'main')
    if (act === 'finish' && card.stage === 'done') {
      expect(existsSync(join(top, `work-${round}`))).toBe(true)
      expect(git('show', 'main:CHANGELOG.md').split(`- [x] ${title}\n`)).toHaveLength(2)
    } else expect(base).toBe(before)
    expect(git('status', '--porcelain')).toBe('')
    for (const file of ['MERGE_HEAD', 'index.lock']) expect(existsSync(join(top, '.git', file))).toBe(false)
    const kept = git('rev-list', '--objects', '--all').includes(loose)
    expect(kept || existsSync(join(path, `loose-${round}`))).toBe(true)
    if (card && card.stage !== 'done') {
      const again = await server.rest('POST', `/api/board/cards/${id}/finish`, { uncommitted: 'snapshot' })
      // What the last process began may be finished by this one meanwhile.
      if (again.status !== 400) expect(again.body, act).toMatchObject({ done: true })
      else expect((await cardOf(id))?.stage, again.body.message).toBe('done')
    }
  }
}, 300_000)
