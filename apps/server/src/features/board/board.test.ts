import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { eachEngine } from '@atrium/db/testing'
import { expect, test, vi } from 'vitest'
import { gitIn, openBoard } from './testing.ts'

// Real git, tmux and a shell for every step.
vi.setConfig({ testTimeout: 120_000 })

eachEngine('the board', (engine) => {
  test('a card is made, changed, moved and listed in the order of its column', async () => {
    await using lab = await openBoard({ engine })
    const { app, projectId } = lab
    const made = await app.rest('POST', '/api/board/cards', { projectId, title: 'Dark mode', priority: 'p1' })
    expect(made.status).toBe(201)
    expect(made.body).toEqual({
      id: expect.any(String),
      projectId,
      title: 'Dark mode',
      priority: 'p1',
      stage: 'idea',
      origin: 'solo',
      theme: null,
      order: 0,
      sessionRef: null,
      brainstormDoc: null,
      notes: null,
      branch: null,
      implementSummary: null,
      worktreePath: null,
      createdAt: expect.stringMatching(/Z$/),
      updatedAt: expect.stringMatching(/Z$/),
      sessionLive: false,
    })
    const second = await lab.card('Second', { origin: 'collab', theme: 'ui', notes: 'x'.repeat(600) })
    expect(second).toMatchObject({ origin: 'collab', theme: 'ui', order: 1 })
    expect(second.notes).toHaveLength(500)
    const first = made.body.id
    expect(await lab.patch(first, { stage: 'spec' })).toMatchObject({ stage: 'spec', order: 0 })
    expect(await lab.patch(first, { stage: 'idea', order: 0.5 })).toMatchObject({ stage: 'idea', order: 0.5 })
    expect(await lab.patch(first, { order: 9 })).toMatchObject({ order: 0.5 })
    expect((await lab.cards()).map(({ title }: { title: string }) => title)).toEqual(['Dark mode', 'Second'])
    await lab.patch(first, { stage: 'idea', order: 7 })
    expect((await lab.cards()).map(({ title }: { title: string }) => title)).toEqual(['Second', 'Dark mode'])
    expect((await app.rest('DELETE', `/api/board/cards/${first}`)).status).toBe(204)
    expect((await app.rest('DELETE', `/api/board/cards/${first}`)).status).toBe(404)
    await app.restart()
    expect((await lab.cards()).map(({ title }: { title: string }) => title)).toEqual(['Second'])
  })

  test('an implemented card has a working tree, a branch and a session of its own, and cleaning up loses nothing', async () => {
    await using lab = await openBoard({ engine })
    const { app, git } = lab
    const { id } = await lab.card('Größe: 2×')
    const early = await app.rest('POST', `/api/board/cards/${id}/implement`, {})
    expect([early.status, early.body.message]).toEqual([
      400,
      'This card has no spec yet — finish the brainstorming step first',
    ])
    await lab.patch(id, { brainstormDoc: './spec.md' })
    const run = await app.rest('POST', `/api/board/cards/${id}/implement`, {})
    expect([run.status, run.body]).toEqual([
      201,
      { session: 'cc-impl-grosse-2', reused: false, hint: expect.stringContaining('trust') },
    ])
    const [card] = await lab.cards()
    const path = join(lab.root, 'code/.penates-worktrees/shop/grosse-2')
    expect(card).toMatchObject({
      stage: 'implement',
      sessionRef: 'cc-impl-grosse-2',
      sessionLive: true,
      worktreePath: path,
      branch: null,
      brainstormDoc: 'spec.md',
    })
    expect(gitIn(path, 'branch', '--show-current')).toBe('idea/grosse-2')
    const again = await app.rest('POST', `/api/board/cards/${id}/implement`, {})
    expect([again.status, again.body]).toEqual([200, { session: 'cc-impl-grosse-2', reused: true }])
    const session = (await app.rest('GET', '/api/sessions')).body.find(
      ({ name }: { name: string }) => name === 'cc-impl-grosse-2',
    )
    expect(session).toMatchObject({ path, boardCard: { id, title: 'Größe: 2×', stage: 'implement' } })
    await expect.poll(() => existsSync(lab.said) && readFileSync(lab.said, 'utf8')).toContain('ATRIUM_TOKEN')
    const [cwd, , ...words] = readFileSync(lab.said, 'utf8').trimEnd().split('\n')
    expect(cwd).toBe(path)
    expect(words[words.indexOf('--permission-mode') + 1]).toBe('acceptEdits')
    expect(words.at(-1)).toContain(`/api/board/cards/${id}`)

    // Committed, staged, changed behind that, new, ignored, executable, and a link.
    writeFileSync(join(path, '.gitignore'), 'build/\n')
    writeFileSync(join(path, 'a.txt'), 'one\n')
    gitIn(path, 'add', '.')
    gitIn(path, 'commit', '--quiet', '-m', 'One')
    writeFileSync(join(path, 'a.txt'), 'staged\n')
    gitIn(path, 'add', 'a.txt')
    writeFileSync(join(path, 'a.txt'), 'behind it\r\n')
    writeFileSync(join(path, 'new\nline.txt'), Buffer.from([0, 1, 255]))
    rmSync(join(path, 'spec.md'))
    const done = await lab.patch(id, { stage: 'done' })
    expect(done).toMatchObject({ stage: 'done', worktreePath: null, sessionRef: 'cc-impl-grosse-2' })
    expect(done.cleanup).toMatchObject({
      sessionKilled: true,
      worktreeRemoved: true,
      branchDeleted: false,
      kept: null,
    })
    expect(existsSync(path)).toBe(false)
    expect(git('worktree', 'list', '--porcelain')).not.toContain(path)
    expect(git('branch', '--list', 'idea/grosse-2')).not.toBe('')

    const { snapshots } = (await app.rest('GET', '/api/board/snapshots')).body
    expect(snapshots).toMatchObject([{ cardId: id, branch: 'idea/grosse-2', files: 3, cardThere: true }])
    expect((await app.rest('DELETE', `/api/board/cards/${id}`)).status).toBe(204)
    const back = await app.rest('POST', `/api/board/snapshots/${snapshots[0].id}/restore`, {})
    expect([back.status, back.body.id, back.body.stage, back.body.worktreePath]).toEqual([
      201,
      id,
      'implement',
      path,
    ])
    expect(readFileSync(join(path, 'a.txt'), 'utf8')).toBe('behind it\r\n')
    expect(readFileSync(join(path, 'new\nline.txt'))).toEqual(Buffer.from([0, 1, 255]))
    expect(existsSync(join(path, 'spec.md'))).toBe(false)
    expect(gitIn(path, 'show', ':a.txt')).toBe('staged')
    expect(gitIn(path, 'status', '--porcelain', '-z').split('\0').filter(Boolean).toSorted()).toEqual(
      [' D spec.md', '?? new\nline.txt', 'MM a.txt'].toSorted(),
    )
    expect((await app.rest('GET', '/api/board/snapshots')).body.snapshots).toHaveLength(1)
  })

  test('a card in review is merged, told of in the plan, pushed and tidied up', async () => {
    await using lab = await openBoard({ engine })
    const { app, git, top, remote } = lab
    const { id, path } = await lab.building('Dark mode {now}')
    writeFileSync(join(path, 'dark.css'), 'a\n')
    gitIn(path, 'add', '.')
    gitIn(path, 'commit', '--quiet', '-m', 'Dark')
    const early = await app.rest('POST', `/api/board/cards/${id}/finish`, {})
    expect([early.status, early.body.message]).toEqual([400, 'Card must be in review with a branch'])
    // Moved by hand: the branch with the work is found.
    expect(await lab.patch(id, { stage: 'review' })).toMatchObject({ branch: 'idea/dark-mode-now' })
    const diff = await app.rest('GET', `/api/board/cards/${id}/branch-diff`)
    expect(diff.body).toMatchObject({
      isRepo: true,
      base: 'main',
      branch: 'idea/dark-mode-now',
      files: [{ path: 'dark.css', additions: 1, deletions: 0, binary: false, oversize: false }],
    })
    expect(diff.body.files[0].diff).toContain('+a\n')
    const finished = await app.rest('POST', `/api/board/cards/${id}/finish`, {})
    const { entries } = (await app.rest('GET', '/api/audit?event=card.finish')).body
    expect(entries).toMatchObject([{ actor: 'owner', facts: { card: id, base: 'main' } }])
    expect(finished.body).toMatchObject({
      done: true,
      base: 'main',
      pushed: true,
      note: null,
      cleanup: { sessionKilled: true, worktreeRemoved: true, branchDeleted: true, snapshot: null },
    })
    expect((await lab.cards())[0]).toMatchObject({ stage: 'done', worktreePath: null })
    expect(git('status', '--porcelain')).toBe('')
    expect(git('rev-parse', 'main')).toBe(gitIn(remote, 'rev-parse', 'main'))
    expect(git('log', '--format=%s', '--first-parent', '-3')).toBe(
      'docs(changelog): Dark mode {now}\nMerge idea/dark-mode-now: Dark mode {now}\nBegin',
    )
    expect(readFileSync(join(top, 'CHANGELOG.md'), 'utf8')).toContain(
      '- [ ] Something\n- [x] Dark mode (now)\n',
    )
    expect(readFileSync(join(top, 'dark.css'), 'utf8')).toBe('a\n')
    expect(git('for-each-ref', 'refs/atrium')).toBe('')
    expect(git('branch', '--list', 'idea/*')).toBe('')
  })
})
