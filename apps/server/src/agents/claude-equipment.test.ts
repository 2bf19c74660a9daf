import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { claudePath, openLab, withClaude } from '../../test/claude-lab.ts'
import { exec } from '../host/exec.ts'
import { forVersion } from './claude-equipment.ts'
import { type Equipment, type HubTool, noEquipment } from './runner.ts'

const script = fileURLToPath(new URL('./fixtures/stdio-server.mjs', import.meta.url))

const add: HubTool = {
  name: 'add',
  description: 'Adds what it is given',
  inputSchema: { type: 'object', properties: { a: { type: 'number' } }, required: ['a'] },
  run: async ({ a }) => {
    if (a === 0) throw new Error('nothing to add')
    return `sum ${String(a)}`
  },
}

const given = (equipment: Partial<Equipment>): { equipment: Equipment } => ({
  equipment: { ...noEquipment, fingerprint: 'x', ...equipment },
})

/** A folder with one skill, as Claude Code plugins have them. */
async function makePlugin(folder: string): Promise<string> {
  await mkdir(join(folder, '.claude-plugin'), { recursive: true })
  await writeFile(join(folder, '.claude-plugin/plugin.json'), '{"name":"vault-skills","version":"1.0.0"}')
  await mkdir(join(folder, 'skills/pruning'), { recursive: true })
  await writeFile(
    join(folder, 'skills/pruning/SKILL.md'),
    '---\nname: pruning\ndescription: How to prune a plum tree\n---\n\nCut in winter: canary-skill.\n',
  )
  return folder
}

withClaude(
  'a tool server, a tool of the hub, a skill and a subagent are there in the first turn, and each asks',
  async () => {
    await using lab = await openLab()
    const chat = await lab.open(
      given({
        mcpServers: {
          fixture: { type: 'stdio', command: process.execPath, args: [script], env: { OWN: 'mine' } },
        },
        hubTools: { brain: [add] },
        plugins: [await makePlugin(join(lab.root, 'plugin'))],
        subagents: {
          gardener: { description: 'Knows trees', prompt: 'You are the gardener: canary-agent.' },
        },
      }),
    )
    await chat.turn(
      '[[tool:mcp__brain__add {"a":2}]] [[tool:mcp__brain__add {"a":0}]] [[tool:mcp__fixture__where {}]]',
    )
    expect(chat.of('permission').map(({ toolName }) => toolName)).toEqual([
      'mcp__brain__add',
      'mcp__brain__add',
      'mcp__fixture__where',
    ])
    const [sum, nothing, where] = chat.of('tool_result')
    expect(sum).toMatchObject({ result: 'sum 2', isError: false })
    expect(nothing).toMatchObject({ result: expect.stringContaining('nothing to add'), isError: true })
    expect(where?.result).toContain('"OWN":"mine"')
    // What the agent signs in with is not the servers' business.
    expect(where?.result).not.toContain('sk-ant-test-canary')
    expect(chat.of('warning')).toEqual([])
    expect(chat.of('init')[0]?.tools).toEqual(
      expect.arrayContaining(['mcp__brain__add', 'mcp__fixture__where']),
    )
    const sent = lab.sent()
    for (const part of [
      'mcp__brain__add',
      'mcp__fixture__where',
      'pruning',
      'How to prune',
      'gardener',
      'Knows trees',
    ])
      expect(sent, part).toContain(part)
    await chat.turn('[[tool:Skill {"skill":"vault-skills:pruning"}]]')
    expect(lab.sent()).toContain('canary-skill')
  },
)

withClaude(
  'a tool server that does not start is named with its cause, no secret of it, and the turn goes on',
  async () => {
    await using lab = await openLab()
    const chat = await lab.open(
      given({
        mcpServers: {
          gone: { type: 'stdio', command: '/nowhere/canary-value', args: [], env: { KEY: 'canary-value' } },
          silent: {
            type: 'http',
            url: 'http://127.0.0.1:1/mcp',
            headers: { authorization: 'Bearer canary-header' },
          },
        },
      }),
    )
    expect(await chat.turn('hello')).toMatchObject({ outcome: 'completed' })
    const warnings = chat.of('warning').map(({ message }) => message)
    expect(warnings).toEqual([
      expect.stringContaining("The tool server 'gone' is not there"),
      expect.stringContaining("The tool server 'silent' is not there"),
    ])
    expect(warnings.join()).not.toMatch(/canary/)
    // Said once for a session, before its first turn.
    await chat.turn('again')
    expect(chat.of('warning')).toHaveLength(2)
  },
)

withClaude(
  'P42 what a tool server is given stands on no command line',
  async () => {
    await using lab = await openLab()
    const env = { TOKEN: 'canary-on-command-line' }
    const chat = await lab.open(
      given({ mcpServers: { fixture: { type: 'stdio', command: process.execPath, args: [script], env } } }),
    )
    await chat.turn('hello')
    const lines = await Promise.all(
      (await readdir('/proc'))
        .filter((name) => /^\d+$/.test(name))
        .map((pid) => readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
    )
    expect(lines.filter((line) => line.includes('stdio-server.mjs')).length).toBeGreaterThan(0)
    expect(lines.filter((line) => line.includes('canary-on-command-line'))).toEqual([])
  },
  60_000,
  { processes: true },
)

withClaude(
  'P27 the tool servers of a session end with it, also those that do not want to',
  async () => {
    await using lab = await openLab()
    const stubborn = `process.on('SIGTERM', () => {}); process.on('SIGHUP', () => {}); import(${JSON.stringify(script)})`
    const server = { type: 'stdio' as const, command: process.execPath, args: ['-e', stubborn] }
    const chat = await lab.open(given({ mcpServers: { stays: { ...server, env: { MARK: lab.root } } } }))
    await chat.turn('[[tool:mcp__stays__where {}]]')
    expect(chat.of('tool_result')[0]?.isError).toBe(false)
    expect(await marked(lab.root)).toBeGreaterThan(0)
    await chat.session.close()
    expect(await marked(lab.root)).toBe(0)
  },
  60_000,
  { processes: true },
)

/** Processes with this mark in their environment. */
async function marked(mark: string): Promise<number> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const found = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '')))
  return found.filter((text) => text.includes(`MARK=${mark}`)).length
}

withClaude(
  'P40 servers that lie in a folder or in the settings of the agent itself are not started',
  async () => {
    await using lab = await openLab()
    const marker = join(lab.root, 'started')
    const mcpServers = { own: { command: '/bin/sh', args: ['-c', `touch ${marker}`] } }
    await writeFile(join(lab.root, 'home/.claude.json'), JSON.stringify({ mcpServers }))
    await writeFile(join(lab.folder, '.mcp.json'), JSON.stringify({ mcpServers }))
    const chat = await lab.open(given({ hubTools: { brain: [add] } }))
    await chat.turn('hello')
    await chat.turn('again')
    expect(await readdir(lab.root)).not.toContain('started')
  },
)

withClaude(
  'in a sandbox servers run inside, tools of the hub work, skills are read-only, and what cannot be there is named',
  async () => {
    await using lab = await openLab()
    await copyFile(script, join(lab.folder, 'server.mjs'))
    const plugin = await makePlugin(join(lab.root, 'plugin'))
    const chat = await lab.open({
      trustLevel: 'sandboxed',
      ...given({
        mcpServers: {
          inside: { type: 'stdio', command: 'node', args: ['server.mjs'], env: {} },
          net: { type: 'http', url: 'http://127.0.0.1:1/mcp', headers: {} },
          outside: { type: 'stdio', command: join(lab.root, 'home/tool'), args: [], env: {} },
        },
        hubTools: { brain: [add] },
        plugins: [plugin],
      }),
    })
    await chat.turn(
      '[[tool:mcp__inside__where {}]] [[tool:mcp__brain__add {"a":3}]] [[tool:Bash touch /atrium/plugins/0/x; ls /atrium/plugins/0/skills]]',
    )
    const [where, sum, listed] = chat.of('tool_result')
    expect(where?.result).toContain(`cwd=${lab.folder}`)
    expect(where?.result).not.toMatch(/sk-ant-test/)
    expect(sum?.result).toBe('sum 3')
    expect(listed?.result).toContain('pruning')
    expect(await readdir(plugin)).not.toContain('x')
    await chat.turn('[[tool:Skill {"skill":"vault-skills:pruning"}]]')
    expect(lab.sent()).toContain('canary-skill')
    expect(chat.of('warning').map(({ message }) => message)).toEqual([
      expect.stringMatching(/'net' .*no network/),
      expect.stringMatching(/'outside' .*not inside the sandbox/),
    ])
  },
  60_000,
  { sandbox: true },
)

withClaude("the person's own plugins are there, unless the workspace leaves them out", async () => {
  await using lab = await openLab()
  const market = join(lab.root, 'market')
  await mkdir(join(market, '.claude-plugin'), { recursive: true })
  const listed = { name: 'own', owner: { name: 'me' }, plugins: [{ name: 'vault-skills', source: './one' }] }
  await writeFile(join(market, '.claude-plugin/marketplace.json'), JSON.stringify(listed))
  await makePlugin(join(market, 'one'))
  for (const args of [
    ['marketplace', 'add', market],
    ['install', 'vault-skills@own'],
  ])
    await exec(claudePath(), ['plugin', ...args], {
      env: { PATH: process.env['PATH'], HOME: join(lab.root, 'home') },
    })
  for (const ownPlugins of [true, false]) {
    const chat = await lab.open(given({ ownPlugins }))
    await chat.turn('hello')
    expect(lab.sent().includes('How to prune'), String(ownPlugins)).toBe(ownPlugins)
    await chat.session.close()
  }
})

test('a program that would show secrets on its command line gets no servers', () => {
  const server = { type: 'stdio' as const, command: 'x', args: [], env: {} }
  const reachable = { servers: { one: server }, plugins: ['/p'], switchedOff: [], missing: [] }
  for (const version of [null, '2.1.197', '2.1.260', '1.9.999'])
    expect(forVersion(reachable, version)).toMatchObject({
      servers: {},
      plugins: ['/p'],
      missing: [{ server: 'one' }],
    })
  for (const version of ['2.1.261', '2.1.330', '2.2.0', '3.0.0-beta.1'])
    expect(forVersion(reachable, version)).toBe(reachable)
})
