import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import vm from 'node:vm'
import { createTestApp } from '@atrium/server/testing'
import { rolldown } from 'rolldown'
import { afterAll, beforeAll, expect, inject, onTestFinished, test, vi } from 'vitest'
import { nodesHere } from './examples-programs.ts'
import { env, here, packed, root, strangerFolder } from './pack.ts'
import { zip } from './zip.ts'

const run = promisify(execFile)
const bin = (name: string) => join(here, 'node_modules/.bin', name)

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

beforeAll(async () => {
  tarball = await packed(inject('packFolder'))
  folder = await strangerFolder(tarball, ['ws', '@trpc/client', '@trpc/server', '@types/node', '@types/ws'])
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

const blocksOf = (text: string, language: string) =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))].map(([, code]) => code ?? '')
const blocks = (language: string) => blocksOf(readme, language)

/** Examples of the guides, by the name of the file they are written to. */
async function guides(): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  const docs = join(root, 'docs/sdk')
  for (const name of (await readdir(docs)).filter((each) => each.endsWith('.md')).sort())
    for (const [i, code] of blocksOf(await readFile(join(docs, name), 'utf8'), 'ts').entries())
      found.set(`guide-${name.slice(0, -'.md'.length)}-${i + 1}`, code)
  return found
}

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
    expect(text.length, name).toBeLessThan(600_000)
  }
})

test('every example of the README and the guides compiles, strictly, against the packed types', async () => {
  const examples = await guides()
  for (const [name, code] of examples) await writeFile(join(folder, `${name}.ts`), code)
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
  const check = async (compiler: 'typescript' | 'typescript-5', config: object) => {
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config))
    await run(process.execPath, [join(here, 'node_modules', compiler, 'bin/tsc'), '-p', folder]).catch(
      ({ stdout }: { stdout: string }) => expect(`${compiler}: ${stdout}`).toBe(''),
    )
  }
  // tRPC's own declarations do not stand up to a check without the DOM; ours do.
  const at = blocks('ts').findIndex((code) => code.includes('@trpc') || code.includes('/trpc'))
  const trpc = `example-${at}.ts`
  const strictly = { compilerOptions: { ...options, noEmit: true }, include: ['*.ts'], exclude: [trpc] }
  const withTrpc = { ...options, skipLibCheck: true }
  await check('typescript', strictly)
  await check('typescript', { compilerOptions: withTrpc, include: ['*.ts'] })
  // The compiler that most people still have; it takes several times as long.
  await check('typescript-5', strictly)
  await check('typescript-5', { compilerOptions: { ...withTrpc, noEmit: true }, files: [trpc] })
  expect(await readdir(join(folder, 'out'))).toHaveLength(blocks('ts').length + examples.size)
}, 60_000)

test('every example of the README runs against a real hub, on every Node that is here', async () => {
  const needsSocket = (code: string) => /terminal\.attach|notifications\(/.test(code)
  for (const node of await nodesHere()) {
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

test('every example of the guides runs against a real hub, on every Node that is here', async () => {
  onTestFinished(() => void vi.unstubAllEnvs())
  const names = [...(await guides()).keys()]
  expect(names.length).toBeGreaterThan(20)
  // One process for all of them: starting one costs more than most of them take.
  await writeFile(
    join(folder, 'guides.mjs'),
    `for (const name of ${JSON.stringify(names)}) {\n  console.log('# ' + name)\n  await import('./out/' + name + '.js')\n}\nconsole.log('# all')\nprocess.exit()\n`,
  )
  for (const node of await nodesHere()) {
    // Sessions begin in the home of the person, and the guides upload into one.
    vi.stubEnv('HOME', await mkdtemp(join(folder, 'home-')))
    await using app = await createTestApp()
    const { stdout } = await run(
      node,
      ['--import', join(folder, 'websocket.mjs'), join(folder, 'guides.mjs')],
      {
        cwd: folder,
        env: { ...env, ATRIUM_URL: app.url, ATRIUM_TOKEN: app.token },
        timeout: 60_000,
      },
    )
    expect(stdout).toContain('# all')
    for (const said of [
      'word1 word2',
      "reason: 'exited', exitCode: 3",
      'rows.csv 6 0\n1\n2\n',
      'the same file, goes on: three',
      'that was long enough',
      'body.label',
      'go on from true',
      '# guide-webhooks-1\n400\n',
    ])
      expect(stdout).toContain(said)
  }
}, 180_000)

test('CommonJS works as the README says', async () => {
  const [code = ''] = blocks('js')
  await writeFile(join(folder, 'common.cjs'), code)
  await using app = await createTestApp()
  for (const node of await nodesHere()) {
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
