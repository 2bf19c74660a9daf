import { execFileSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { limits } from '@atrium/schema'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cleanName, numbered } from '../../host/place-entry.ts'
import { attachment } from './stream.ts'
import { createFilesApp, type FilesApp, query, refused } from './testing.ts'

const numRuns = Number(process.env['FUZZ_RUNS'] ?? 500)

let room: FilesApp
beforeAll(async () => {
  room = await createFilesApp()
})
afterAll(() => room[Symbol.asyncDispose]())

async function upload(
  files: [name: string, content: string | Buffer][],
  values: Record<string, string> = {},
) {
  const form = new FormData()
  for (const [name, content] of files)
    form.append('file', new Blob([new Uint8Array(Buffer.from(content))]), name)
  const response = await fetch(`${room.app.url}/api/projects/${room.id}/files/upload?${query(values)}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${room.app.token}` },
    body: form,
  })
  return { status: response.status, body: await response.json() }
}
const download = (path: string) =>
  fetch(`${room.app.url}/api/projects/${room.id}/files/download?${query({ path })}`, {
    headers: { authorization: `Bearer ${room.app.token}` },
  })

describe('an upload', () => {
  test('P29 P30 puts several files into a folder that is made, by clean names, none of them executable', async () => {
    const { status, body } = await upload(
      [
        ['../../evil.sh', '#!/bin/sh'],
        ['plan.md', 'one'],
        ['plan.md', 'two'],
      ],
      { path: 'up/new' },
    )
    expect([status, body]).toEqual([
      200,
      {
        uploaded: [
          { path: 'up/new/evil.sh', name: 'evil.sh', size: 9 },
          { path: 'up/new/plan.md', name: 'plan.md', size: 3 },
          { path: 'up/new/plan-1.md', name: 'plan-1.md', size: 3 },
        ],
      },
    ])
    expect(statSync(room.at('up/new/evil.sh')).mode & 0o777).toBe(0o644)
    expect(readFileSync(room.at('up/new/plan-1.md'), 'utf8')).toBe('two')
    expect(
      (await upload([['plan.md', 'three']], { path: 'up/new', onConflict: 'overwrite' })).body.uploaded[0]
        .name,
    ).toBe('plan.md')
    expect(readFileSync(room.at('up/new/plan.md'), 'utf8')).toBe('three')
    expect((await upload([], { path: 'up' })).body).toEqual({ uploaded: [] })
    expect(readdirSync(join(room.app.home, 'uploads'))).toEqual([])
  })

  test('P17 P21 never lands outside, in .git, or where a name leads', async () => {
    mkdirSync(join(room.base, 'outside'))
    symlinkSync('../outside', room.at('leads'))
    expect((await upload([['a', 'x']], { path: '..' })).status).toBe(403)
    expect((await upload([['a', 'x']], { path: 'leads' })).status).toBe(403)
    expect((await upload([['a', 'x']], { path: '.git/hooks' })).status).toBe(403)
    expect((await upload([['.git', 'x']])).status).toBe(403)
    symlinkSync('../outside/made', room.at('link.txt'))
    expect((await upload([['link.txt', 'x']], { onConflict: 'overwrite' })).status).toBe(200)
    expect(readdirSync(join(room.base, 'outside'))).toEqual([])
    expect((await upload([['a', 'x']], { onConflict: 'go' })).status).toBe(422)
    expect(
      (
        await upload(
          [
            ['new.txt', 'x'],
            ['link.txt', 'x'],
          ],
          { onConflict: 'error' },
        )
      ).status,
    ).toBe(409)
    expect(existsSync(room.at('new.txt'))).toBe(false)
  })

  test('P29 that is too much is refused, and nothing of it stays', async () => {
    const many = Array.from({ length: limits.fileUploads + 1 }, (_, index): [string, string] => [
      `n${index}`,
      'x',
    ])
    expect(refused(await upload(many, { path: 'many' }))[1]).toBe('payload_too_large')
    const big = Buffer.alloc(limits.fileUploadBytes + 1)
    expect(
      refused(
        await upload(
          [
            ['small', 'x'],
            ['big', big],
          ],
          { path: 'large' },
        ),
      )[1],
    ).toBe('payload_too_large')
    expect([existsSync(room.at('many')), existsSync(room.at('large'))]).toEqual([false, false])
    expect(readdirSync(join(room.app.home, 'uploads'))).toEqual([])
  })

  test('P29 that is cut off anywhere leaves nothing', async () => {
    const boundary = 'xxBOUNDARYxx'
    const head = `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="cut.bin"\r\n\r\n`
    const body = Buffer.concat([
      Buffer.from(head),
      Buffer.alloc(300_000, 'x'),
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ])
    const { hostname, port } = new URL(room.app.url)
    for (const share of [0.0001, 0.1, 0.5, 0.99]) {
      const socket = connect(Number(port), hostname)
      socket.write(
        `POST /api/projects/${room.id}/files/upload?path=cut HTTP/1.1\r\nhost: ${hostname}:${port}\r\nauthorization: Bearer ${room.app.token}\r\ncontent-type: multipart/form-data; boundary=${boundary}\r\ncontent-length: ${body.length}\r\n\r\n`,
      )
      await new Promise<void>((resolve) =>
        socket.write(body.subarray(0, Math.floor(body.length * share)), () => resolve()),
      )
      await new Promise((resolve) => setTimeout(resolve, 30))
      socket.destroy()
    }
    await expect.poll(() => readdirSync(join(room.app.home, 'uploads'))).toEqual([])
    expect(existsSync(room.at('cut'))).toBe(false)
  })
})

test('P30 whatever a file is called, its clean name is one name of a folder, and has a next one', () => {
  const odd = fc.string({
    unit: fc.oneof(
      fc.constantFrom('/', '\\', '.', '\0', '\u202e', '\n', ' ', 'é', '𝄞', 'a'),
      fc.string({ unit: 'binary', maxLength: 1 }),
    ),
    maxLength: 400,
  })
  fc.assert(
    fc.property(odd, (name) => {
      for (const clean of [cleanName(name), numbered(cleanName(name), 12)]) {
        expect(clean).not.toMatch(/[/\\\0\n\u202e]/)
        expect(['', '.', '..']).not.toContain(clean)
        expect(Buffer.byteLength(clean)).toBeLessThanOrEqual(255)
        expect(clean.isWellFormed()).toBe(true)
      }
    }),
    { numRuns },
  )
})

test('P14 no name breaks out of the header of a download', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', minLength: 1, maxLength: 80 }), (name) => {
      const header = attachment(name)
      expect(header).toMatch(
        /^attachment; filename="[\x20-\x21\x23-\x5b\x5d-\x7e]*"; filename\*=UTF-8''[A-Za-z0-9%._~!-]*$/,
      )
      expect(decodeURIComponent(header.split("''")[1] ?? '')).toBe(name.toWellFormed())
    }),
    { numRuns },
  )
})

describe('a folder that is downloaded', () => {
  test('is a zip archive that other programs read, without links and what is no file', async () => {
    mkdirSync(room.at('z/empty'), { recursive: true })
    room.put('z/a.txt', 'hello')
    room.put('z/deep/ü b.txt', 'x'.repeat(200_000))
    symlinkSync('/etc/passwd', room.at('z/leak'))
    symlinkSync('..', room.at('z/up'))
    execFileSync('mkfifo', [room.at('z/pipe')])
    const response = await download('z')
    expect(response.headers.get('content-type')).toBe('application/zip')
    expect(response.headers.get('content-disposition')).toContain('filename="z.zip"')
    const target = join(room.base, 'unzipped')
    mkdirSync(target)
    writeFileSync(`${target}.zip`, Buffer.from(await response.arrayBuffer()))
    execFileSync('python3', ['-m', 'zipfile', '-e', `${target}.zip`, target])
    expect(readdirSync(target, { recursive: true, encoding: 'utf8' }).sort()).toEqual([
      'a.txt',
      'deep',
      'deep/ü b.txt',
      'empty',
    ])
    expect(readFileSync(join(target, 'deep/ü b.txt'), 'utf8')).toBe('x'.repeat(200_000))
    rmSync(target, { recursive: true })
    rmSync(`${target}.zip`)
  })

  test('that is too large is refused before its first byte', async () => {
    room.put('huge/a', '')
    truncateSync(room.at('huge/a'), limits.downloadBytes + 1)
    const response = await download('huge')
    expect([response.status, (await response.json()).code]).toEqual([413, 'payload_too_large'])
    rmSync(room.at('huge'), { recursive: true })
  })

  test('of a file that shrinks meanwhile is cut, and nobody waits for the rest', async () => {
    room.put('shrinks', Buffer.alloc(30_000_000, 1))
    const response = await download('shrinks')
    const reader = response.body?.getReader()
    await reader?.read()
    truncateSync(room.at('shrinks'), 10)
    const rest = async () => {
      while (!(await reader?.read())?.done);
    }
    await expect(rest()).rejects.toThrow()
  })

  test('stops when the client leaves, and holds no file open', async () => {
    for (let index = 0; index < 30; index++) room.put(`leave/f${index}`, Buffer.alloc(2_000_000, index))
    const open = () => readdirSync('/proc/self/fd').length
    const before = open()
    for (let round = 0; round < 3; round++) {
      const gone = new AbortController()
      const response = await fetch(`${room.app.url}/api/projects/${room.id}/files/download?path=leave`, {
        headers: { authorization: `Bearer ${room.app.token}` },
        signal: gone.signal,
      })
      await response.body?.getReader().read()
      gone.abort()
    }
    await expect.poll(open).toBeLessThanOrEqual(before + 4)
  })
})
