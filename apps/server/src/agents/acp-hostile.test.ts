import { mkdir, mkdtemp, readFile, realpath, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openAcpLab, testAgent } from '../../test/acp-lab.ts'
import { createAcpAnswers } from './acp/answers.ts'
import { choicesOf } from './acp/choices.ts'
import { createAcpEvents } from './acp/events.ts'
import { createAcpFiles } from './acp/files.ts'
import { launchOpen } from './acp/launch.ts'
import { createAcpRequests } from './acp/requests.ts'
import { createAcpTerminals } from './acp/terminals.ts'
import { type NamedCall, namedCalls, newCall } from './acp/tools.ts'
import { type AgentEvent, type AgentSpec, noEquipment } from './runner.ts'

const quick = { greetMs: 20_000, openMs: 20_000, stopMs: 500 }

async function openFolders() {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'atrium-acp-files-')))
  const [folder, outside] = [join(root, 'work'), join(root, 'outside')]
  await mkdir(join(folder, 'notes'), { recursive: true })
  await mkdir(outside)
  await writeFile(join(folder, 'notes', 'a.txt'), 'inside')
  await writeFile(join(outside, 'a.txt'), 'canary-outside')
  return { root, folder, outside, [Symbol.asyncDispose]: () => rm(root, { recursive: true, force: true }) }
}

describe('P28 what was allowed is what is touched', () => {
  test('a folder that becomes a link to elsewhere after the question is neither read nor written', async () => {
    await using place = await openFolders()
    const { folder, outside } = place
    const notes = join(folder, 'notes')
    const asked: NamedCall[] = []
    const files = createAcpFiles({
      roots: [folder],
      room: () => Promise.resolve(),
      async allow(call) {
        asked.push(call)
        await rename(notes, join(folder, `old-${asked.length}`))
        await symlink(outside, notes)
      },
    })
    const path = join(notes, 'a.txt')
    await expect(files.read({ path })).rejects.toThrow()
    await rm(notes)
    await mkdir(notes)
    await expect(files.write({ path, content: 'x' })).rejects.toThrow()
    expect(asked.map(({ input }) => input['file_path'])).toEqual([path, path])
    expect(await readFile(join(outside, 'a.txt'), 'utf8')).toBe('canary-outside')
  })

  test('a call that a person has changed is not made as it was', async () => {
    await using lab = await openAcpLab()
    const agent = await lab.open()
    const path = join(lab.folder, 'changed.txt')
    const answer = () => ({
      kind: 'permission' as const,
      decision: 'allow' as const,
      input: { command: 'true' },
    })
    await agent.turn(`[[run touch ${path}]]`, answer)
    await agent.turn(`[[write ${path}|x]]`, answer)
    expect(await lab.notes('outcome')).toEqual([{ outcome: 'selected', optionId: 'no' }])
    await expect(readFile(path)).rejects.toThrow('ENOENT')
    expect(agent.of('warning')).toMatchObject([{ code: 'change_not_taken' }, { code: 'change_not_taken' }])
    // The same again is no change.
    await agent.turn('[[run true]]', (asked) => ({
      kind: 'permission',
      decision: 'allow',
      input: asked.input,
    }))
    expect((await lab.notes('outcome')).at(-1)).toEqual({ outcome: 'selected', optionId: 'once' })
  })

  test('after a stop nothing is carried out, whatever was allowed before', async () => {
    const stop = new AbortController()
    const folded = createAcpEvents({ folder: '/w' })
    folded.begin('m', 'default')
    const events: AgentEvent[] = []
    const requests = createAcpRequests((event) => events.push(event))
    const answers = createAcpAnswers({
      folded,
      requests,
      tell: () => undefined,
      warn: () => undefined,
      turn: () => stop.signal,
    })
    answers.begin()
    const content = [{ type: 'diff', path: '/w/a', oldText: '', newText: 'x' }]
    const options = [{ optionId: 'once', kind: 'allow_once' }]
    const asked = answers.permission(
      { toolCall: { toolCallId: '1', kind: 'edit', content }, options },
      stop.signal,
    )
    const [first] = events
    if (first?.type !== 'permission') throw new Error('not asked')
    requests.answer(first.requestId, { kind: 'permission', decision: 'allow' })
    await asked
    stop.abort()
    await expect(
      answers.allow({ name: 'Write', input: { file_path: '/w/a', content: 'x' } }),
    ).rejects.toThrow('Nothing runs')
  })
})

const terminalsWith = (more: Partial<Parameters<typeof createAcpTerminals>[0]> = {}) => {
  const asked: NamedCall[] = []
  const terminals = createAcpTerminals({
    folder: tmpdir(),
    async allow(call) {
      asked.push(call)
      return new AbortController().signal
    },
    launch: async (file, args, cwd) => ({ file, args, cwd, env: { PATH: process.env['PATH'] } }),
    ...more,
  })
  return { asked, terminals, [Symbol.asyncDispose]: () => terminals.close() }
}

describe('programs that an agent has the hub run', () => {
  test('P27 one that was allowed before a stop does not begin after it', async () => {
    const stop = new AbortController()
    let begun = false
    await using lab = terminalsWith({
      allow: () => Promise.resolve(stop.signal),
      launch: async (file, args, cwd) => {
        stop.abort()
        begun = true
        return { file, args, cwd, env: {} }
      },
    })
    await expect(lab.terminals.create({ command: 'sleep', args: ['60'] })).rejects.toThrow('stopped')
    expect(begun).toBe(true)
  })

  test('many asked for at once are no more than may be open', async () => {
    await using lab = terminalsWith()
    const all = Array.from({ length: 60 }, () => lab.terminals.create({ command: 'sleep', args: ['60'] }))
    const begun = (await Promise.allSettled(all)).filter(({ status }) => status === 'fulfilled')
    expect(begun).toHaveLength(16)
  })

  test('P37 what it sets in the environment is a part of the command that is judged and shown', async () => {
    await using lab = terminalsWith()
    const env = [
      { name: 'GIT_SSH_COMMAND', value: 'sh x' },
      { name: 'bad name', value: 'x' },
    ]
    await lab.terminals.create({ command: 'git', args: ['status'], env })
    expect(lab.asked).toEqual([{ name: 'Bash', input: { command: "GIT_SSH_COMMAND='sh x' git status" } }])
  })

  test('P47 a flood of output keeps its end', async () => {
    await using lab = terminalsWith()
    const script = 'for(let i=0;i<2000;i++)process.stdout.write("é".repeat(20000)+"\\n")'
    const { terminalId } = await lab.terminals.create({
      command: process.execPath,
      args: ['-e', script],
      outputByteLimit: 100_001,
    })
    await lab.terminals.waitForExit({ terminalId })
    const { output, truncated } = lab.terminals.output({ terminalId })
    expect(truncated).toBe(true)
    expect(Buffer.byteLength(output)).toBeLessThanOrEqual(100_001)
    expect(Buffer.byteLength(output)).toBeGreaterThan(99_990)
    expect(output).not.toContain('\uFFFD')
  })
})

test('P42 what an agent signs in with reaches neither its servers nor the programs it has the hub run, whatever its name', async () => {
  const agent = testAgent('/nowhere', '', {
    variables: ['TESTER_KEY', 'TESTER_LOGIN'],
    env: { MINE: 'canary-own', PATH: '/opt/mine/bin:/usr/bin' },
  })
  const spec: AgentSpec = {
    chatId: 'c',
    workingDirectory: tmpdir(),
    vault: tmpdir(),
    trustLevel: 'full',
    permissionMode: 'default',
    model: null,
    systemPrompt: null,
    appendPrompt: '',
    equipment: noEquipment,
    agentSessionId: null,
  }
  const launch = await launchOpen(spec, {
    agent,
    tools: {},
    program: { file: '/x', args: [], path: '/x', fetched: false },
    agentsFolder: '/nowhere',
    hostEnv: { TESTER_KEY: 'canary-key', TESTER_LOGIN: 'canary-login' },
  })
  expect(launch.env).toMatchObject({ MINE: 'canary-own', TESTER_LOGIN: 'canary-login' })
  const { env } = await launch.run('true', [], tmpdir())
  expect(JSON.stringify(env)).not.toContain('canary')
  expect(env['PATH']).toBeTruthy()
  expect(launch.secrets).toEqual(expect.arrayContaining(['TESTER_KEY', 'TESTER_LOGIN', 'MINE']))
  expect(launch.secrets).not.toContain('PATH')
})

test('P40 a list of agents starts no program that nobody has chosen', async () => {
  await using found = await openAcpLab({ agent: { chosen: false } })
  await using chosen = await openAcpLab()
  expect(await found.runner.status()).toMatchObject({ status: 'ready', models: [] })
  await expect.poll(async () => (await chosen.runner.status()).models.length, { timeout: 30_000 }).toBe(2)
  expect(await found.notes('started')).toEqual([])
  // A chat is a choice.
  const agent = await found.open()
  await agent.session.close()
  expect((await found.runner.status()).models).toHaveLength(2)
})

test('P27 an agent that reads nothing any more is stopped all the same', async () => {
  await using lab = await openAcpLab({ times: quick })
  const agent = await lab.open()
  const [pid] = await lab.notes('started')
  process.kill(Number(pid), 'SIGSTOP')
  agent.say('x'.repeat(4 * 1024 * 1024))
  await agent.next('turn_started')
  await agent.session.interrupt()
  expect(await agent.next('turn_ended')).toMatchObject({ outcome: 'aborted' })
})

test('P47 updates without an end stop the turn, of whatever kind they are', async () => {
  await using lab = await openAcpLab({ times: quick, turnBytes: 4 * 1024 * 1024 })
  const agent = await lab.open()
  expect(await agent.turn('[[flood-calls 1000]]')).toMatchObject({ outcome: 'aborted' })
  expect(agent.of('warning')).toMatchObject([{ code: 'answer_too_long' }])
  expect((await agent.turn('[[say on]]')).text).toBe('on')
})

test('P37 the words that the hub itself judges by are not the name of a tool of an agent', () => {
  for (const name of [
    'ToolSearch',
    'TaskOutput',
    'EnterPlanMode',
    'Skill',
    'Glob',
    'LS',
    'Bash',
    'NotebookEdit',
  ])
    expect(namedCalls({ ...newCall('1'), name, input: { skill: 'vault:x' } }, '/w')[0].name).toBe(
      `tool:${name}`,
    )
})

test('P37 all of what a command is given is shown', () => {
  const input = { command: 'ls', env: { LD_PRELOAD: '/x' }, sandbox: 'off', cmd: 'rm' }
  expect(namedCalls({ ...newCall('1'), kind: 'execute', input }, '/w')[0].input).toEqual(input)
  const search = { query: 'x', path: '/w/a', pre: 'sh' }
  expect(namedCalls({ ...newCall('1'), kind: 'search', input: search }, '/w')[0].input).toMatchObject({
    pattern: 'x',
    path: '/w/a',
    pre: 'sh',
  })
})

test('P47 a call too large to be looked at is refused unasked, and is short in the record', async () => {
  const events: AgentEvent[] = []
  const folded = createAcpEvents({ folder: '/w' })
  folded.begin('m', 'default')
  const requests = createAcpRequests((event) => events.push(event))
  const { signal } = new AbortController()
  const answers = createAcpAnswers({
    folded,
    requests,
    tell: (list) => events.push(...list),
    warn: () => undefined,
    turn: () => signal,
  })
  const command = 'x'.repeat(24 * 1024 * 1024)
  const options = [
    { optionId: 'yes', kind: 'allow_once' },
    { optionId: 'no', kind: 'reject_once' },
  ]
  const toolCall = { toolCallId: '1', kind: 'execute', rawInput: { command } }
  expect(await answers.permission({ toolCall, options }, signal)).toMatchObject({
    outcome: { optionId: 'no' },
  })
  await expect(answers.allow({ name: 'Bash', input: { command } })).rejects.toThrow('more than')
  expect(events.map(({ type }) => type)).toEqual(['tool_use'])
  expect(JSON.stringify(events).length).toBeLessThan(512 * 1024)
})

test('names that an agent gives are bounded and show what they hide', async () => {
  const long = `\u202E${'n'.repeat(100_000)}`
  const { models, modes } = choicesOf({
    models: {
      currentModelId: 'a',
      availableModels: [
        { modelId: 'a', name: long, description: long },
        { modelId: long, name: 'b' },
      ],
    },
    modes: { currentModeId: 'a', availableModes: [{ id: 'a', name: long }] },
  })
  for (const { name, description } of [...(models?.choices ?? []), ...(modes?.choices ?? [])]) {
    expect(name.length).toBeLessThanOrEqual(200)
    expect(`${name}${description ?? ''}`).not.toContain('\u202E')
  }
  expect(models?.choices.map(({ value }) => value)).toEqual(['a'])

  const events: AgentEvent[] = []
  const folded = createAcpEvents({ folder: '/w' })
  folded.begin('m', 'default')
  const requests = createAcpRequests((event) => events.push(event))
  const { signal } = new AbortController()
  const answers = createAcpAnswers({
    folded,
    requests,
    tell: () => undefined,
    warn: () => undefined,
    turn: () => signal,
  })
  void answers.permission(
    {
      toolCall: { toolCallId: '1', kind: 'execute', title: 'ls' },
      options: [{ optionId: 'x', kind: 'allow_always', name: long }],
    },
    signal,
  )
  const [asked] = events
  expect(asked?.type === 'permission' && asked.reason).toMatch(
    /^It offers only a lasting permission: ⟨U\+202E⟩n+…$/,
  )
  expect(asked?.type === 'permission' && asked.reason?.length).toBeLessThan(300)
  requests.withdrawAll()
})
