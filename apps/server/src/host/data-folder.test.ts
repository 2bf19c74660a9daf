import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmod,
  chown,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openDataFolder, runningOn } from './data-folder.ts'
import { readOwnerToken, replaceOwnerToken } from './owner-token.ts'

async function folder(): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'atrium-folder-'))
  onTestFinished(() => rm(root, { recursive: true, force: true }))
  return join(root, 'home')
}

/** Runs code beside the product's modules in a process of its own; gives its exit code and output. */
function run(code: string): {
  child: ReturnType<typeof spawn>
  done: Promise<{ code: number | null; out: string }>
} {
  const child = spawn(process.execPath, ['--input-type=module-typescript', '-e', code], {
    cwd: import.meta.dirname,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let out = ''
  child.stdout?.on('data', (chunk: Buffer) => (out += chunk.toString()))
  child.stderr?.on('data', (chunk: Buffer) => (out += chunk.toString()))
  return { child, done: once(child, 'exit').then(([status]) => ({ code: status as number | null, out })) }
}

const holder = (home: string, then: string) => `
  import { openDataFolder } from ${JSON.stringify(join(import.meta.dirname, 'data-folder.ts'))}
  try { const folder = await openDataFolder(${JSON.stringify(home)}); console.log('lives'); ${then} }
  catch (error) { console.log(error.message); process.exitCode = error.exitCode }`

test('P43 the folder and the token are the owner’s alone, and the token stays the same', async () => {
  const home = await folder()
  await using stack = new AsyncDisposableStack()
  const opened = await openDataFolder(home)
  stack.defer(() => opened.release())
  const token = await readOwnerToken(home)
  expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/)
  expect(await readOwnerToken(home)).toBe(token)
  expect((await stat(home)).mode & 0o777).toBe(0o700)
  expect((await stat(join(home, 'token'))).mode & 0o777).toBe(0o600)
  expect(await replaceOwnerToken(home)).not.toBe(token)
})

test.each([0o644, 0o666, 0o640])('P43 a token of mode %o is closed to others', async (mode) => {
  const home = await folder()
  await mkdir(home)
  await writeFile(join(home, 'token'), 'Zq4vT-9mKx_2LwRb7NcYpE0\n')
  await chmod(join(home, 'token'), mode)
  expect(await readOwnerToken(home)).toBe('Zq4vT-9mKx_2LwRb7NcYpE0')
  expect((await stat(join(home, 'token'))).mode & 0o777).toBe(0o600)
})

test('P43 a folder that is open to others is closed', async () => {
  const home = await folder()
  await mkdir(home)
  await chmod(home, 0o755)
  const opened = await openDataFolder(home)
  await opened.release()
  expect((await stat(home)).mode & 0o777).toBe(0o700)
})

test.runIf(process.getuid?.() === 0)('P43 a token of somebody else stops the start', async () => {
  const home = await folder()
  await mkdir(home)
  await writeFile(join(home, 'token'), 'Zq4vT-9mKx_2LwRb7NcYpE0\n', { mode: 0o644 })
  await chown(join(home, 'token'), 65_534, 65_534)
  await expect(readOwnerToken(home)).rejects.toMatchObject({
    exitCode: 78,
    message: expect.stringContaining('is readable by other users'),
  })
})

test('P43 a link, a folder or rubbish in place of the token stops the start', async () => {
  const home = await folder()
  await mkdir(home)
  const file = join(home, 'token')
  await writeFile(join(home, 'real'), 'Zq4vT-9mKx_2LwRb7NcYpE0\n')
  await symlink(join(home, 'real'), file)
  await expect(readOwnerToken(home)).rejects.toMatchObject({ exitCode: 78, message: `${file} is a link` })
  await rm(file)
  await mkdir(file)
  await expect(readOwnerToken(home)).rejects.toMatchObject({ exitCode: 78 })
  await rm(file, { recursive: true })
  await writeFile(file, '')
  await expect(readOwnerToken(home)).rejects.toMatchObject({ exitCode: 78 })
  expect(await readFile(file, 'utf8')).toBe('')
})

test('P2 a token out of our documents is not taken from the file either', async () => {
  const home = await folder()
  await mkdir(home)
  await writeFile(join(home, 'token'), 'change-me-change-me-change-me\n', { mode: 0o600 })
  await expect(readOwnerToken(home)).rejects.toMatchObject({
    exitCode: 78,
    message: expect.stringContaining('from our documents'),
  })
})

test('P57 a second server on the same folder is refused and told the process', async () => {
  const home = await folder()
  const opened = await openDataFolder(home)
  await opened.announce('http://127.0.0.1:3333')
  expect(await runningOn(home)).toEqual({ pid: process.pid, url: 'http://127.0.0.1:3333' })
  await expect(openDataFolder(home)).rejects.toMatchObject({
    exitCode: 75,
    message: `Data folder is in use by process ${process.pid}: ${home}`,
  })
  const { code, out } = await run(holder(home, '')).done
  expect([code, out.trim()]).toEqual([75, `Data folder is in use by process ${process.pid}: ${home}`])
  await opened.release()
  expect(await runningOn(home)).toBeNull()
  await (await openDataFolder(home)).release()
})

test('P57 the lock of a process that was killed is free', async () => {
  const home = await folder()
  const { child, done } = run(holder(home, 'setInterval(() => {}, 1000)'))
  await once(child.stdout ?? child, 'data')
  await expect(openDataFolder(home)).rejects.toMatchObject({ exitCode: 75 })
  child.kill('SIGKILL')
  await done
  expect(await runningOn(home)).toBeNull()
  await (await openDataFolder(home)).release()
})

test('P57 of two that start at the same moment exactly one lives, again and again', {
  timeout: 120_000,
}, async () => {
  const home = await folder()
  const rounds = Number(process.env['ROUNDS'] ?? 30)
  const contender = `
    import { openDataFolder } from ${JSON.stringify(join(import.meta.dirname, 'data-folder.ts'))}
    import { createInterface } from 'node:readline'
    for await (const line of createInterface({ input: process.stdin })) {
      let folder
      try { folder = await openDataFolder(${JSON.stringify(home)} + line) } catch {}
      console.log(folder ? 'lives' : 'refused')
    }`
  const start = () =>
    spawn(process.execPath, ['--input-type=module-typescript', '-e', contender], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
  const pair = [start(), start()]
  for (let round = 0; round < rounds; round++) {
    const answers = pair.map(async (child) => String((await once(child.stdout, 'data'))[0]).trim())
    for (const child of pair) child.stdin.write(`${round}\n`)
    expect((await Promise.all(answers)).toSorted()).toEqual(['lives', 'refused'])
  }
  for (const child of pair) child.kill('SIGKILL')
})

test('P42 a token that cannot be put in its place is not left beside it', async () => {
  const home = await folder()
  await mkdir(join(home, 'token', 'in the way'), { recursive: true })
  await expect(replaceOwnerToken(home)).rejects.toThrow()
  expect(await readdir(home)).toEqual(['token'])
})
