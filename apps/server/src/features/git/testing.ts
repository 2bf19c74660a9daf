import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { TestApp } from '../../testing.ts'

/** git as a person runs it, with nobody's configuration but the repository's. */
export const personsGit = (cwd: string, ...args: string[]): string =>
  execFileSync('git', args, {
    cwd,
    env: {
      PATH: process.env['PATH'],
      HOME: cwd,
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_AUTHOR_NAME: 'Ada',
      GIT_AUTHOR_EMAIL: 'ada@example.org',
      GIT_AUTHOR_DATE: '2026-01-01T10:00:00+02:00',
      GIT_COMMITTER_NAME: 'Ada',
      GIT_COMMITTER_EMAIL: 'ada@example.org',
      GIT_COMMITTER_DATE: '2026-01-01T10:00:00+02:00',
      GIT_TERMINAL_PROMPT: '0',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 64 * 1024 * 1024,
  }).toString()

export type TestRepository = Disposable & {
  root: string
  git: (...args: string[]) => string
  write: (path: string, content: string | Uint8Array) => void
  /** Adds everything and commits it. */
  commit: (message: string) => string
}

/** A repository in a folder of its own, on the branch `main`. */
export function createRepository(
  folder: string = mkdtempSync(join(tmpdir(), 'atrium-git-')),
): TestRepository {
  const run = (...args: string[]) => personsGit(folder, ...args)
  mkdirSync(folder, { recursive: true })
  run('init', '-q', '-b', 'main')
  return {
    root: folder,
    git: run,
    write(path, content) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), content)
    },
    commit(message) {
      run('add', '-A')
      run('commit', '-q', '--allow-empty', '-m', message)
      return run('rev-parse', 'HEAD').trim()
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** Starts a session in a folder; gives its calls. */
export async function sessionIn(app: TestApp, directory: string, name = 'repo') {
  const made = await app.rest('POST', '/api/sessions', { name, directory, command: 'sleep 1000' })
  if (made.status !== 201) throw new Error(JSON.stringify(made.body))
  const base = `/api/sessions/${encodeURIComponent(made.body.name)}`
  return {
    name: made.body.name as string,
    base,
    get: (path: string) => app.rest('GET', `${base}${path}`),
  }
}

/** A script that leaves a mark when it is run. */
export function createTraps(folder: string) {
  const marks = join(folder, 'marks')
  mkdirSync(marks, { recursive: true })
  return {
    marks,
    /** Leaves a mark and then does nothing, successfully. */
    set(name: string): string {
      const path = join(folder, `trap-${name}`)
      writeFileSync(path, `#!/bin/sh\n: > '${marks}/${name}'\nexit 0\n`)
      chmodSync(path, 0o755)
      return path
    },
    /** The same, passing on what it reads. */
    filter(name: string): string {
      const path = join(folder, `trap-${name}`)
      writeFileSync(path, `#!/bin/sh\n: > '${marks}/${name}'\nexec cat\n`)
      chmodSync(path, 0o755)
      return path
    },
  }
}
