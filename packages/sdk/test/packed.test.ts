import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import vm from 'node:vm'
import { createTestApp } from '@atrium/server/testing'
import { rolldown } from 'rolldown'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { zip } from './zip.ts'

const run = promisify(execFile)
const here = fileURLToPath(new URL('..', import.meta.url))
const root = join(here, '../..')
const bin = (name: string) => join(here, 'node_modules/.bin', name)
// What a package manager set for this workspace must not reach the stranger's folder.
const { npm_config_prefix: _, NODE_PATH: __, ...env } = process.env

const said = { created_at: '2025-01-02T03:04:05Z' }
const conversation = {
  uuid: 'c1',
  name: 'Trip',
  ...said,
  updated_at: '2025-01-03T00:00:00Z',
  chat_messages: [
    { uuid: 'm1', sender: 'human', text: 'Where to?', ...said },
    { uuid: 'm2', sender: 'assistant', text: 'To the sea.', ...said },
  ],
}

let folder = ''
let tarball = ''
let readme = ''

/** An empty folder with the packed package installed in it, and nothing of this workspace but what is named. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atrium-sdk-'))
  await run(bin('tsdown'), [], { cwd: here, env })
  const { packageManager } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
    packageManager: string
  }
  await run('npx', ['--prefer-offline', '-y', packageManager, 'pack', '--pack-destination', folder], {
    cwd: here,
    env,
  })
  tarball = join(folder, (await readdir(folder)).find((name) => name.endsWith('.tgz')) ?? '')
  await writeFile(join(folder, 'package.json'), '{ "name": "stranger", "private": true, "type": "module" }')
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', tarball], { cwd: folder, env })
  for (const name of ['ws', '@trpc/client', '@trpc/server', '@types/node', '@types/ws']) {
    const place = join(folder, 'node_modules', name)
    await mkdir(dirname(place), { recursive: true })
    await symlink(join(here, 'node_modules', name), place)
  }
  // What the examples upload.
  await writeFile(join(folder, 'conversations.json'), JSON.stringify([conversation]))
  await writeFile(
    join(folder, 'letters.skill'),
    zip({
      'letters/SKILL.md': '---\nname: letters\ndescription: How letters are written.\n---\nBe brief.\n',
    }),
  )
  await writeFile(
    join(folder, 'websocket.mjs'),
    `import { WebSocket } from 'ws'\nglobalThis.WebSocket ??= WebSocket\n`,
  )
  readme = await readFile(join(folder, 'node_modules/@atrium/sdk/README.md'), 'utf8')
}, 120_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

/** The Nodes of this machine: the one that runs this test, and the host's own where it is another. */
async function nodes(): Promise<string[]> {
  const host = (env['PATH'] ?? '')
    .split(delimiter)
    .filter((path) => !path.includes('node_modules'))
    .map((path) => join(path, 'node'))
    .find((path) => existsSync(path))
  if (!host) return [process.execPath]
  const { stdout } = await run(host, ['--version'])
  const major = Number(/^v(\d+)/.exec(stdout)?.[1])
  return major >= 20 && stdout.trim() !== process.version ? [process.execPath, host] : [process.execPath]
}

const blocks = (language: string) =>
  [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(([, code]) => code ?? '')

test('the package holds what is published and nothing else', async () => {
  const { stdout } = await run('tar', ['-tzf', tarball])
  const files = stdout.trim().split('\n')
  expect(files.filter((name) => !name.startsWith('package/dist/')).sort()).toEqual([
    'package/LICENSE',
    'package/README.md',
    'package/package.json',
  ])
  const manifest = await readFile(join(folder, 'node_modules/@atrium/sdk/package.json'), 'utf8')
  expect(manifest).not.toMatch(/workspace:|catalog:|\.\/src\//)
  expect(JSON.parse(manifest)).not.toHaveProperty('dependencies')
})

test('publint, attw and the size limit are content', async () => {
  await run(bin('publint'), [tarball, '--strict'], { cwd: here, env })
  // TypeScript's oldest resolution knows no sub-paths; TypeScript 7 has dropped it.
  await run(bin('attw'), [tarball, '--profile', 'node16'], { cwd: here, env })
  await run(bin('size-limit'), [], { cwd: here, env })
}, 60_000)

test('the declarations are small and carry nothing of zod or of the hub', async () => {
  const dist = join(folder, 'node_modules/@atrium/sdk/dist')
  for (const name of (await readdir(dist)).filter((file) => /\.d\.c?ts$/.test(file))) {
    const text = await readFile(join(dist, name), 'utf8')
    expect(text, name).not.toMatch(/from ["'](zod|@atrium|node:)/)
    expect(text.length, name).toBeLessThan(400_000)
  }
})

test('the examples are those of the README', async () => {
  for (const name of ['chat', 'terminal'])
    expect(blocks('ts')).toContain(await readFile(join(here, `examples/${name}.ts`), 'utf8'))
})

test('every example of the README compiles, strictly, against the packed types', async () => {
  for (const [i, code] of blocks('ts').entries()) await writeFile(join(folder, `example-${i}.ts`), code)
  const options = {
    target: 'es2022',
    module: 'nodenext',
    strict: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: false,
    types: ['node'],
    lib: ['es2022'],
    outDir: 'out',
  }
  const check = async (compilerOptions: object, exclude: string[]) => {
    await writeFile(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions, include: ['*.ts'], exclude }),
    )
    // The compiler of this workspace, and the one that most people still have.
    for (const compiler of ['typescript', 'typescript-5'])
      await run(process.execPath, [join(here, 'node_modules', compiler, 'bin/tsc'), '-p', folder]).catch(
        ({ stdout }: { stdout: string }) => expect(`${compiler}: ${stdout}`).toBe(''),
      )
  }
  // tRPC's own declarations do not stand up to a check without the DOM; ours do.
  const trpc = blocks('ts').findIndex((code) => code.includes('@trpc') || code.includes('/trpc'))
  await check({ ...options, noEmit: true }, [`example-${trpc}.ts`])
  await check({ ...options, skipLibCheck: true }, [])
  expect(await readdir(join(folder, 'out'))).toHaveLength(blocks('ts').length)
}, 60_000)

test('every example of the README runs against a real hub, on every Node that is here', async () => {
  const needsSocket = (code: string) => code.includes('terminal.attach')
  for (const node of await nodes()) {
    await using app = await createTestApp()
    const outputs: string[] = []
    for (const [i, code] of blocks('ts').entries()) {
      if (needsSocket(code)) await app.rest('DELETE', '/api/sessions/cc-demo')
      // An old Node has no WebSocket: the README says to bring one.
      const flags = needsSocket(code) ? ['--import', join(folder, 'websocket.mjs')] : []
      const { stdout } = await run(node, [...flags, join(folder, `out/example-${i}.js`)], {
        cwd: folder,
        env: { ...env, ATRIUM_URL: app.url, ATRIUM_TOKEN: app.token },
        timeout: 30_000,
      })
      outputs.push(stdout)
    }
    const all = outputs.join('\n')
    expect(all).toContain('word1 word2')
    expect(all).toContain('2 messages')
    expect(all).toContain('allow')
    expect(all).toContain('the answer is 42')
    expect(all).toContain("reason: 'exited'")
    expect(all).toContain('404 not_found')
    expect(all).toContain('ok 0')
    expect(all).toContain('somebody else wrote # A better idea')
    expect(all).toContain('1 pushed, 0 kept twice')
    expect(all).toMatch(/^result \d+ of \d+ bytes, 1 chats$/m)
    expect(all).toContain('letters is there: How letters are written.')
  }
}, 180_000)

test('CommonJS works as the README says', async () => {
  const [code = ''] = blocks('js')
  await writeFile(join(folder, 'common.cjs'), code)
  for (const node of await nodes()) {
    await using app = await createTestApp()
    const { stdout } = await run(node, [join(folder, 'common.cjs')], {
      cwd: folder,
      env: { ...env, ATRIUM_URL: app.url, ATRIUM_TOKEN: app.token },
    })
    expect(stdout).toBe('ok\n')
  }
}, 60_000)

test('the entry for modules is there, in both forms, and its types say what a module may have', async () => {
  await writeFile(
    join(folder, 'greeter.ts'),
    `import { defineModule } from '@atrium/sdk/module'
    export default defineModule({
      routes: [{ method: 'GET', path: '/hello', summary: 'Greet', handler: () => ({ hello: 'world' }) }],
    })
    // @ts-expect-error: a route has a path
    defineModule({ routes: [{ method: 'GET', summary: 'Nowhere', handler: () => null }] })`,
  )
  await writeFile(
    join(folder, 'module.cjs'),
    `const { defineModule } = require('@atrium/sdk/module')\nconsole.log(defineModule({ routes: [] }).routes.length)`,
  )
  const tsc = join(here, 'node_modules/typescript/bin/tsc')
  await run(
    process.execPath,
    [
      tsc,
      ...'--noEmit --strict --ignoreConfig --target es2022 --module nodenext --types node greeter.ts'.split(
        ' ',
      ),
    ],
    { cwd: folder },
  ).catch(({ stdout }: { stdout: string }) => expect(stdout).toBe(''))
  await rm(join(folder, 'greeter.ts'))
  const { stdout } = await run(process.execPath, [join(folder, 'module.cjs')], { cwd: folder })
  expect(stdout).toBe('0\n')
}, 60_000)

test('bundled for a page it needs nothing that only Node has', async () => {
  await using app = await createTestApp()
  await writeFile(
    join(folder, 'page.mjs'),
    `import { createClient } from '@atrium/sdk'
    globalThis.answer = createClient({ token: globalThis.token }).chat.send({ message: '/slow 3', runner: 'guide' }).text()`,
  )
  const bundle = await rolldown({ input: join(folder, 'page.mjs'), platform: 'browser', cwd: folder })
  const { output } = await bundle.generate({ format: 'iife', minify: true })
  const { URLSearchParams, Headers, TextDecoder, AbortController, crypto, setTimeout, clearTimeout } =
    globalThis
  const page = vm.createContext({
    URLSearchParams,
    Headers,
    TextDecoder,
    AbortController,
    crypto,
    setTimeout,
    clearTimeout,
    Uint8Array,
    fetch: (url: string, init: RequestInit) => fetch(url, init),
    location: { origin: app.url },
    token: app.token,
  })
  vm.runInContext(output[0].code, page)
  expect(await (page as unknown as { answer: Promise<string> }).answer).toBe('word1 word2 word3')
})
