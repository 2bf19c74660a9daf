import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { existingFolder, expandHome, isInside, openInside, readTextInside, resolveInside } from './paths.ts'

let base: string
let vault: string
beforeAll(() => {
  base = realpathSync(mkdtempSync(join(tmpdir(), 'atrium-paths-')))
  vault = join(base, 'vault')
  for (const dir of ['vault/notes/deep', 'vault-secret', 'outside/inner'])
    mkdirSync(join(base, dir), { recursive: true })
  writeFileSync(join(vault, 'a.txt'), 'inside')
  writeFileSync(join(vault, 'notes/b.txt'), 'below')
  writeFileSync(join(base, 'vault-secret/s.txt'), 'SECRET')
  writeFileSync(join(base, 'outside/s.txt'), 'SECRET')
  symlinkSync(join(base, 'outside'), join(vault, 'out'))
  symlinkSync(join(base, 'outside/s.txt'), join(vault, 'file-out'))
  symlinkSync(join(base, 'outside/missing'), join(vault, 'nowhere'))
  symlinkSync('../a.txt', join(vault, 'notes/up'))
  symlinkSync('..', join(vault, 'notes/parent'))
  symlinkSync('loop', join(vault, 'loop'))
})
afterAll(() => rmSync(base, { recursive: true, force: true }))

const read = (path: string) =>
  readTextInside(path, [vault], 1000).then(
    ({ text }) => text,
    (error: { code?: string }) => error.code ?? 'no code',
  )

describe('files inside allowed folders', () => {
  test.each([
    ['a.txt', 'inside'],
    ['notes/b.txt', 'below'],
    ['notes/../a.txt', 'inside'],
    ['notes/up', 'inside'],
    ['notes/parent/a.txt', 'inside'],
    ['missing.txt', 'not_found'],
    ['a.txt/below', 'not_found'],
    ['notes', 'forbidden'],
    ['.', 'forbidden'],
    ['loop', 'forbidden'],
    ['%2e%2e/outside/s.txt', 'not_found'],
    ['a.txt\0.png', 'bad_request'],
    ['../outside/s.txt', 'outside_roots'],
    ['../outside/not-there', 'outside_roots'],
    ['../vault-secret/s.txt', 'outside_roots'],
    ['out/s.txt', 'outside_roots'],
    ['out/not-there', 'outside_roots'],
    ['file-out', 'outside_roots'],
    ['nowhere', 'outside_roots'],
    ['out', 'outside_roots'],
    ['/etc/passwd', 'outside_roots'],
    ['/etc/not-there', 'outside_roots'],
    ['~/../etc/passwd', 'outside_roots'],
  ])('P17 %j gives %s', async (path, expected) => {
    expect(await read(path)).toBe(expected)
  })

  test('P17 random paths over links agree with a plain model', async () => {
    const parts = fc.array(
      fc.constantFrom(
        'notes',
        'deep',
        '..',
        '.',
        'out',
        'parent',
        'a.txt',
        'x',
        'vault',
        'vault-secret',
        'outside',
        'inner',
        's.txt',
        '%2e%2e',
        '',
      ),
      { maxLength: 7 },
    )
    const links: Record<string, string> = {
      'vault/out': 'outside',
      'vault/notes/parent': 'vault',
      'vault/file-out': 'outside/s.txt',
    }
    /** `..` as written first, then each link, as the resolver documents. */
    const model = (path: string[]): string => {
      const plain: string[] = ['vault']
      for (const part of path) {
        if (part === '..') plain.pop()
        else if (part && part !== '.') plain.push(part)
      }
      let at = ''
      for (const part of plain) {
        at = at ? `${at}/${part}` : part
        at = links[at] ?? at
      }
      return at
    }
    const climbs = (path: string[]) => {
      let depth = 1
      return path.some((part) => {
        if (part === '..') depth -= 1
        else if (part && part !== '.') depth += 1
        return depth < 0
      })
    }
    await fc.assert(
      fc.asyncProperty(parts, async (path) => {
        fc.pre(!climbs(path))
        const expected = model(path)
        const got = await resolveInside(path.join('/') || '.', [vault]).catch(
          (error: { code?: string }) => error.code,
        )
        const leading = path[0] === '' && path.length > 1 // an absolute path
        if (leading) expect(got).toBe('outside_roots')
        else
          expect(got).toBe(
            expected === 'vault' || expected.startsWith('vault/') ? join(base, expected) : 'outside_roots',
          )
      }),
      { numRuns: 2000 },
    )
  })

  test('P17 a folder swapped for a link between check and use gives no outside byte', async () => {
    const spot = join(vault, 'swap')
    const away = join(base, 'away')
    mkdirSync(spot)
    writeFileSync(join(spot, 's.txt'), 'inside')
    let swapping = true
    const swapper = (async () => {
      while (swapping) {
        renameSync(spot, away)
        symlinkSync(join(base, 'outside'), spot)
        await new Promise(setImmediate)
        rmSync(spot)
        renameSync(away, spot)
        await new Promise(setImmediate)
      }
    })()
    const seen = new Set<string>()
    for (let round = 0; round < 3000; round++) seen.add(await read('swap/s.txt'))
    swapping = false
    await swapper
    expect(seen).not.toContain('SECRET')
    expect(seen).toContain('inside')
  })

  test('P18 pipes and devices are refused at once and delay no other read', async () => {
    execFileSync('mkfifo', [join(vault, 'pipe')])
    const before = performance.now()
    const pipes = Array.from({ length: 8 }, () => read('pipe'))
    const files = Array.from({ length: 100 }, () => read('a.txt'))
    expect(new Set(await Promise.all(pipes))).toEqual(new Set(['forbidden']))
    expect(new Set(await Promise.all(files))).toEqual(new Set(['inside']))
    expect(performance.now() - before).toBeLessThan(10_000)
    await expect(openInside('/dev/zero', ['/dev'])).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('a file over the limit, and one that is no text, is refused', async () => {
    writeFileSync(join(vault, 'big'), 'x'.repeat(1001))
    writeFileSync(join(vault, 'full'), 'x'.repeat(1000))
    writeFileSync(join(vault, 'binary'), Buffer.from([0xff, 0xfe, 0x41]))
    expect(await read('big')).toBe('payload_too_large')
    expect(await read('full')).toHaveLength(1000)
    expect(await read('binary')).toBe('unsupported_media_type')
  })
})

test('the home folder is expanded only where it is meant', () => {
  expect([
    expandHome('~', '/h'),
    expandHome('~/x', '/h'),
    expandHome('~other/x', '/h'),
    expandHome('/a/~', '/h'),
  ]).toEqual(['/h', '/h/x', '~other/x', '/a/~'])
})

test('containment is by whole components', () => {
  expect([
    isInside('/a', '/a'),
    isInside('/a', '/a/..b'),
    isInside('/a', '/ab'),
    isInside('/a', '/'),
    isInside('/', '/a'),
  ]).toEqual([true, true, false, false, true])
})

test('a folder must be there and be meant absolutely', async () => {
  expect(await existingFolder(join(vault, 'notes/parent/notes'))).toBe(join(vault, 'notes'))
  await expect(existingFolder(join(vault, 'gone'))).rejects.toMatchObject({ code: 'not_found' })
  await expect(existingFolder(join(vault, 'a.txt'))).rejects.toMatchObject({ code: 'not_found' })
  await expect(existingFolder('notes')).rejects.toMatchObject({ code: 'bad_request' })
})
