import { execFile } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { spawnServer } from '@atrium/server/testing'
import { afterAll, beforeAll, expect, inject, type TestContext, test } from 'vitest'
import { chromium, edgeDate, edgeRuntime, type NodeMajor, nodeMajors, nodeOf } from './examples-programs.ts'
import {
  runInChromium,
  runOnEdge,
  runOnNode,
  type Said,
  startSite,
  writeRunner,
} from './examples-runtimes.ts'
import { env, here, packed, root, strangerFolder } from './pack.ts'

const run = promisify(execFile)

/** What each example has to say. `folder` and `webhooks` are of Node alone. */
const expected: Record<string, (RegExp | string)[]> = {
  approvals: ['allow', 'deny', /hello/, 'You said: blue'],
  board: ['the card is in review', 'the agent says: It is dark now.'],
  chat: ['word1 ', '2 messages in', 'word1 word2'],
  chats: [
    'found on the way: When do I plant roses?',
    /^\d+ chats$/m,
    'found by search: When do I plant beans?',
    'a page of 2',
  ],
  dashboard: [/^\d+ chats, \d+ terminals$/m, 'chat is ', /^session-ended: cc-build-/m],
  files: ['beans.png: 2000000 bytes, 100 %', 'diary.md changed', 'Planted beans.'],
  folder: [/^notes\.zip: \d{3} bytes$/m],
  resume: [
    /^read so far: word1/m,
    `nothing twice, nothing missing: ${Array.from({ length: 12 }, (_, at) => `word${at + 1}`).join(' ')}`,
  ],
  terminal: ['the answer is 42', 'exited with status 3'],
  webhooks: ['refused: headers', 'run.completed came, signed'],
}

/** In the place of Claude: does what it was asked to, and reports as an agent does. */
const agent = `const [card] = process.argv.at(-1).match(/board\\/cards\\/[0-9a-f-]+/)
fetch(process.env.ATRIUM_URL + '/api/' + card, {
  method: 'PATCH',
  headers: { authorization: 'Bearer ' + process.env.ATRIUM_TOKEN, 'content-type': 'application/json' },
  body: JSON.stringify({ stage: 'review', implementSummary: 'It is dark now.' }),
})
setInterval(() => {}, 60_000)
`

let names: string[] = []
let portable: string[] = []
let scratch = ''
let folder = ''
let out = ''
let dist = ''
let server: Awaited<ReturnType<typeof spawnServer>> | undefined
let site: Awaited<ReturnType<typeof startSite>> | undefined
const ports = new Map<NodeMajor, number>()

const hub = () => {
  if (!server) throw new Error('The hub is not there yet')
  return { url: server.url, token: server.token }
}

/** What runs the examples, or why it is not here. All of it is there before anything runs: fetching takes what running needs. */
const programs = {
  ...(Object.fromEntries(nodeMajors.map((major) => [major, found(() => nodeOf(major))])) as Record<
    NodeMajor,
    Promise<string | Error>
  >),
  chromium: found(chromium),
  edge: found(edgeRuntime),
}
async function found(program: () => Promise<string | undefined>): Promise<string | Error> {
  try {
    return (await program()) ?? new Error('This runtime is not here')
  } catch (error) {
    return error as Error
  }
}
beforeAll(() => Promise.all(Object.values(programs)), 400_000)

beforeAll(async () => {
  const source = join(here, 'examples')
  names = (await readdir(source)).map((name) => name.replace(/\.ts$/, '')).sort()
  const texts = await Promise.all(names.map((name) => readFile(join(source, `${name}.ts`), 'utf8')))
  portable = names.filter((_, at) => !texts[at]?.includes(`from 'node:`))
  folder = await strangerFolder(await packed(inject('packFolder')), ['ws', '@types/node'])
  dist = join(folder, 'node_modules/@atrium/sdk/dist')
  out = join(folder, 'out')
  for (const [at, name] of names.entries()) await writeFile(join(folder, `${name}.ts`), texts[at] ?? '')
  await compile()
  await writeRunner(out)

  scratch = await mkdtemp(join(tmpdir(), 'atrium-examples-'))
  const bin = join(scratch, 'bin')
  await mkdir(bin)
  await writeFile(join(bin, 'agent.mjs'), agent)
  await writeFile(join(bin, 'claude'), `#!/bin/sh\nexec '${process.execPath}' '${bin}/agent.mjs' "$@"\n`)
  await chmod(join(bin, 'claude'), 0o755)
  await mkdir(join(scratch, 'shop'))
  for (const major of nodeMajors) ports.set(major, await freePort())
  site = await startSite(out, dist, portable, hub)
  // All that somebody has to set who runs these examples: the site that calls, the receivers that are called.
  server = await spawnServer({
    PATH: `${bin}:${env['PATH']}`,
    HOME: scratch,
    SHELL: '/bin/sh',
    ATRIUM_BROWSE_ROOTS: scratch,
    ATRIUM_CLAUDE_PATH: '/nowhere/claude',
    ATRIUM_ALLOWED_ORIGINS: site.origin,
    ATRIUM_WEBHOOK_HOSTS: [...ports.values()].map((port) => `127.0.0.1:${port}`).join(','),
  })
  const made = await server.rest('POST', '/api/projects', {
    displayName: 'Shop',
    path: join(scratch, 'shop'),
  })
  expect(made.status).toBe(201)
}, 120_000)

afterAll(async () => {
  await server?.kill('SIGTERM')
  await server?.[Symbol.asyncDispose]()
  site?.[Symbol.dispose]()
  for (const place of [scratch, folder]) if (place) await rm(place, { recursive: true, force: true })
}, 60_000)

/** Strictly, against the packed types; what is portable without any type of Node. */
async function compile(): Promise<void> {
  const options = {
    target: 'es2022',
    module: 'nodenext',
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    outDir: 'out',
  }
  const web = { ...options, lib: ['es2022', 'dom', 'dom.iterable', 'dom.asynciterable'], types: [] }
  const onNode = { ...options, lib: ['es2022'], types: ['node'] }
  const others = names.filter((name) => !portable.includes(name))
  for (const [kind, compilerOptions, some] of [
    ['web', web, portable],
    ['node', onNode, others],
  ] as const) {
    const config = join(folder, `tsconfig.${kind}.json`)
    await writeFile(config, JSON.stringify({ compilerOptions, files: some.map((name) => `${name}.ts`) }))
    await run(process.execPath, [join(here, 'node_modules/typescript/bin/tsc'), '-p', config]).catch(
      ({ stdout }: { stdout: string }) => expect(stdout).toBe(''),
    )
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => probe.once('listening', resolve))
  const address = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}

/** A runtime, or a skip that says why it is not here; in CI it must be. */
async function present(context: TestContext, name: keyof typeof programs): Promise<string> {
  const program = await programs[name]
  if (typeof program === 'string') return program
  if (env['CI']) throw program
  return context.skip('this runtime is neither here nor could it be fetched')
}

function checkSaid(said: Said, which: readonly string[]): void {
  expect(Object.keys(said).sort()).toEqual(which)
  for (const [name, lines] of Object.entries(said)) {
    const text = lines.join('\n')
    const failed = lines.find((line) => line.startsWith('failed: '))
    if (failed !== undefined) throw new Error(`${name} ${failed}\nIt said:\n${text}`)
    for (const words of expected[name] ?? [])
      if (typeof words === 'string' ? !text.includes(words) : !words.test(text))
        throw new Error(`${name} did not say ${String(words)}. It said:\n${text}`)
  }
}

for (const major of nodeMajors)
  test.concurrent(`the examples run on Node ${major}`, { timeout: 180_000 }, async (context) => {
    const node = await present(context, major)
    const port = ports.get(major) ?? 0
    checkSaid(await runOnNode(node, out, names, hub(), port), names)
    const archive = await readFile(join(out, `folder-${port}`, 'notes.zip'), 'latin1')
    expect(archive).toMatch(/^PK[\s\S]*beans\.md[\s\S]*roses\.md/)
  })

test.concurrent('the portable examples run in Chromium, on a page of another site with a strict policy', {
  timeout: 180_000,
}, async (context) => {
  const program = await present(context, 'chromium')
  if (!site) throw new Error('The site is not there')
  checkSaid(await runInChromium(program, join(scratch, 'profile'), site), portable)
})

test.concurrent('the portable examples run in a Worker at the edge, where nothing is of Node', {
  timeout: 180_000,
}, async (context) => {
  const program = await present(context, 'edge')
  const { said, globals, agent } = await runOnEdge(program, out, dist, portable, hub(), edgeDate)
  expect(globals).toEqual([])
  expect(agent).toBe('Cloudflare-Workers')
  checkSaid(said, portable)
})

test('there are ten of them, most of them portable, each short and with one import of the package', async () => {
  expect(names).toEqual(Object.keys(expected))
  expect(names).toHaveLength(10)
  expect(portable.length).toBeGreaterThanOrEqual(8)
  for (const name of names) {
    const text = await readFile(join(here, 'examples', `${name}.ts`), 'utf8')
    expect(text.split('\n').length, name).toBeLessThan(60)
    expect(text, name).toMatch(/^\/\/ [A-Z].*\.\n/)
    const imported = [...text.matchAll(/from '([^']+)'/g)].map(([, from]) => from)
    expect(
      imported.filter((from) => !from?.startsWith('node:')),
      name,
    ).toEqual(['@atrium/sdk'])
  }
})

test('the list of the documentation is the folder', async () => {
  const text = await readFile(join(root, 'docs/sdk/examples.md'), 'utf8')
  const rows = [...text.matchAll(/^\| \[(\w+)\.ts\]\((\S+)\) \| .+ \| (.+) \|$/gm)]
  expect(rows.map(([, name]) => name).sort()).toEqual(names)
  for (const [, name = '', path, where] of rows) {
    expect(path).toBe(`../../packages/sdk/examples/${name}.ts`)
    expect(where, name).toBe(portable.includes(name) ? 'Node, browser, edge' : 'Node')
  }
})
