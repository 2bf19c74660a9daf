import { execFileSync } from 'node:child_process'
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { infoText, parseInfo } from '../../host/desktop-trash.ts'
import { createFilesApp, type FilesApp, refused } from './testing.ts'

const numRuns = Number(process.env['FUZZ_RUNS'] ?? 500)

let room: FilesApp
beforeAll(async () => {
  room = await createFilesApp()
})
afterAll(() => room[Symbol.asyncDispose]())

const remove = async (...paths: string[]) => room.call('DELETE', '/files', { paths })
const listed = async () => (await room.call('GET', '/trash')).body.entries
const restore = (trashId: string, onConflict?: string) =>
  room.call('POST', '/trash/restore', { trashId, ...(onConflict && { onConflict }) })

describe('P21', () => {
  test('P21 what is deleted lies in the trash as the specification has it, and comes back', async () => {
    room.put('a b/ü%.txt', 'mine')
    const { body } = await remove('a b/ü%.txt')
    expect(body).toEqual({ count: 1, trashed: [{ path: 'a b/ü%.txt', trashId: 'home//ü%.txt' }] })
    expect(readFileSync(join(room.trash, 'info/ü%.txt.trashinfo'), 'utf8')).toMatch(
      new RegExp(
        `^\\[Trash Info\\]\\nPath=${encodeURI(room.folder)}/a%20b/%C3%BC%25\\.txt\\nDeletionDate=\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\n$`,
      ),
    )
    expect(lstatSync(join(room.trash, 'info')).mode & 0o777).toBe(0o700)
    expect(await listed()).toEqual([
      { trashId: 'home//ü%.txt', path: 'a b/ü%.txt', type: 'file', size: 4, deletedAt: expect.any(String) },
    ])
    rmSync(room.at('a b'), { recursive: true })
    expect((await restore('home//ü%.txt')).body).toEqual({ path: 'a b/ü%.txt' })
    expect(readFileSync(room.at('a b/ü%.txt'), 'utf8')).toBe('mine')
    expect([
      await listed(),
      readdirSync(join(room.trash, 'info')),
      readdirSync(join(room.trash, 'files')),
    ]).toEqual([[], [], []])
  })

  test('P21 names that clash are kept apart, and a name that is taken again is not written over', async () => {
    for (const content of ['one', 'two', 'three']) {
      room.put('same.txt', content)
      await remove('same.txt')
    }
    const entries = await listed()
    expect(entries.map(({ trashId }: { trashId: string }) => trashId).sort()).toEqual([
      'home//same.txt',
      'home//same.txt.2',
      'home//same.txt.3',
    ])
    room.put('same.txt', 'new')
    const taken = await restore('home//same.txt')
    expect([...refused(taken), taken.body.meta]).toEqual([
      409,
      'already_exists',
      'exists',
      { suggested: 'same-1.txt' },
    ])
    expect((await restore('home//same.txt', 'rename')).body).toEqual({ path: 'same-1.txt' })
    expect((await restore('home//same.txt.2', 'overwrite')).body).toEqual({ path: 'same.txt' })
    expect([readFileSync(room.at('same.txt'), 'utf8'), readFileSync(room.at('same-1.txt'), 'utf8')]).toEqual([
      'two',
      'one',
    ])
  })

  test('P21 a link goes itself, a folder whole, and nothing that is led to is touched', async () => {
    mkdirSync(join(room.base, 'far'))
    writeFileSync(join(room.base, 'far/keep'), 'keep')
    symlinkSync('../far', room.at('link'))
    room.put('tree/deep/x', 'x')
    symlinkSync('../../far', room.at('tree/link'))
    const { body } = await remove('link', 'tree', 'tree/deep')
    expect(body).toMatchObject({ count: 3, trashed: [{ path: 'link' }, { path: 'tree' }] })
    expect(readFileSync(join(room.base, 'far/keep'), 'utf8')).toBe('keep')
    expect(existsSync(room.at('tree'))).toBe(false)
    expect(readlinkSync(join(room.trash, 'files/link'))).toBe('../far')
    for (const { trashId } of await listed()) if (!trashId.includes('same')) await restore(trashId)
    expect(readFileSync(room.at('tree/deep/x'), 'utf8')).toBe('x')
    expect(readlinkSync(room.at('link'))).toBe('../far')
  })

  test('P21 of several paths one that is not there keeps all of them', async () => {
    room.put('stay')
    expect(refused(await remove('stay', 'nothing'))).toEqual([404, 'not_found', 'not-found'])
    expect(existsSync(room.at('stay'))).toBe(true)
  })

  test('P17 nothing of other folders is listed or brought back, whatever the note says', async () => {
    const note = (name: string, path: string, text?: string) => {
      writeFileSync(join(room.trash, 'files', name), 'x')
      writeFileSync(join(room.trash, 'info', `${name}.trashinfo`), text ?? infoText(path, new Date()))
    }
    note('outside', '/etc/passwd')
    note('dots', `${room.folder}/../escaped`)
    note('root', room.folder)
    note('git', `${room.folder}/.git/hooks/post-commit`)
    note('broken', '', '[Trash Info]\nPath=%ZZ\n')
    note('none', '', 'nothing')
    const paths = (await listed()).map(({ path }: { path: string }) => path)
    for (const path of ['/etc/passwd', '../escaped', '']) expect(paths).not.toContain(path)
    for (const id of [
      'home//outside',
      'home//dots',
      'home//root',
      'home//broken',
      'home//none',
      'home//../../x',
      '../../../../etc//passwd',
      'home',
      '//x',
      'home//',
    ])
      expect((await restore(id)).status, id).toBe(404)
    expect((await restore('home//git')).status).toBe(403)
    expect(existsSync(join(room.base, 'escaped'))).toBe(false)
  })

  test('P21 without any trash nothing is deleted, and it is said', async () => {
    await using other = await createFilesApp()
    other.put('x')
    mkdirSync(join(other.person, '.local/share'), { recursive: true })
    writeFileSync(other.trash, 'in the way')
    writeFileSync(join(topOf(other.base), `.Trash-${process.getuid?.()}-probe`), '')
    rmSync(join(topOf(other.base), `.Trash-${process.getuid?.()}-probe`))
    const top = join(topOf(other.base), `.Trash-${process.getuid?.()}`)
    if (existsSync(top)) return // somebody's own; it would be used
    writeFileSync(top, 'in the way')
    try {
      const answer = await other.call('DELETE', '/files', { paths: ['x'] })
      expect(refused(answer)).toEqual([501, 'not_implemented', 'trash-unavailable'])
      expect(existsSync(other.at('x'))).toBe(true)
    } finally {
      rmSync(top)
    }
  })
})

function topOf(path: string): string {
  const { dev } = lstatSync(path)
  for (let at = path; ; at = join(at, '..'))
    if (at === '/' || lstatSync(join(at, '..')).dev !== dev) return at
}

const hasShm = existsSync('/dev/shm') && lstatSync('/dev/shm').dev !== lstatSync('/tmp').dev
test.runIf(hasShm)(
  'P21 on another disk the trash is at the top of that disk, and comes back from there',
  async () => {
    const folder = join('/dev/shm', `atrium-trash-${process.pid}`)
    mkdirSync(folder)
    try {
      writeFileSync(join(folder, 'x'), 'far')
      await using other = await createFilesApp({ browseRoots: ['/'] })
      const made = await other.app.rest('POST', '/api/projects', {
        displayName: 'Far',
        path: folder,
        plan: false,
      })
      const of = (method: string, path: string, body?: unknown) =>
        other.app.rest(method, `/api/projects/${made.body.id}${path}`, body)
      const { body } = await of('DELETE', '/files', { paths: ['x'] })
      const [{ trashId }] = body.trashed
      expect(trashId).toContain('.Trash')
      expect(existsSync(join(folder, 'x'))).toBe(false)
      expect((await of('GET', '/trash')).body.entries).toMatchObject([{ path: 'x', trashId }])
      expect((await of('POST', '/trash/restore', { trashId })).body).toEqual({ path: 'x' })
      expect(readFileSync(join(folder, 'x'), 'utf8')).toBe('far')
    } finally {
      rmSync(folder, { recursive: true })
    }
  },
)

const hasGio = (() => {
  try {
    execFileSync('gio', ['version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()

test.runIf(hasGio)(
  'P21 what gio puts in the trash comes back through us, and the other way round it finds ours',
  async () => {
    const env = { ...process.env, HOME: room.person, XDG_DATA_HOME: join(room.person, '.local/share') }
    room.put('from gio.txt', 'gio')
    execFileSync('gio', ['trash', room.at('from gio.txt')], { env })
    const entry = (await listed()).find(({ path }: { path: string }) => path === 'from gio.txt')
    expect((await restore(entry.trashId)).body).toEqual({ path: 'from gio.txt' })
    expect(readFileSync(room.at('from gio.txt'), 'utf8')).toBe('gio')
  },
)

test('a note is read as it was written, whatever the path', () => {
  const path = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 100 })
    .filter((text) => !text.includes('\0') && text.isWellFormed())
  fc.assert(
    fc.property(path, (text) => {
      expect(parseInfo(infoText(`/${text}`, new Date(0)))?.path).toBe(`/${text}`)
    }),
    { numRuns },
  )
  expect(parseInfo('[Trash Info]\nPath=/a\nPath=/b\nDeletionDate=2004-08-31T22:32:08\n')).toEqual({
    path: '/a',
    deletedAt: '2004-08-31T22:32:08',
  })
})
