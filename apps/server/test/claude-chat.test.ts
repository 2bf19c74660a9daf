import { access, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { type SpawnedServer, spawnServer } from '../src/testing.ts'
import {
  chatIdOf,
  collect,
  frames,
  joinBlocks,
  lastId,
  ofType,
  readUntil,
  send,
  watch,
} from './chat-client.ts'
import { claudePath, withClaude } from './claude-lab.ts'
import { type FakeAnthropic, startFakeAnthropic } from './fake-anthropic/start.ts'

const canary = 'sk-ant-test-canary-through-the-door'

/** The hub as a process of its own, with the real agent and a Messages double. */
async function openHub(options: { delay?: number } = {}) {
  const scratch = await mkdtemp(join(tmpdir(), 'atrium-hub-'))
  const fake: FakeAnthropic = await startFakeAnthropic(options)
  const hub: SpawnedServer = await spawnServer({
    ATRIUM_CLAUDE_PATH: claudePath(),
    ANTHROPIC_BASE_URL: fake.url,
    ANTHROPIC_API_KEY: canary,
    CLAUDE_CODE_TMPDIR: scratch,
    CLAUDE_CODE_MAX_RETRIES: '1',
  })
  return {
    fake,
    hub,
    scratch,
    async [Symbol.asyncDispose]() {
      await hub.kill('SIGTERM')
      await hub[Symbol.asyncDispose]()
      await fake.close()
      await rm(scratch, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** Processes that were started for the agents of this test. */
async function agentsOf(scratch: string): Promise<number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const found = await Promise.all(
    pids.map(async (pid) => {
      const environment = await readFile(`/proc/${pid}/environ`, 'latin1').catch(() => '')
      return environment.includes(`CLAUDE_CODE_TMPDIR=${scratch}`) &&
        environment.includes('AGENT_SESSION_TAG')
        ? [Number(pid)]
        : []
    }),
  )
  return found.flat()
}

withClaude(
  'a chat with the real agent: a tool that a second client allows, a question, a 529 and a stop',
  async () => {
    await using lab = await openHub({ delay: 2 })
    const { hub } = lab
    const agents = (await hub.rest('GET', '/api/agents')).body.agents
    expect(agents[0]).toMatchObject({ name: 'claude', status: 'ready', is_default: true })

    const first = []
    for await (const frame of frames(
      await send(hub, { message: '[[tool:Bash touch made]]', trust_level: 'vault' }),
    )) {
      first.push(frame)
      if (frame.event.type !== 'permission_request') continue
      const { body } = await hub.rest('GET', `/api/chat/${chatIdOf(first)}/permissions`)
      expect(body.pending).toHaveLength(1)
      await expect(access(join(hub.vault, 'made'))).rejects.toThrow('ENOENT')
      const answer = { request_id: frame.event.request_id, decision: 'allow' }
      expect((await hub.rest('POST', `/api/chat/${chatIdOf(first)}/answer`, answer)).status).toBe(200)
    }
    const id = chatIdOf(first)
    expect(ofType(first, 'result')).toMatchObject([
      { model: expect.stringContaining('claude'), usage: {}, cost_usd: expect.any(Number) },
    ])
    await access(join(hub.vault, 'made'))

    const second = []
    for await (const frame of frames(
      await send(hub, { message: '[[ask Which one?|Red|Green]]', session_id: id }),
    )) {
      second.push(frame)
      if (frame.event.type !== 'user_question') continue
      const answer = { request_id: frame.event.request_id, answers: { 'Which one?': 'Green' } }
      await hub.rest('POST', `/api/chat/${id}/answer`, answer)
    }
    expect(ofType(second, 'tool_result')[0]?.result).toContain('"Which one?"="Green"')

    const third = await collect(send(hub, { message: '[[error 529]]', session_id: id }))
    expect(ofType(third, 'warning')).toMatchObject([{ code: 'api_retry' }])
    expect(ofType(third, 'error')).toMatchObject([
      { code: 'service_error', can_retry: true, retry_delay_ms: 2000 },
    ])

    const fourth = []
    for await (const frame of frames(
      await send(hub, { message: '[[long 500]] [[slow 10]]', session_id: id }),
    )) {
      fourth.push(frame)
      if (frame.event.type === 'text' && fourth.filter(({ event }) => event.type === 'text').length === 5)
        expect((await hub.rest('POST', `/api/chat/${id}/abort`, {})).body.status).toBe('aborted')
    }
    expect(ofType(fourth, 'aborted')).toHaveLength(1)
    const fifth = await collect(send(hub, { message: '[[say still here]]', session_id: id }))
    expect(ofType(fifth, 'result')).toMatchObject([{ response: 'still here' }])
  },
)

withClaude(
  'P27 a hub killed in the middle of an answer: the next one ends its agent, the viewer gets the rest, the chat goes on',
  async () => {
    await using lab = await openHub()
    const { hub } = lab
    const words = (list: Parameters<typeof joinBlocks>[0]) => [...joinBlocks(list).values()].join('')
    const before = await readUntil(
      send(hub, { message: '[[long 400]] [[slow 20]]', trust_level: 'full' }),
      ({ event }) => event.type === 'text' && (event.content?.length ?? 0) > 400,
    )
    const id = chatIdOf(before)
    await hub.kill('SIGKILL')
    await hub.again()
    await expect.poll(() => agentsOf(lab.scratch)).toEqual([])
    const after = await readUntil(
      watch(hub, id, { lastEventId: lastId(before) }),
      ({ event }) => event.type === 'error',
    )
    expect(ofType(after, 'error')).toMatchObject([{ code: 'interrupted' }])
    const seen = joinBlocks(after, joinBlocks(before))
    expect(words(before).length).toBeGreaterThan(400)
    expect([...seen.values()].join('')).toMatch(/^alpha-1 bravo-2 charlie-3/)
    const again = await collect(send(hub, { message: '[[say resumed]]', session_id: id }))
    expect(ofType(again, 'result')).toMatchObject([{ response: 'resumed' }])
    expect(JSON.stringify(lab.fake.requests.at(-1)?.body)).toContain('[[long 400]]')
  },
  60_000,
  { processes: true },
)

withClaude(
  'P28 P42 a sandboxed chat through the front door sees no key, and the key is nowhere in the state of the hub',
  async () => {
    await using lab = await openHub()
    const { hub } = lab
    const list = await collect(
      send(hub, {
        message: `[[tool:Bash env; cat ${hub.home}/token; ls ${hub.home}]]`,
        trust_level: 'sandboxed',
      }),
    )
    const [result] = ofType(list, 'tool_result')
    expect(result?.result).toContain('HOME=/home/agent')
    expect(JSON.stringify(list)).not.toContain(canary)
    expect(JSON.stringify(list)).not.toContain(hub.token)
    for (const name of await readdir(hub.home, { recursive: true })) {
      const bytes = await readFile(join(hub.home, name)).catch(() => Buffer.alloc(0)) // folders and sockets
      expect(bytes.includes(canary), name).toBe(false)
    }
  },
  60_000,
  { sandbox: true },
)
