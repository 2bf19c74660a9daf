import { readdir, readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { type AcpLab, openAcpLab, testAgentScript } from '../../test/acp-lab.ts'
import { agentTag } from '../host/strays.ts'

const quick = { greetMs: 1_000, openMs: 2_000, stopMs: 500 }

/** Processes that were started for the agents of this lab. */
async function processesOf({ root }: AcpLab): Promise<string[]> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name))
  const found = await Promise.all(
    pids.map(async (pid) => {
      const environment = await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '')
      return environment.includes(`${agentTag}=`) && environment.includes(root) ? [pid] : []
    }),
  )
  return found.flat()
}

describe('P27 whatever an agent does, its turn has one end and no process is left', () => {
  test('it crashes in the middle of an answer', async () => {
    await using lab = await openAcpLab({ flags: 'child' })
    const agent = await lab.open()
    agent.say('[[say half an ans]] [[crash]]')
    const ended = await agent.next('turn_ended')
    expect(ended).toMatchObject({ outcome: 'error', error: { code: 'agent_exited' } })
    expect(ended.error?.message).toBe('Tester ended unexpectedly (exit status 9): everything is lost')
    expect(agent.of('text')).toMatchObject([{ content: 'half an ans' }])
    expect(await agent.next('closed')).toMatchObject({ error: { code: 'agent_exited' } })
    expect(agent.of('turn_ended')).toHaveLength(1)
    expect(await processesOf(lab)).toEqual([])
  })

  test('it crashes while a permission is open', async () => {
    await using lab = await openAcpLab()
    const agent = await lab.open()
    agent.say('[[run true]]')
    const asked = await agent.next('permission')
    for (const pid of await processesOf(lab)) process.kill(Number(pid), 'SIGKILL')
    expect(await agent.next('request_withdrawn')).toMatchObject({ requestId: asked.requestId })
    expect(await agent.next('turn_ended')).toMatchObject({ outcome: 'error' })
    expect((await agent.next('closed')).error?.message).toContain('SIGKILL')
    expect(agent.session.answer(asked.requestId, { kind: 'permission', decision: 'allow' })).toBe(false)
  })

  test('it ends before it has begun', async () => {
    await using lab = await openAcpLab({ flags: 'crash-at-start' })
    await expect(lab.open()).rejects.toThrow(
      'Tester ended unexpectedly (exit status 3): it cannot find its configuration',
    )
    expect(await processesOf(lab)).toEqual([])
  })

  test('it never answers', async () => {
    await using lab = await openAcpLab({ flags: 'never', times: quick })
    await expect(lab.open()).rejects.toThrow('Tester did not answer within 1 s.')
    expect(await processesOf(lab)).toEqual([])
  })

  test('it is no agent at all', async () => {
    await using lab = await openAcpLab({ flags: 'only-garbage,never', times: { ...quick, greetMs: 10_000 } })
    await expect(lab.open()).rejects.toThrow('does not speak ACP')
    await using cat = await openAcpLab({ agent: { command: '/bin/true', args: [] } })
    await expect(cat.open()).rejects.toThrow('exit status 0')
    await using none = await openAcpLab({ agent: { command: '/nowhere/agent' } })
    expect(await none.runner.status()).toMatchObject({ status: 'missing' })
    await expect(none.open()).rejects.toThrow("The program '/nowhere/agent' was not found. Install it.")
  })

  test('it speaks another version', async () => {
    await using lab = await openAcpLab({ flags: 'old' })
    await expect(lab.open()).rejects.toThrow('speaks version 0 of ACP')
  })

  test('it is not signed in: its own hint is said', async () => {
    await using lab = await openAcpLab({ flags: 'auth' })
    await expect(lab.open()).rejects.toMatchObject({
      code: 'agent_unavailable',
      message: 'Tester is not signed in. Run `test-agent login`',
    })
    await using known = await openAcpLab({
      agent: {
        credential: { variables: ['TESTER_KEY'], files: [] },
        hints: { install: '', login: 'Set TESTER_KEY.' },
      },
    })
    expect(await known.runner.status()).toMatchObject({ status: 'no_credential', message: 'Set TESTER_KEY.' })
    await expect(known.open()).rejects.toThrow('Tester is not signed in. Set TESTER_KEY.')
  })

  test('it prints other text and messages that nobody knows', async () => {
    await using lab = await openAcpLab({ flags: 'garbage' })
    const agent = await lab.open()
    expect((await agent.turn('[[rubbish]] [[say fine]]')).text).toBe('fine')
  })

  test('it fails: why is said, and the next message is answered', async () => {
    await using lab = await openAcpLab()
    const agent = await lab.open()
    expect(await agent.turn('[[fail 429 Too Many Requests]]')).toMatchObject({
      outcome: 'error',
      error: { code: 'rate_limited', message: '429 Too Many Requests' },
    })
    expect((await agent.turn('[[say on]]')).text).toBe('on')
  })

  test('it does not hear of the stop, and ignores its end', async () => {
    await using lab = await openAcpLab({ flags: 'deaf,ignore-term,child', times: quick })
    const agent = await lab.open()
    agent.say('[[run true]] [[hang]]')
    const asked = await agent.next('permission')
    agent.session.answer(asked.requestId, { kind: 'permission', decision: 'allow' })
    await agent.next('tool_result')
    await Promise.all([agent.session.interrupt(), agent.session.interrupt()])
    expect(await agent.next('turn_ended')).toMatchObject({ outcome: 'aborted' })
    expect(await agent.next('closed')).toMatchObject({ error: null })
    await agent.session.close()
    expect(agent.of('turn_ended')).toHaveLength(1)
    expect(await processesOf(lab)).toEqual([])
  })

  test('it says more than anybody reads', async () => {
    await using lab = await openAcpLab({ times: quick })
    const agent = await lab.open()
    const ended = await agent.turn(`[[flood ${64 * 1024 * 1024}]]`)
    expect(ended.outcome).toBe('aborted')
    const said = agent.of('text').reduce((sum, { content }) => sum + content.length, 0)
    expect(said).toBeLessThan(40 * 1024 * 1024)
    agent.say('[[endless]]')
    expect(await agent.next('turn_ended')).toMatchObject({
      outcome: 'error',
      error: { message: 'The agent sent a message without an end.' },
    })
    await agent.next('closed')
    expect(await processesOf(lab)).toEqual([])
  })

  test('nobody waits for its start any more', async () => {
    await using lab = await openAcpLab({ flags: 'never' })
    const stop = new AbortController()
    const started = lab.start(stop.signal)
    await expect.poll(async () => (await lab.notes('initialize')).length).toBe(1)
    stop.abort(new Error('left'))
    await expect(started).rejects.toThrow('left')
    expect(await processesOf(lab)).toEqual([])
  })
})

test('P22 P42 an agent gets its arguments as they are, and of the hub what is named for it', async () => {
  const words = ['--a b', '$(touch x)', ';rm', '', 'ä"\'']
  await using lab = await openAcpLab({
    env: { TESTER_KEY: 'canary-key', ATRIUM_TOKEN: 'canary-token', OPENAI_API_KEY: 'canary-other' },
    agent: { args: [testAgentScript, ...words] },
  })
  const agent = await lab.open()
  await agent.turn('[[say x]]')
  expect(await lab.notes('argv')).toEqual([words])
  const [names] = (await lab.notes('env')) as [string[]]
  expect(names).toContain('TESTER_KEY')
  expect(names).not.toContain('ATRIUM_TOKEN')
  expect(names).not.toContain('OPENAI_API_KEY')
})
