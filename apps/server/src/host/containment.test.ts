import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { AppError } from '../core/errors.ts'
import { createFiles } from '../features/files/service.ts'
import { openFolder } from './open-folder.ts'
import { removeFile, writeWhole } from './write-file.ts'

/** More of it: `PATH_RUNS=1000000 PATH_SEED=7 vitest run src/host/containment`. */
const numRuns = Number(process.env['PATH_RUNS'] ?? 250)
const seed = process.env['PATH_SEED'] === undefined ? {} : { seed: Number(process.env['PATH_SEED']) }

let base: string
let count = 0
beforeAll(() => {
  base = realpathSync(mkdtempSync(join(tmpdir(), 'atrium-contained-')))
})
afterAll(() => rmSync(base, { recursive: true, force: true }))

const filesOf = (vault: string) =>
  createFiles({
    vault,
    home: join(vault, '../home'),
    assertReadable: async () => undefined,
    assertWritable: async () => undefined,
  })
const codeOf = (error: unknown): string => {
  if (error instanceof AppError) return error.code
  throw error
}

type Node = { kind: 'folder' } | { kind: 'file'; text: string } | { kind: 'link'; target: string }

const parts = ['a', 'b', 'vault', 'vault-secret', 'ü', 'u\u0308', 'x y', '%2e%2e', '.git']
const part = fc.constantFrom(...parts)
const place = fc.array(part, { minLength: 1, maxLength: 4 }).map((path) => path.join('/'))
const top = fc.constantFrom('vault', 'vault-secret', 'outside')
const target = fc.oneof(
  fc.tuple(top, place).map(([root, path]) => `@/${root}/${path}`),
  fc
    .array(fc.constantFrom('..', '.', ...parts), { minLength: 1, maxLength: 5 })
    .map((path) => path.join('/')),
  fc.constant('@/outside'),
  fc.constant('@/vault'),
)
const entry = fc.record({
  root: fc.oneof({ weight: 4, arbitrary: fc.constant('vault') }, top),
  path: place,
  node: fc.oneof(
    fc.constant({ kind: 'folder' as const }),
    fc.constant({ kind: 'file' as const, text: '' }),
    target.map((to) => ({ kind: 'link' as const, target: to })),
  ),
})
const asked = fc.oneof(
  // One of the entries that there are: by chance alone, few files would be met.
  { weight: 1, arbitrary: fc.nat(11) },
  {
    weight: 3,
    arbitrary: fc
      .array(fc.constantFrom('..', '.', '', ...parts), { minLength: 1, maxLength: 6 })
      .map((path) => path.join('/')),
  },
  { weight: 1, arbitrary: fc.tuple(top, place).map(([root, path]) => `@/${root}/${path}`) },
)

/** The tree as a plain table, made beside the real one. */
function build(
  root: string,
  entries: readonly { root: string; path: string; node: Node }[],
): Map<string, Node> {
  const nodes = new Map<string, Node>()
  for (const each of ['vault', 'vault-secret', 'outside']) {
    mkdirSync(join(root, each), { recursive: true })
    nodes.set(`/${each}`, { kind: 'folder' })
  }
  for (const { root: at, path, node } of entries) {
    const steps = path.split('/')
    const full = `/${at}/${path}`
    const isFree = steps.every((_, index) => {
      const there = nodes.get(`/${at}/${steps.slice(0, index).join('/')}`.replace(/\/$/, ''))
      return there === undefined || there.kind === 'folder'
    })
    if (!isFree || nodes.has(full)) continue
    for (let end = 1; end < steps.length; end++) {
      nodes.set(`/${at}/${steps.slice(0, end).join('/')}`, { kind: 'folder' })
      mkdirSync(join(root, at, ...steps.slice(0, end)), { recursive: true })
    }
    const real = join(root, full)
    if (node.kind === 'folder') mkdirSync(real)
    else if (node.kind === 'link') symlinkSync(node.target.replace('@', root), real)
    else writeFileSync(real, `text of ${full}`)
    nodes.set(full, node.kind === 'file' ? { kind: 'file', text: `text of ${full}` } : node)
  }
  return nodes
}

/** Where a path leads: `..` as written first, then link by link. Null for a loop. */
function lead(nodes: Map<string, Node>, path: string): string | null {
  let todo = steps(path)
  let at = ''
  for (let links = 0; todo.length > 0; ) {
    const [name = '', ...rest] = todo
    if (name === '..') {
      at = at.slice(0, Math.max(0, at.lastIndexOf('/')))
      todo = rest
      continue
    }
    const next = `${at}/${name}`
    const node = nodes.get(next)
    if (node?.kind !== 'link') {
      at = next
      todo = rest
      continue
    }
    if (++links > 40) return null
    if (node.target.startsWith('@')) at = ''
    todo = [...steps(node.target.replace('@', '')), ...rest]
  }
  return at
}
const steps = (path: string): string[] => path.split('/').filter((name) => name !== '' && name !== '.')

/** `..` as written; what climbs out of everything is outside. */
function plain(path: string): string {
  const kept: string[] = path.startsWith('@') ? [] : ['vault']
  for (const name of steps(path.replace('@', ''))) {
    if (name !== '..') kept.push(name)
    else if (kept.length === 0) return '/outside'
    else kept.pop()
  }
  return `/${kept.join('/')}`
}

const isIn = (path: string) => path === '/vault' || path.startsWith('/vault/')
const isGit = (path: string) => path.split('/').includes('.git')

type Verdict = 'outside' | 'protected' | { real: string; node: Node | undefined }
function judge(nodes: Map<string, Node>, path: string): Verdict | null {
  if (path.startsWith('/')) return 'outside'
  const written = plain(path)
  if (isIn(written) && isGit(written)) return 'protected'
  const real = lead(nodes, written)
  if (real === null) return null
  if (!isIn(real)) return 'outside'
  return isGit(real) ? 'protected' : { real, node: nodes.get(real) }
}

/** Names and contents; links are not followed. */
function snapshot(folder: string): string {
  const found = readdirSync(folder, { withFileTypes: true }).map((each) => {
    const path = join(folder, each.name)
    if (each.isDirectory()) return `${path}/ ${snapshot(path)}`
    return `${path} ${each.isFile() ? readFileSync(path, 'utf8') : 'link'}`
  })
  return found.sort().join('\n')
}

describe('P17 nothing outside is touched', () => {
  test(`P17 ${numRuns} random trees of links agree with a plain model in reading, listing and writing`, async () => {
    const seen = { outside: 0, protected: 0, read: 0, written: 0, listed: 0 }
    await fc.assert(
      fc.asyncProperty(
        fc.array(entry, { maxLength: 12 }),
        fc.array(asked, { minLength: 1, maxLength: 4 }),
        async (entries, chosen) => {
          const paths = chosen.map((each) => {
            if (typeof each === 'string') return each
            const { root: top, path: below } = entries[each % entries.length] ?? { root: 'vault', path: 'a' }
            return top === 'vault' ? below : `@/${top}/${below}`
          })
          const root = join(base, `t${++count}`)
          const nodes = build(root, entries)
          const vault = join(root, 'vault')
          const files = filesOf(vault)
          const outside = snapshot(join(root, 'outside')) + snapshot(join(root, 'vault-secret'))
          for (const each of paths) {
            const verdict = judge(nodes, each)
            const path = each.replace('@', root)
            const read = await files.read({ path }).then(({ content }) => content, codeOf)
            const listed = await files
              .list({ path, includeHidden: true, limit: 1000 })
              .then(({ entries: found }) => found, codeOf)
            if (verdict === null) continue
            if (verdict === 'outside' || verdict === 'protected') {
              const code = verdict === 'outside' ? 'outside_roots' : 'forbidden'
              expect([each, read, listed]).toEqual([each, code, code])
              const wrote = await files
                .write({ path, content: 'evil', encoding: 'utf8' }, { ifMatch: null, ifNoneMatch: null })
                .then(() => 'written', codeOf)
              expect([each, wrote]).toEqual([each, code])
              seen[verdict]++
              continue
            }
            const { real, node } = verdict
            if (node?.kind === 'file') {
              expect([each, read]).toEqual([each, node.text])
              seen.read++
            } else expect(['bad_request', 'not_found'], each).toContain(read)
            if (node?.kind === 'folder') {
              const names = [...nodes.keys()]
                .filter(
                  (other) => other.startsWith(`${real}/`) && !other.slice(real.length + 1).includes('/'),
                )
                .map((other) => other.slice(real.length + 1))
                .filter((name) => name !== '.git')
              if (typeof listed === 'string') throw new Error(`${each}: ${listed}`)
              expect(listed.map(({ name }) => name)).toEqual(names.sort())
              for (const { name, isBrokenSymlink, symlinkTarget } of listed) {
                if (isBrokenSymlink) expect(symlinkTarget).toBe(null)
                const leads = lead(nodes, `${real}/${name}`)
                if (leads !== null && (!isIn(leads) || isGit(leads))) expect(isBrokenSymlink).toBe(true)
              }
              seen.listed++
            }
          }
          const [first] = paths
          const verdict = first === undefined ? null : judge(nodes, first)
          if (first !== undefined && verdict && typeof verdict === 'object') {
            const wrote = await files
              .write(
                { path: first.replace('@', root), content: 'new', encoding: 'utf8' },
                { ifMatch: null, ifNoneMatch: null },
              )
              .then(() => 'written', codeOf)
            const isBlocked = verdict.real === '/vault' || verdict.node?.kind === 'folder'
            if (isBlocked) expect(['bad_request', 'conflict']).toContain(wrote)
            else if (wrote === 'written') {
              expect(readFileSync(join(root, verdict.real), 'utf8')).toBe('new')
              seen.written++
            } else expect([first, wrote]).toEqual([first, 'conflict'])
          }
          expect(snapshot(join(root, 'outside')) + snapshot(join(root, 'vault-secret'))).toBe(outside)
          rmSync(root, { recursive: true })
        },
      ),
      { numRuns, ...seed },
    )
    // Every kind of answer was really met.
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(numRuns / 100)
  }, 300_000)

  test('P17 a folder that another program keeps swapping for a link lets no byte in or out', async () => {
    const root = join(base, 'race')
    const vault = join(root, 'vault')
    const outside = join(root, 'outside')
    mkdirSync(join(vault, 'swap/deep'), { recursive: true })
    mkdirSync(join(outside, 'deep'), { recursive: true })
    for (const path of ['swap/s.txt', 'swap/deep/s.txt']) writeFileSync(join(vault, path), 'inside')
    for (const path of ['s.txt', 'deep/s.txt', 'only-outside', 'deep/only-outside'])
      writeFileSync(join(outside, path), 'SECRET')
    const before = snapshot(outside)
    const stop = new Int32Array(new SharedArrayBuffer(8))
    const swapper = new Worker(
      `const { workerData: { spot, away, outside, stop } } = require('node:worker_threads')
       const { renameSync, rmSync, symlinkSync, unlinkSync } = require('node:fs')
       // The hub may make a folder in the moment in which there is none.
       const make = (work) => { for (;;) try { return work() } catch { try { rmSync(spot, { recursive: true, force: true }) } catch {} } }
       while (Atomics.load(stop, 0) === 0) {
         renameSync(spot, away); make(() => symlinkSync(outside, spot)); Atomics.add(stop, 1, 1)
         unlinkSync(spot); make(() => renameSync(away, spot))
       }`,
      { eval: true, workerData: { spot: join(vault, 'swap'), away: join(root, 'away'), outside, stop } },
    )
    const files = filesOf(vault)
    const answers = new Set<string>()
    const note = (work: Promise<unknown>) => work.then(() => 'done', codeOf).then((code) => answers.add(code))
    const roots = [vault]
    for (let round = 0; round < 1_000; round++) {
      const way = round % 2 === 0 ? 'swap' : 'swap/deep'
      await note(
        files.read({ path: `${way}/s.txt` }).then(({ content }) => expect(content).not.toContain('SECRET')),
      )
      await note(
        files
          .list({ path: way, includeHidden: true, limit: 100 })
          .then(({ entries }) => expect(entries.map(({ name }) => name)).not.toContain('only-outside')),
      )
      const name = round % 4 < 2 ? 's.txt' : `new/${round % 7}`
      await note(writeWhole(join(vault, way, name), roots, 'inside'))
      await note(removeFile(join(vault, way, 'only-outside'), roots))
    }
    const gone = new Promise((resolve) => swapper.once('exit', resolve))
    Atomics.store(stop, 0, 1)
    await gone
    expect(snapshot(outside)).toBe(before)
    expect(answers).toContain('done')
    expect(answers).toContain('outside_roots')
    expect(Atomics.load(stop, 1)).toBeGreaterThan(100)
  }, 120_000)

  test('P17 a folder is opened component by component and a link on the way is refused', async () => {
    const vault = join(base, 'steps')
    mkdirSync(join(vault, 'real/deep'), { recursive: true })
    symlinkSync('real', join(vault, 'link'))
    await using folder = await openFolder(join(vault, 'real/deep'), [vault])
    expect(folder.path).toBe(join(vault, 'real/deep'))
    await expect(openFolder(join(vault, 'link/deep'), [vault])).rejects.toMatchObject({
      code: 'outside_roots',
    })
    await expect(openFolder(join(vault, 'none'), [vault])).rejects.toMatchObject({ code: 'not_found' })
    await expect(openFolder(base, [vault])).rejects.toMatchObject({ code: 'outside_roots' })
    // What the folder was stays what it is, whatever its path becomes.
    rmSync(join(vault, 'real'), { recursive: true })
    symlinkSync('/etc', join(vault, 'real'))
    expect(existsSync(folder.at('passwd'))).toBe(false)
  })
})
