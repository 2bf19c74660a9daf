// A card from idea to done with the real agent program in real tmux, real git and a bare remote; only the model is a double.
import { mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect } from 'vitest'
import { gitIn, makeRepository } from '../src/features/board/testing.ts'
import { createTestApp } from '../src/testing.ts'
import { claudePath, withClaude } from './claude-lab.ts'
import { startFakeAnthropic } from './fake-anthropic/start.ts'

const key = 'sk-ant-test-canary-of-the-board'

withClaude(
  'a card goes from idea to done: its agents call back with the key of their session, and the remote has the merge',
  async () => {
    await using cleanup = new AsyncDisposableStack()
    const root = realpathSync(await mkdtemp(join(tmpdir(), 'atrium-board-claude-')))
    cleanup.defer(() => rm(root, { recursive: true, force: true, maxRetries: 5 }))
    const fake = await startFakeAnthropic({ delay: 2 })
    cleanup.defer(() => fake.close())
    const repository = makeRepository(root)
    // As somebody has it who uses the program here: signed in, and both folders trusted.
    mkdirSync(join(root, '.claude'))
    writeFileSync(
      join(root, '.claude.json'),
      JSON.stringify({
        hasCompletedOnboarding: true,
        customApiKeyResponses: { approved: [key.slice(-20)], rejected: [] },
        projects: Object.fromEntries(
          ['shop', '.penates-worktrees/shop/dark-mode'].map((folder) => [
            join(root, 'code', folder),
            { hasTrustDialogAccepted: true },
          ]),
        ),
        hasSeenAutoDefaultNotice: true,
      }),
    )
    writeFileSync(
      join(root, '.claude/settings.json'),
      JSON.stringify({
        env: {
          ANTHROPIC_BASE_URL: fake.url,
          ANTHROPIC_API_KEY: key,
          CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
          DISABLE_AUTOUPDATER: '1',
          CLAUDE_CODE_DISABLE_OFFICIAL_MARKETPLACE_AUTOINSTALL: '1',
          GIT_AUTHOR_NAME: 'Agent',
          GIT_AUTHOR_EMAIL: 'agent@example.org',
          GIT_COMMITTER_NAME: 'Agent',
          GIT_COMMITTER_EMAIL: 'agent@example.org',
        },
        // What this person lets their agent do without being asked.
        permissions: { defaultMode: 'default', allow: ['Bash'] },
      }),
    )
    const app = await createTestApp({
      hostEnv: {
        PATH: `${dirname(claudePath())}:${process.env['PATH']}`,
        HOME: root,
        SHELL: '/bin/sh',
        LANG: 'C.UTF-8',
      },
      browseRoots: [root],
    })
    cleanup.defer(() => app[Symbol.asyncDispose]())
    const project = await app.rest('POST', '/api/projects', { displayName: 'Shop', path: repository.top })
    const projectId: string = project.body.id
    const cardNow = async () => (await app.rest('GET', '/api/board/cards')).body.cards[0]
    const { id } = (await app.rest('POST', '/api/board/cards', { projectId, title: 'Dark mode' })).body
    const report = (body: object): string =>
      `curl -sS -X PATCH "$ATRIUM_URL/api/board/cards/${id}" -H "Authorization: Bearer $ATRIUM_TOKEN" -H 'Content-Type: application/json' -d '${JSON.stringify(body)}'`
    /** What the model has the agent do when it reads this in its prompt, and say behind it. */
    const onPrompt = (contains: string, command: string) => {
      fake.queue({ contains, tools: [{ name: 'Bash', input: { command, description: 'Work' } }] })
      fake.queue({ contains, text: 'Done.' })
    }

    onPrompt(
      'Work out the idea',
      `mkdir -p docs && echo 'Dark, please.' > docs/dark.md && git add docs && git commit -qm 'Spec' && ${report({ brainstormDoc: 'docs/dark.md', stage: 'spec' })}`,
    )
    expect((await app.rest('POST', `/api/board/cards/${id}/brainstorm`, {})).status).toBe(201)
    await expect
      .poll(cardNow, { timeout: 60_000 })
      .toMatchObject({ stage: 'spec', brainstormDoc: 'docs/dark.md' })

    onPrompt(
      'Read the spec in docs/dark.md',
      `cat docs/dark.md > dark.css && git add . && git commit -qm 'Dark' && ${report({ stage: 'review', branch: 'idea/dark-mode', implementSummary: 'It is dark now.' })}`,
    )
    expect((await app.rest('POST', `/api/board/cards/${id}/implement`, {})).status).toBe(201)
    await expect
      .poll(cardNow, { timeout: 60_000 })
      .toMatchObject({ stage: 'review', branch: 'idea/dark-mode', implementSummary: 'It is dark now.' })
    const { worktreePath } = await cardNow()
    expect(gitIn(worktreePath, 'log', '-1', '--format=%an %s')).toBe('Agent Dark')

    const done = await app.rest('POST', `/api/board/cards/${id}/finish`, {})
    expect(done.body).toMatchObject({ done: true, base: 'main', pushed: true, note: null })
    expect(await cardNow()).toMatchObject({ stage: 'done', worktreePath: null, sessionLive: false })
    expect(gitIn(repository.remote, 'show', 'main:dark.css')).toBe('Dark, please.')
    expect(gitIn(repository.remote, 'show', 'main:CHANGELOG.md')).toContain('- [x] Dark mode')
    expect(readFileSync(join(repository.top, 'dark.css'), 'utf8')).toBe('Dark, please.\n')
    expect(repository.git('status', '--porcelain')).toBe('')
    // The prompt came as one text, and no key stood in it.
    const prompts = fake.requests.map(({ body }) => JSON.stringify(body)).join('\n')
    expect(prompts).toContain('$ATRIUM_TOKEN')
    expect(prompts).not.toContain(app.token)
  },
  180_000,
)
