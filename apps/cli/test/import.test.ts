import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { spawnServer } from '@atrium/server/testing'
import { expect, test } from 'vitest'

const main = join(import.meta.dirname, '../src/main.ts')

async function atrium(args: string[], env: NodeJS.ProcessEnv) {
  const { PATH, HOME } = process.env
  const child = spawn(process.execPath, [main, ...args], { env: { PATH, HOME, ...env } })
  let out = ''
  let err = ''
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, out, err }
}

const talk = (uuid: string) => ({
  uuid,
  name: `Talk ${uuid}`,
  chat_messages: [{ uuid: `${uuid}-1`, sender: 'human', text: `Hello ${uuid}` }],
})

test('an export is imported, again adds nothing, and what cannot be read is named', async () => {
  await using server = await spawnServer()
  const folder = await mkdtemp(join(tmpdir(), 'atrium-import-'))
  try {
    const env = { ATRIUM_URL: server.url, ATRIUM_TOKEN: server.token }
    const file = join(folder, 'conversations.json')
    await writeFile(file, JSON.stringify([talk('a'), talk('b')]))
    expect(await atrium(['import', file], env)).toEqual({ code: 0, out: '2 chats imported.\n', err: '' })
    expect(await atrium(['import', file], env)).toEqual({
      code: 0,
      out: '0 chats imported, 2 were here already.\n',
      err: '',
    })
    await writeFile(file, JSON.stringify([talk('c'), 7]))
    expect(await atrium(['import', '--listed', file], env)).toEqual({
      code: 2,
      out: '1 chat imported.\n',
      err: 'left out  conversations.json[1]: it is not a conversation of Claude or ChatGPT\n',
    })
    const { body } = await server.rest('GET', '/api/chat')
    expect(body.sessions.map(({ title }: { title: string }) => title)).toEqual(['Talk c'])
    await mkdir(server.vault, { recursive: true })
    await writeFile(join(server.vault, 'export.json'), JSON.stringify([talk('d')]))
    expect(await atrium(['import', '--vault', 'export.json'], env)).toMatchObject({ code: 0 })
    expect(await atrium(['import', '--vault', '../x.json'], env)).toMatchObject({
      code: 1,
      err: expect.stringContaining('Path is outside the allowed folders'),
    })
    await writeFile(file, '{}')
    expect(await atrium(['import', file], env)).toMatchObject({
      code: 1,
      err: expect.stringContaining('Not an export of Claude or ChatGPT'),
    })
    expect(await atrium(['import', join(folder, 'none')], env)).toMatchObject({ code: 78 })
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('a Penates home is taken over by the running hub, and what cannot be is named', async () => {
  await using server = await spawnServer()
  const home = await mkdtemp(join(tmpdir(), 'atrium-penates-'))
  try {
    const env = { ATRIUM_URL: server.url, ATRIUM_TOKEN: server.token }
    const known = [
      { name: 'cc-shop', directory: '/tmp', command: 'claude' },
      { name: 'cc-ü', directory: '/tmp' },
    ]
    await writeFile(join(home, 'sessions.json'), JSON.stringify({ knownSessions: known }))
    const dry = await atrium(['import', 'penates', '--from', home, '--dry-run'], env)
    expect(dry).toMatchObject({ code: 2, out: 'sessions  1 would be taken over\n' })
    const done = await atrium(['import', 'penates', '--from', home], env)
    expect(done.out).toBe('sessions  1 taken over\n')
    expect(done.err).toMatch(/^left out {2}sessions\.json, entry 2: name/)
    expect(await atrium(['import', 'penates', '--from', home], env)).toMatchObject({
      out: 'sessions  0 taken over, 1 here already\n',
    })
    const { body } = await server.rest('GET', '/api/sessions')
    expect(body).toMatchObject([{ name: 'cc-shop', status: 'dormant' }])
    const wrong = await atrium(['import', 'penates', '--from', join(home, 'nowhere')], env)
    expect(wrong).toMatchObject({ code: 1, err: expect.stringContaining('Folder not found') })
    const other = await atrium(['import', '--token', 'wrong-wrong-wrong-wrong-wrong', 'penates'], {
      ATRIUM_URL: server.url,
    })
    expect(other).toMatchObject({ code: 1, err: expect.stringContaining('Valid API key required') })
  } finally {
    await rm(home, { recursive: true, force: true })
  }
})
