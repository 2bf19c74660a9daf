import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTestApp, type TestApp, type TestOptions } from '../../testing.ts'

export const plan = [
  '# Shop',
  '',
  '## Released: v0.0.0',
  '',
  '- [x] Begun',
  '',
  '## In Development: v0.1.0',
  '',
  '- [ ] Something',
  '',
  '## Changelog',
  '',
].join('\n')

/** Runs the real git, as a person would. */
export function gitIn(cwd: string, ...args: string[]): string {
  return execFileSync('git', args, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      HOME: cwd,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_NAME: 'Ada',
      GIT_AUTHOR_EMAIL: 'ada@example.org',
      GIT_COMMITTER_NAME: 'Ada',
      GIT_COMMITTER_EMAIL: 'ada@example.org',
    },
  }).trim()
}

export type TestRepository = { top: string; remote: string; git: (...args: string[]) => string }

/** A repository with a plan and a bare remote, in `root/code/<name>`. */
export function makeRepository(root: string, name = 'shop'): TestRepository {
  const [top, remote] = [join(root, 'code', name), join(root, 'remotes', `${name}.git`)]
  pattern ??= makePattern()
  cpSync(join(pattern, 'top'), top, { recursive: true })
  cpSync(join(pattern, 'remote'), remote, { recursive: true })
  appendFileSync(join(top, '.git/config'), `[remote "origin"]\n\turl = ${remote}\n${fetches}`)
  gitIn(top, 'update-index', '--refresh') // the copies are younger than what the index knows
  return { top, remote, git: (...args) => gitIn(top, ...args) }
}

const fetches = '\tfetch = +refs/heads/*:refs/remotes/origin/*\n'
let pattern: string | undefined

/** What every repository begins as, made once: it takes nine gits. */
function makePattern(): string {
  const root = mkdtempSync(join(tmpdir(), 'atrium-pattern-'))
  process.once('exit', () => rmSync(root, { recursive: true, force: true }))
  const [top, remote] = [join(root, 'top'), join(root, 'remote')]
  for (const folder of [top, remote]) mkdirSync(folder)
  gitIn(remote, 'init', '--quiet', '--bare', '-b', 'main')
  gitIn(top, 'init', '--quiet', '-b', 'main')
  writeFileSync(join(top, 'CHANGELOG.md'), plan)
  writeFileSync(join(top, 'spec.md'), 'Do it.\n')
  gitIn(top, 'add', '.')
  gitIn(top, 'commit', '--quiet', '-m', 'Begin')
  gitIn(top, 'remote', 'add', 'origin', remote)
  gitIn(top, 'push', '--quiet', 'origin', 'main')
  gitIn(top, 'config', '--remove-section', 'remote.origin')
  return root
}

export type BoardLab = Awaited<ReturnType<typeof openBoard>>

/** A hub with one project in a real repository; `claude` is a program that only waits. */
export async function openBoard(options: TestOptions = {}) {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'atrium-board-')))
  const bin = join(root, 'bin')
  mkdirSync(bin)
  // Says how it was called, then waits as an agent does.
  const said = join(root, 'claude.log')
  writeFileSync(
    join(bin, 'claude'),
    `#!/bin/sh\nprintf '%s\\n' "$PWD" "$#" "$@" >> '${said}'\nprintf '%s' "$ATRIUM_TOKEN" > '${root}/key-'"$ATRIUM_SESSION"\nexec sleep 600\n`,
  )
  chmodSync(join(bin, 'claude'), 0o755)
  const repository = makeRepository(root)
  const { HOME: _, ...env } = process.env
  const app: TestApp = await createTestApp({
    hostEnv: { PATH: `${bin}:${env['PATH']}`, HOME: root, SHELL: '/bin/sh', LANG: 'C.UTF-8' },
    browseRoots: [root],
    ...options,
  })
  const made = await app.rest('POST', '/api/projects', { displayName: 'Shop', path: repository.top })
  if (made.status !== 201) throw new Error(`no project: ${JSON.stringify(made.body)}`)
  const projectId: string = made.body.id
  const card = async (title: string, more: object = {}) =>
    (await app.rest('POST', '/api/board/cards', { projectId, title, ...more })).body
  const patch = async (id: string, body: object) =>
    (await app.rest('PATCH', `/api/board/cards/${id}`, body)).body
  /** The key that the agent in a session was given. */
  async function keyIn(session: string): Promise<string> {
    const file = join(root, `key-${session}`)
    const until = Date.now() + 10_000
    while (!(existsSync(file) && statSync(file).size > 0) && Date.now() < until)
      await new Promise((resolve) => setTimeout(resolve, 20))
    return readFileSync(file, 'utf8')
  }
  return {
    app,
    root,
    projectId,
    ...repository,
    /** What the program was called with, one line each. */
    said,
    card,
    patch,
    keyIn,
    /** Calls as the agent in a session does, with the key that it was given. */
    async asAgent(session: string, method: string, path: string, body?: unknown) {
      const headers = { authorization: `Bearer ${await keyIn(session)}` }
      return app.rest(method, path, body, { headers })
    },
    cards: async () => (await app.rest('GET', '/api/board/cards')).body.cards,
    /** A card whose session has a working tree of its own. */
    async building(title: string) {
      const { id } = await card(title)
      await patch(id, { brainstormDoc: 'spec.md' })
      const run = await app.rest('POST', `/api/board/cards/${id}/implement`, {})
      if (run.status !== 201) throw new Error(`no session: ${JSON.stringify(run.body)}`)
      const now = (await app.rest('GET', '/api/board/cards')).body.cards.find(
        (one: { id: string }) => one.id === id,
      )
      return { id, session: run.body.session, path: now.worktreePath }
    },
    async [Symbol.asyncDispose]() {
      await app[Symbol.asyncDispose]()
      rmSync(root, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
