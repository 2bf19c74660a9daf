// Any sequence of what people and agents do, with the hub dying between any two steps: repository and cards stay together.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate, openDatabase } from '@atrium/db'
import type { Card } from '@atrium/schema'
import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { noAudit } from '../../core/audit.ts'
import { createEvents } from '../../core/events.ts'
import { createLog } from '../../core/log.ts'
import { createProblems } from '../../core/problems.ts'
import { createTasks } from '../../core/tasks.ts'
import { setHostEnv } from '../../host/exec.ts'
import { addDone } from '../projects/plan-edit.ts'
import { createCardIndex } from './card-index.ts'
import { type Board, createBoard } from './service.ts'
import { createBoardStore } from './store.ts'
import { gitIn, makeRepository, type TestRepository } from './testing.ts'

const runs = Number(process.env['BOARD_RUNS'] ?? 2)
const actor = {
  id: 'owner',
  label: 'owner',
  scopes: ['admin'] as const,
  revoked: new AbortController().signal,
}
const call = { actor, requestId: 'r', idempotencyKey: null }

const place = realpathSync(mkdtempSync(join(tmpdir(), 'atrium-board-')))
afterAll(() => rmSync(place, { recursive: true, force: true, maxRetries: 5 }))
const root = join(place, 'world')
const kept = join(place, 'begun')

type World = Awaited<ReturnType<typeof openWorld>>

/** One world at a time: git writes down where it is. */
async function openWorld(repository: TestRepository, sessions: Iterable<string>) {
  setHostEnv({ PATH: process.env['PATH'], HOME: root, LANG: 'C.UTF-8' })
  const database = await openDatabase({ url: join(root, 'atrium.db') })
  await migrate(database, { backup: async () => ({ file: '' }) })
  const log = createLog('silent')
  /** Sessions outlive the hub; what they are made of is tested with real ones. */
  const live = new Set(sessions)
  let crashAt: number | null = null
  let died = Promise.withResolvers<'died'>()
  let points: string[] = []
  let deaths = 0

  async function boot(): Promise<Board> {
    const tasks = createTasks(log)
    const mine = died
    return createBoard({
      store: createBoardStore(database.db),
      project: (id) => (id === 'shop' ? { id, path: repository.top } : null),
      index: createCardIndex(),
      prefix: 'cc-',
      addDone,
      diffOf: async () => ({ files: [], truncated: false }),
      audit: noAudit,
      events: createEvents(),
      tasks,
      log,
      problems: createProblems(),
      sessions: {
        isLive: (name) => live.has(name),
        list: () => [...live].map((name) => ({ name })),
        create: async ({ name, directory }) => {
          if (!existsSync(directory)) throw new Error('no such folder')
          live.add(name)
          return { name }
        },
        remove: async (name) => void live.delete(name),
      },
      crashPoint(name) {
        points.push(name)
        if (crashAt === null || crashAt-- > 0) return Promise.resolve()
        crashAt = null
        mine.resolve('died')
        return new Promise(() => undefined) // nothing of this hub happens any more
      },
    })
  }

  let board = await boot()
  return {
    ...repository,
    live,
    database,
    get board() {
      return board
    },
    get points() {
      return points
    },
    get deaths() {
      return deaths
    },
    /** Does it; with a crash point the hub dies there and starts again. Refusals are values. */
    async act<T>(work: (board: Board) => Promise<T>, crash: number | null): Promise<T | 'died' | Error> {
      crashAt = crash
      points = []
      died = Promise.withResolvers()
      const mine = died
      board = await boot()
      const done = await Promise.race([work(board).catch((error: unknown) => error as Error), mine.promise])
      const wasArmed = crashAt
      crashAt = null
      if (done === 'died' || wasArmed === null) {
        if (crash !== null) deaths++
        board = await boot()
        await board.settled
      }
      return done
    },
    async [Symbol.asyncDispose]() {
      await database.close()
      rmSync(root, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

type Begun = { repository: TestRepository; sessions: string[]; expected: [string, string][] }
let begun: Promise<Begun> | undefined

/** A world in which two cards are being built, and what must not be lost of it. */
async function begunWorld(): Promise<{ world: World; expected: Map<string, string> }> {
  begun ??= makeBegun()
  const { repository, sessions, expected } = await begun
  cpSync(kept, root, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true })
  return { world: await openWorld(repository, sessions), expected: new Map(expected) }
}

/** Made once: it takes some dozens of gits. */
async function makeBegun(): Promise<Begun> {
  mkdirSync(root)
  const repository = makeRepository(root)
  const expected = new Map<string, string>()
  const world = await openWorld(repository, [])
  await begin(world, expected)
  const sessions = [...world.live]
  await world.database.close()
  renameSync(root, kept)
  return { repository, sessions, expected: [...expected] }
}

/** What was written in a working tree and must not be lost: the id that git gives such content. */
const blobOf = (text: string): string =>
  createHash('sha1')
    .update(`blob ${Buffer.byteLength(text)}\0${text}`)
    .digest('hex')

type Step = { act: string; which: number; file: number; crash: number | null }
/** As often as they are named. */
const acts = [
  'create',
  'implement',
  'implement',
  'write',
  'write',
  'write',
  'stage',
  'commit',
  'commit',
  'end session',
  'review',
  'finish',
  'finish',
  'finish',
  'finish',
  'finish',
  'done',
  'done',
  'delete',
  'delete',
  'restore',
  'restore',
  'remote goes on',
  'remote refuses',
  'remote takes',
  'remote takes',
  'base goes on',
  'dirt',
  'move',
] as const
const step: fc.Arbitrary<Step> = fc.record({
  act: fc.constantFrom(...acts),
  which: fc.nat(2),
  file: fc.nat(2),
  crash: fc.option(fc.nat(6), { nil: null, freq: 2 }),
})

async function perform(
  world: World,
  { act, which, file, crash }: Step,
  expected: Map<string, string>,
  n: number,
) {
  const { top, remote, git } = world
  const cards = await world.board.list(actor)
  const card = cards[which % Math.max(cards.length, 1)]
  const path = card?.worktreePath ?? null
  switch (act) {
    case 'create':
      if (cards.length < 3)
        await world.act((board) => made(board, ['Dark mode', 'Größe', '日本語'][which] ?? ''), crash)
      return
    case 'implement':
      if (card)
        await world.act(
          (board) => board.implement(call, { id: card.id, permissionMode: 'acceptEdits' }),
          crash,
        )
      return
    case 'write':
      if (!path) return
      {
        const text = `written ${n}\r\n`
        writeFileSync(join(path, `file ${file}`), text)
        expected.set(`${path} ${file}`, text)
      }
      return
    case 'stage':
      if (path) gitIn(path, 'add', '--all')
      return
    case 'commit':
      if (!path) return
      writeFileSync(join(path, `work-${card?.id.slice(0, 4)}-${file}`), `committed ${n}\n`)
      gitIn(path, 'add', `work-${card?.id.slice(0, 4)}-${file}`)
      gitIn(path, 'commit', '--quiet', '--allow-empty', '-m', `Work ${n}`)
      expected.set(`commit ${n}`, gitIn(path, 'rev-parse', 'HEAD'))
      return
    case 'end session':
      if (card?.sessionRef) world.live.delete(card.sessionRef)
      return
    case 'review':
      if (card) await world.act((board) => board.update(call, { id: card.id, stage: 'review' }), crash)
      return
    case 'finish': {
      if (!card) return
      if (card.stage !== 'review')
        await world.act((board) => board.update(call, { id: card.id, stage: 'review' }), null)
      const before = { local: git('rev-parse', 'main'), remote: gitIn(remote, 'rev-parse', 'main') }
      const done = await world.act(
        (board) => board.finish(call, card.id, file === 0 ? 'refuse' : 'snapshot'),
        crash,
      )
      const now = (await world.board.list(actor)).find(({ id }) => id === card.id)
      const after = { local: git('rev-parse', 'main'), remote: gitIn(remote, 'rev-parse', 'main') }
      if (now?.stage === 'done') {
        expect(after.local).toBe(after.remote)
        expect(now.worktreePath).toBeNull()
      } else expect(after, JSON.stringify([done, world.points])).toEqual(before)
      if (!(done instanceof Error) && done !== 'died') expect(now?.stage).toBe('done')
      return
    }
    case 'done':
      if (card) await world.act((board) => board.update(call, { id: card.id, stage: 'done' }), crash)
      return
    case 'delete':
      if (card) await world.act((board) => board.remove(card.id), crash)
      return
    case 'restore': {
      const [snapshot] = await world.board.snapshots()
      if (snapshot) await world.act((board) => board.restore(snapshot.id), crash)
      return
    }
    case 'remote goes on': {
      const other = join(root, `clone-${n}`)
      gitIn(root, 'clone', '--quiet', remote, other)
      writeFileSync(join(other, `theirs-${file}`), `theirs ${n}\n`)
      gitIn(other, 'add', '.')
      gitIn(other, 'commit', '--quiet', '-m', `Theirs ${n}`)
      gitIn(other, '-c', 'core.hooksPath=/dev/null', 'push', '--quiet', 'origin', 'main:theirs')
      gitIn(remote, 'update-ref', 'refs/heads/main', gitIn(other, 'rev-parse', 'HEAD'))
      return
    }
    case 'remote refuses':
      writeFileSync(join(remote, 'hooks/update'), '#!/bin/sh\n[ "$1" != refs/heads/main ]\n', { mode: 0o755 })
      return
    case 'remote takes':
      rmSync(join(remote, 'hooks/update'), { force: true })
      return
    case 'base goes on':
      writeFileSync(join(top, `mine-${file}`), `mine ${n}\n`)
      gitIn(top, 'add', '.')
      gitIn(top, 'commit', '--quiet', '-m', `Mine ${n}`)
      return
    case 'dirt':
      writeFileSync(join(top, 'dirt'), 'dirt\n')
      await perform(world, { act: 'finish', which, file, crash }, expected, n)
      expect(readFileSync(join(top, 'dirt'), 'utf8')).toBe('dirt\n')
      rmSync(join(top, 'dirt'))
      return
    case 'move':
      if (card)
        await world.act(
          (board) => board.update(call, { id: card.id, stage: 'implement', order: file / 2 }),
          crash,
        )
      return
  }
}

const made = async (board: Board, title: string) => {
  const wanted = {
    projectId: 'shop',
    title,
    priority: null,
    stage: 'idea',
    origin: 'solo',
    theme: null,
    notes: null,
  } as const
  const card = await board.create(call, wanted)
  await board.update(call, { id: card.id, brainstormDoc: 'spec.md' })
}

async function check(world: World, expected: Map<string, string>): Promise<void> {
  const { top, git, database } = world
  expect(await database.db.selectFrom('boardWork').selectAll().execute()).toEqual([])
  const cards: Card[] = await world.board.list(actor)
  for (const field of ['sessionRef', 'branch', 'worktreePath'] as const) {
    const values = cards.flatMap((card) => card[field] ?? [])
    expect(new Set(values).size).toBe(values.length)
  }
  // Working trees and cards name each other.
  const trees = git('worktree', 'list', '--porcelain')
    .split('\n')
    .flatMap((line) => (line.startsWith('worktree ') ? line.slice('worktree '.length) : []))
    .slice(1)
  expect(trees.toSorted()).toEqual(cards.flatMap((card) => card.worktreePath ?? []).toSorted())
  for (const tree of trees) expect(existsSync(join(tree, '.git'))).toBe(true)
  // Nothing half merged, nothing of the person's changed.
  for (const file of ['MERGE_HEAD', 'index.lock', 'CHERRY_PICK_HEAD', 'REBASE_HEAD'])
    expect(existsSync(join(top, '.git', file))).toBe(false)
  expect(git('status', '--porcelain')).toBe('')
  expect(git('for-each-ref', 'refs/atrium/finish')).toBe('')
  // Every byte is where it was written, or in the repository.
  const objects = new Set(
    execFileSync('git', ['rev-list', '--objects', '--all'], { cwd: top, encoding: 'utf8' })
      .split('\n')
      .map((line) => line.slice(0, 40)),
  )
  for (const [where, what] of expected) {
    if (where.startsWith('commit ')) expect(objects, `${where} is lost`).toContain(what)
    else {
      const at = where.lastIndexOf(' ')
      const file = join(where.slice(0, at), `file ${where.slice(at + 1)}`)
      const there = existsSync(file) && readFileSync(file, 'utf8') === what
      expect(there || objects.has(blobOf(what)), `${file} is lost`).toBe(true)
    }
  }
  git('fsck', '--connectivity-only', '--no-dangling')
}

/** Two cards that are being built already, with commits and something that is not committed. */
async function begin(world: World, expected: Map<string, string>): Promise<void> {
  for (const n of [-2, -1]) {
    await made(world.board, 'Dark mode')
    const plain = { which: 0, file: 0, crash: null }
    await perform(world, { act: 'implement', ...plain }, expected, n)
    for (const which of [0, 1]) await perform(world, { act: 'commit', ...plain, which }, expected, n)
    await perform(world, { act: 'write', ...plain }, expected, n)
  }
}

test.each(['implement', 'finish', 'done', 'delete'] as const)(
  'P49 %s that is cut off at any of its steps is finished or undone at the next start',
  async (act) => {
    // At each of its steps in turn, until there is no further one.
    for (let crash = 0; ; crash++) {
      const { world: begun, expected } = await begunWorld()
      await using world = begun
      if (act === 'implement') await made(world.board, 'Another')
      await perform(world, { act, which: act === 'implement' ? 0 : 1, file: 1, crash }, expected, 1)
      await check(world, expected)
      if (world.deaths > 0) continue
      expect(crash).toBeGreaterThan(2)
      break
    }
  },
  300_000,
)

test('P49 P21 any sequence of board actions, with crashes between any two steps, keeps repository and cards together and loses nothing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 16, size: 'max' }), async (steps) => {
      const { world: begun, expected } = await begunWorld()
      await using world = begun
      for (const [n, one] of steps.entries()) {
        await perform(world, one, expected, n)
        await check(world, expected)
      }
    }),
    { numRuns: runs, endOnFailure: true },
  )
}, 600_000)
