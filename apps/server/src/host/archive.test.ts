import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import {
  lstat,
  mkdir,
  mkdtemp,
  open,
  readdir,
  readFile,
  readlink,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ZipFile } from 'yazl'
import { makeZip, type ZipEntry } from '../../test/zip.ts'
import { AppError } from '../core/errors.ts'
import { type ArchiveLimits, openArchive } from './archive.ts'

let root: string
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'atrium-archive-'))
})
afterAll(() => rm(root, { recursive: true, force: true }))

let count = 0
async function place(): Promise<string> {
  const folder = join(root, String(count++))
  await mkdir(folder)
  return folder
}

async function write(bytes: Buffer): Promise<string> {
  const path = join(await place(), 'x.zip')
  await writeFile(path, bytes)
  return path
}

const small: ArchiveLimits = { entries: 10, bytes: 3_000_000, ratio: 100, depth: 4 }
const text = (size: number) => Buffer.alloc(size, 'no two lines are the same, and this is one of them\n')

/** Why an archive is refused, as `entry: message`; empty when it is not. */
async function refusals(bytes: Buffer, bounds = small): Promise<string[]> {
  try {
    await using archive = await openArchive(await write(bytes), bounds)
    await archive.unpack(join(await place(), 'out'))
    return []
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    expect(error.code).toBe('invalid')
    return (error.facts.detail ?? []).map(({ loc, msg, type }) => {
      expect(type).toBe('archive_error')
      expect(loc[0]).toBe('archive')
      return loc.length === 1 ? msg : `${loc[2]}: ${msg}`
    })
  }
}

/** Hash of everything below a folder: names, kinds, modes, bytes. */
async function hashOf(folder: string): Promise<string> {
  const sum = createHash('sha256')
  for (const name of (await readdir(folder, { recursive: true })).sort()) {
    const path = join(folder, name)
    const info = await lstat(path)
    sum.update(JSON.stringify([name, info.mode]))
    if (info.isSymbolicLink()) sum.update(await readlink(path))
    if (info.isFile()) sum.update(await readFile(path))
  }
  return sum.digest('hex')
}

test('a zip file as packers write it comes out as it went in, with nothing executable', async () => {
  const zip = new ZipFile()
  zip.addBuffer(Buffer.from('#!/bin/sh'), 'tools/run.sh', { mode: 0o100755 })
  zip.addBuffer(text(500_000), 'big.txt')
  zip.addBuffer(Buffer.alloc(0), 'empty', { compress: false })
  zip.addBuffer(Buffer.from('ü'), 'Grüße 👩‍🌾/ä.txt')
  zip.addEmptyDirectory('folder')
  zip.end()
  const path = join(await place(), 'x.zip')
  await pipeline(zip.outputStream, createWriteStream(path))
  await using archive = await openArchive(path)
  expect(archive.entries.map(({ name, isFolder, size }) => [name, isFolder, size])).toEqual([
    ['tools/run.sh', false, 9],
    ['big.txt', false, 500_000],
    ['empty', false, 0],
    ['Grüße 👩‍🌾/ä.txt', false, 2],
    ['folder', true, 0],
  ])
  const out = join(await place(), 'out')
  await archive.unpack(out)
  expect((await readdir(out, { recursive: true })).sort()).toEqual(
    ['Grüße 👩‍🌾', 'Grüße 👩‍🌾/ä.txt', 'big.txt', 'empty', 'folder', 'tools', 'tools/run.sh'].sort(),
  )
  expect(await readFile(join(out, 'big.txt'))).toEqual(text(500_000))
  expect((await stat(join(out, 'tools/run.sh'))).mode & 0o777).toBe(0o644)
  const [, big] = archive.entries
  expect(big && (await archive.read(big, 500_000))).toEqual(text(500_000))
  await expect(big && archive.read(big, 499_999)).rejects.toMatchObject({ code: 'payload_too_large' })
})

test('an open file is read and left open, also when a reader leaves early', async () => {
  const path = await write(makeZip([{ name: 'a', data: text(400_000) }]))
  await using handle = await open(path)
  {
    await using archive = await openArchive(handle)
    const [entry] = archive.entries
    if (!entry) throw new Error('no entry')
    for await (const _ of archive.stream(entry)) break
    expect((await archive.read(entry, 400_000)).length).toBe(400_000)
  }
  expect((await handle.stat()).size).toBeGreaterThan(0)
})

test('files are placed as they are told, or left out', async () => {
  const path = await write(
    makeZip([{ name: 'top/a', data: text(10) }, { name: 'top/b/c', data: text(10) }, { name: 'junk' }]),
  )
  await using archive = await openArchive(path)
  const out = join(await place(), 'out')
  await archive.unpack(out, (name) => (name.startsWith('top/') ? name.slice(4) : null))
  expect((await readdir(out, { recursive: true })).sort()).toEqual(['a', 'b', 'b/c'])
})

test('what is there is not touched', async () => {
  const folder = await place()
  const out = join(folder, 'out')
  await mkdir(out)
  await using archive = await openArchive(await write(makeZip([{ name: 'a' }])))
  await expect(archive.unpack(out)).rejects.toMatchObject({ code: 'already_exists' })
  expect(await readdir(folder, { recursive: true })).toEqual(['out'])
})

test.each([
  ['nothing', Buffer.alloc(0)],
  ['text', text(100)],
  ['a program that unpacks itself', makeZip([{ name: 'a' }], { prefix: Buffer.from('MZ and more') })],
  ['gzip', Buffer.from('1f8b0800000000000003', 'hex')],
])('%s is no zip file', async (_, bytes) => {
  await expect(openArchive(await write(bytes))).rejects.toMatchObject({ code: 'unsupported_media_type' })
})

describe('P31 refused before anything is kept', () => {
  const bomb = Buffer.alloc(2_000_000)
  test.each<[string, ZipEntry[], string[]]>([
    [
      'a link',
      [{ name: 'ok' }, { name: 'a', mode: 0o120777, data: Buffer.from('/etc/passwd') }],
      ['1: links are not allowed'],
    ],
    ['a device', [{ name: 'a', mode: 0o060644 }], ['0: only files and folders are allowed']],
    ['a pipe', [{ name: 'a', mode: 0o010644 }], ['0: only files and folders are allowed']],
    ['a socket', [{ name: 'a', mode: 0o140644 }], ['0: only files and folders are allowed']],
    ['a folder that is a file', [{ name: 'a', mode: 0o040755 }], ['0: it is a folder and a file at once']],
    ['a file that is a folder', [{ name: 'a/', mode: 0o100644 }], ['0: it is a folder and a file at once']],
    [
      'a folder with bytes',
      [{ name: 'a/', mode: 0o040755, data: text(5) }],
      ['0: a folder cannot have bytes'],
    ],
    ['..', [{ name: '../a' }], ["0: empty, '.' and '..' parts are not allowed"]],
    ['.. inside', [{ name: 'a/../../b' }], ["0: empty, '.' and '..' parts are not allowed"]],
    ['.', [{ name: './a' }], ["0: empty, '.' and '..' parts are not allowed"]],
    ['an empty part', [{ name: 'a//b' }], ["0: empty, '.' and '..' parts are not allowed"]],
    ['an empty name', [{ name: '' }], ["0: empty, '.' and '..' parts are not allowed"]],
    ['an absolute name', [{ name: '/etc/x' }], ['0: absolute names are not allowed']],
    ['a drive', [{ name: 'C:/x' }], ['0: absolute names are not allowed']],
    ['a backslash', [{ name: 'a\\..\\b' }], ['0: backslashes are not allowed']],
    ['NUL', [{ name: 'a\0b' }], ['0: names with control or invisible characters are not allowed']],
    ['a line end', [{ name: 'a\nb' }], ['0: names with control or invisible characters are not allowed']],
    [
      'turned writing',
      [{ name: 'a\u202Egpj.sh' }],
      ['0: names with control or invisible characters are not allowed'],
    ],
    ['no valid text', [{ name: Buffer.from([0xff, 0xfe]) }], ['0: the name is not valid text']],
    ['depth', [{ name: 'a/b/c/d/e' }], ['0: folders deeper than 4 are not allowed']],
    ['a long part', [{ name: 'x'.repeat(256) }], ['0: the name is too long']],
    ['a name twice', [{ name: 'a' }, { name: 'a' }], ['1: the name collides with another one']],
    ['another case', [{ name: 'README' }, { name: 'readme' }], ['1: the name collides with another one']],
    [
      'another case of a folder',
      [{ name: 'A/x' }, { name: 'a/y' }],
      ['1: the name collides with another one'],
    ],
    [
      'another case of ß',
      [{ name: 'straße' }, { name: 'STRASSE' }],
      ['1: the name collides with another one'],
    ],
    [
      'another form of Unicode',
      [{ name: 'ä' }, { name: 'a\u0308' }],
      ['1: the name collides with another one'],
    ],
    ['a file used as a folder', [{ name: 'a' }, { name: 'a/b' }], ['1: the name collides with another one']],
    ['encryption', [{ name: 'a', flags: 0x801 }], ['0: encrypted entries are not allowed']],
    ['an unknown method', [{ name: 'a', method: 99 }], ['0: the way it is compressed is not known']],
    ['two names', [{ name: 'a', localName: 'b' }], ['0: it has two different names']],
    [
      'the bytes of another',
      [
        { name: 'a', data: text(99) },
        { name: 'b', data: text(99), sameBytesAs: 0, localName: 'a' },
      ],
      ['1: it has two different names', '1: its bytes overlap with others'],
    ],
    [
      'too much of it',
      [
        {
          name: 'a',
          data: Buffer.from(
            Array.from({ length: 3_000_001 }, (_, i) => ((i * i * 7919) % 251) ^ ((i >> 7) & 255)),
          ),
        },
      ],
      ['0: more than 3000000 bytes when unpacked', 'more than 3000000 bytes when unpacked'],
    ],
    [
      'a ratio',
      [{ name: 'a', data: bomb }],
      ['0: more than 100 times larger when unpacked', 'more than 100 times larger when unpacked'],
    ],
    ['too many', Array.from({ length: 11 }, (_, i) => ({ name: String(i) })), ['more than 10 entries']],
    [
      'a size that is too small',
      [{ name: 'a', data: text(5_000), size: 4_999 }],
      ['0: the archive is damaged'],
    ],
    [
      'a size that is too large',
      [{ name: 'a', data: text(5_000), size: 5_001 }],
      ['0: the archive is damaged'],
    ],
    [
      'a small size on a large file',
      [{ name: 'a', data: Buffer.alloc(20_000_000), size: 10 }],
      ['0: the archive is damaged'],
    ],
    [
      'another checksum',
      [
        { name: 'ok', data: text(9) },
        { name: 'a', data: text(9), crc: 1 },
      ],
      ['1: the archive is damaged'],
    ],
    ['two sizes', [{ name: 'a', method: 0, data: text(9), size: 8 }], ['0: the archive is damaged']],
  ])('%s', async (_, entries, expected) => {
    expect(await refusals(makeZip(entries))).toEqual(expected)
  })

  test('every problem is named, at most a hundred', async () => {
    const entries = Array.from({ length: 150 }, (_, i) => ({ name: `../${i}` }))
    expect(await refusals(makeZip(entries), { ...small, entries: 1_000 })).toHaveLength(100)
  })

  test('a failure in the middle leaves nothing behind', async () => {
    const folder = await place()
    const bytes = makeZip([
      { name: 'a', data: text(100) },
      { name: 'b', data: text(100), crc: 5 },
    ])
    await using archive = await openArchive(await write(bytes))
    await expect(archive.unpack(join(folder, 'out'))).rejects.toMatchObject({ code: 'invalid' })
    expect(await readdir(folder)).toEqual([])
  })
})

describe('P31 hostile archives', () => {
  const part = fc.oneof(
    { weight: 5, arbitrary: fc.constantFrom('a', 'b', 'A', 'ä', 'a\u0308', 'SKILL.md', 'deep') },
    fc.constantFrom('..', '.', '', '...', 'C:', '~', '\\..\\x', '\0', '\u202e', 'x'.repeat(300)),
    fc.string({ maxLength: 8 }),
  )
  const name = fc
    .tuple(
      fc.constantFrom('', '', '', '/', '../', '\\'),
      fc.array(part, { minLength: 1, maxLength: 5 }),
      fc.constantFrom('', '', '/'),
    )
    .map(([start, parts, end]) => start + parts.join('/') + end)
  const entry: fc.Arbitrary<ZipEntry> = fc.record(
    {
      name,
      data: fc.oneof(
        fc.uint8Array({ maxLength: 64 }).map((bytes) => Buffer.from(bytes)),
        fc.nat(100_000).map((size) => Buffer.alloc(size)),
      ),
      mode: fc.constantFrom(0o100644, 0o100644, 0o100755, 0o120777, 0o040755, 0o060644, 0),
      method: fc.constantFrom(8, 8, 0, 12),
      flags: fc.constantFrom(0x800, 0x800, 0, 1, 8),
      size: fc.nat(200_000),
      compressedSize: fc.nat(200),
      crc: fc.nat(),
      localName: name,
      sameBytesAs: fc.nat(3),
    },
    { requiredKeys: ['name', 'data'] },
  )
  const mostlyPlain = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        name: fc.constantFrom('a', 'b/c', 'b/d', 'e'),
        data: fc.uint8Array({ maxLength: 64 }).map((bytes) => Buffer.from(bytes)),
      }),
    },
    { weight: 1, arbitrary: entry },
  )
  const flips = fc.array(fc.tuple(fc.nat(100_000), fc.nat(255)), { maxLength: 4 })

  test('whatever an archive is, it is refused or all of it appears, and nothing outside changes', async () => {
    const bounds = { entries: 8, bytes: 300_000, ratio: 100, depth: 4 }
    let kept = 0
    await fc.assert(
      fc.asyncProperty(fc.array(mostlyPlain, { maxLength: 6 }), flips, async (entries, changes) => {
        const world = await place()
        await mkdir(join(world, 'target'))
        await writeFile(join(world, 'bystander'), 'as it was')
        const bytes = makeZip(entries)
        for (const [at, value] of changes) bytes[at % bytes.length] = value
        await writeFile(join(world, 'x.zip'), bytes)
        const before = await hashOf(world)
        const out = join(world, 'target', 'out')
        try {
          await using archive = await openArchive(join(world, 'x.zip'), bounds)
          await archive.unpack(out)
          const files = archive.entries.filter(({ isFolder }) => !isFolder)
          for (const { name, size } of files) {
            const info = await lstat(join(out, name))
            expect([info.isFile(), info.size, info.mode & 0o111]).toEqual([true, size, 0])
          }
          expect(files.reduce((sum, { size }) => sum + size, 0)).toBeLessThanOrEqual(bounds.bytes)
          kept++
          await rm(out, { recursive: true })
        } catch (error) {
          if (!(error instanceof AppError)) throw error
          expect(['invalid', 'unsupported_media_type']).toContain(error.code)
        }
        expect(await hashOf(world)).toBe(before)
        await rm(world, { recursive: true })
      }),
      { numRuns: Number(process.env['FUZZ_RUNS'] ?? 500) },
    )
    expect(kept).toBeGreaterThan(50) // the generator makes sound ones, too
  }, 120_000)

  test('bytes without any sense never break the process', async () => {
    const start = fc.constantFrom('PK\x03\x04', 'PK\x05\x06', 'PK\x05\x06\0\0\0\0')
    await fc.assert(
      fc.asyncProperty(start, fc.uint8Array({ maxLength: 200 }), fc.nat(4), async (head, rest, ends) => {
        const locator = Buffer.alloc(20)
        locator.writeUInt32LE(0x07064b50, 0)
        locator.writeBigUInt64LE(BigInt(Math.floor(rest.length * 7e17)) % (1n << 63n), 8)
        const end = Buffer.alloc(22)
        end.writeUInt32LE(0x06054b50, 0)
        rest.slice(0, 12).forEach((byte, index) => end.writeUInt8(byte, 4 + index))
        const bytes = Buffer.concat([
          Buffer.from(head, 'latin1'),
          rest,
          ...(ends > 1 ? [locator] : []),
          ...(ends > 0 ? [end] : []),
        ])
        const path = await write(bytes)
        await expect(
          openArchive(path).then(async (archive) => {
            await archive[Symbol.asyncDispose]()
            if (archive.entries.length === 0) throw new AppError('invalid', 'empty')
          }),
        ).rejects.toBeInstanceOf(AppError)
      }),
      { numRuns: Number(process.env['FUZZ_RUNS'] ?? 300) },
    )
  })
})

test('P47 thousands of deep, long names are looked at in bounded time and memory', async () => {
  const entries = Array.from({ length: 2_000 }, (_, index) => ({
    name: Array.from({ length: 32 }, (_, depth) => `${index}-${depth}`.padEnd(127, 'x')).join('/'),
    data: Buffer.from('x'),
    method: 0,
  }))
  const path = await write(makeZip(entries))
  const began = process.cpuUsage()
  await using archive = await openArchive(path)
  expect(archive.entries).toHaveLength(entries.length)
  expect(process.cpuUsage(began).user).toBeLessThan(1.5e6)
})
