import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { spawnServer } from '@atrium/server/testing'
import { asFactor, inTurns, milliseconds, type Result, type Row } from '../lib/result.ts'

const files = Number(process.env['BENCH_GIT_FILES'] ?? 50_000)
const commits = Number(process.env['BENCH_GIT_COMMITS'] ?? 100_000)
const changed = 200
const turns = 5
const run = promisify(execFile)

const pathOf = (at: number): string => `src/part-${at % 500}/file-${at}.ts`
const text = (at: number, mark: string): string =>
  Array.from(
    { length: 40 },
    (_, line) => `export const value${line} = ${at + line} // ${line === 20 ? mark : ''}\n`,
  ).join('')

/** History by the way that git has for much of it: one stream, one pack. */
async function fill(root: string): Promise<void> {
  await run('git', ['init', '-q', '-b', 'main', root])
  const child = spawn('git', ['-C', root, 'fast-import', '--quiet'], { stdio: ['pipe', 'ignore', 'inherit'] })
  const { stdin } = child
  const write = async (chunk: string): Promise<void> => {
    if (!stdin.write(chunk)) await once(stdin, 'drain')
  }
  const data = (content: string): string => `data ${Buffer.byteLength(content)}\n${content}\n`
  for (let at = 0; at < commits; at++) {
    const head = `commit refs/heads/main\ncommitter Ada <ada@example.org> ${1_700_000_000 + at * 60} +0000\n`
    await write(head + data(`Change ${at}`))
    if (at === 0)
      for (let file = 0; file < files; file++)
        await write(`M 100644 inline ${pathOf(file)}\n${data(text(file, 'first'))}`)
    else await write(`M 100644 inline ${pathOf(at % files)}\n${data(text(at % files, `change ${at}`))}`)
  }
  stdin.end()
  await once(child, 'close')
  await run('git', ['-C', root, 'reset', '-q', '--hard'], { maxBuffer: 1e9 })
  await run('git', ['-C', root, 'status'], { maxBuffer: 1e9 }) // the index knows the times of all files
}

async function measure(): Promise<Result[]> {
  await using server = await spawnServer()
  const root = await mkdtemp(join(tmpdir(), 'atrium-bench-git-'))
  try {
    await fill(root)
    const { body } = await server.rest('POST', '/api/sessions', {
      name: 'git',
      command: 'sleep 3600',
      directory: root,
    })
    const git = async (...args: string[]): Promise<void> => {
      await run('git', ['-C', root, ...args], { maxBuffer: 1e9, encoding: 'buffer' })
    }
    const ask = async (path: string, holds: (body: Record<string, unknown[]>) => boolean): Promise<void> => {
      const answer = await server.rest('GET', `/api/sessions/${body.name}${path}`)
      if (answer.status !== 200 || !holds(answer.body))
        throw new Error(`${path}: ${JSON.stringify(answer.body).slice(0, 300)}`)
    }
    const against = async (
      name: string,
      floor: () => Promise<void>,
      ours: () => Promise<void>,
      note: string,
    ) => {
      const timed = async (work: () => Promise<void>): Promise<number> => {
        const begun = performance.now()
        await work()
        return performance.now() - begun
      }
      return asFactor(
        name,
        await inTurns(
          turns,
          () => timed(floor),
          () => timed(ours),
        ),
        1.2,
        milliseconds,
        note,
      )
    }
    const head = (await run('git', ['-C', root, 'rev-parse', 'HEAD'])).stdout.trim()
    const status = ['status', '--porcelain=v2', '--branch', '-z', '-uall']
    const log = ['log', '-z', '--format=%H%x00%h%x00%s%x00%an%x00%aI%x00%D']
    const results = [
      await against(
        `changes, none in ${files} files`,
        () => git(...status),
        () => ask('/diff', (told) => told['files']?.length === 0),
        'floor: git status',
      ),
      await against(
        'history, first page',
        () => git(...log, '-51'),
        () => ask('/git/log', (told) => told['commits']?.length === 50),
        `floor: git log; ${commits} commits`,
      ),
      await against(
        'history, a page far down',
        () => git(...log, '-51', `--skip=${commits - 1_000}`),
        () => ask(`/git/log?skip=${commits - 1_000}`, (told) => told['commits']?.length === 50),
        'floor: the same of git log',
      ),
      await against(
        'one commit',
        () => git('show', '--raw', '-p', 'HEAD'),
        () => ask(`/git/commit/${head}`, (told) => told['files']?.length === 1),
        'floor: git show',
      ),
    ]
    for (let at = 0; at < changed; at++) appendFileSync(join(root, pathOf(at)), 'more\n')
    for (let at = 0; at < 50; at++) await writeFile(join(root, `new-${at}.txt`), 'new\n')
    await git('add', '--', ...Array.from({ length: changed / 2 }, (_, at) => pathOf(at)))
    results.push(
      await against(
        `changes, ${changed} files and 50 new`,
        async () => {
          await git(...status)
          await git('diff')
          await git('diff', '--cached')
        },
        () => ask('/diff', (told) => told['files']?.length === changed + 50),
        'floor: git status, git diff, git diff --cached',
      ),
    )
    return results
  } finally {
    await rm(root, { recursive: true, force: true })
  }
}

export const git: Row = { name: 'git', measure }
