import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { claudePath } from '@atrium/server/test/claude-lab'
import { type FakeAnthropic, startFakeAnthropic } from '@atrium/server/test/fake-anthropic/start'
import { spawnServer } from '@atrium/server/testing'
import { onTestFinished } from 'vitest'
import {
  type ChatEvent,
  type ChatStream,
  type Client,
  type ClientOptions,
  createClient,
} from '../../src/index.ts'

export type Hub = Awaited<ReturnType<typeof openHub>>

/** A hub in a process of its own, and clients of it as different people's programs would make them. */
export async function openHub(env: NodeJS.ProcessEnv = { ATRIUM_CLAUDE_PATH: '/nowhere/claude' }) {
  const server = await spawnServer(env)
  const end = async () => {
    await server.kill('SIGTERM') // ends its agents, which a SIGKILL would leave
    await server[Symbol.asyncDispose]()
  }
  onTestFinished(end) // a test that ran out of time never comes to its end
  return {
    server,
    client: (options: ClientOptions = {}): Client =>
      createClient({ baseUrl: server.url, token: server.token, ...options }),
    /** Power cut and power back. */
    async die(): Promise<void> {
      await server.kill('SIGKILL')
      await server.again()
    },
    [Symbol.asyncDispose]: end,
  }
}

/** The same with the real agent program, which speaks with a double of the Messages API. */
export async function openClaudeHub({ env = {} }: { env?: NodeJS.ProcessEnv } = {}) {
  const scratch = await mkdtemp(join(tmpdir(), 'atrium-journey-'))
  const fake: FakeAnthropic = await startFakeAnthropic()
  const hub = await openHub({
    ATRIUM_CLAUDE_PATH: claudePath(),
    ANTHROPIC_BASE_URL: fake.url,
    ANTHROPIC_API_KEY: 'sk-ant-test-dummy',
    CLAUDE_CODE_TMPDIR: scratch,
    CLAUDE_CODE_MAX_RETRIES: '1',
    ...env,
  })
  return {
    ...hub,
    /** Temporary folder of its agents; their environment has it. */
    scratch,
    /** What the agent told the model in its last request, as JSON. */
    async lastRequest(): Promise<string> {
      const response = await fetch(`${fake.url}/__requests?path=/v1/messages`)
      const requests = ((await response.json()) as { requests: unknown[] }).requests
      return JSON.stringify(requests.at(-1))
    },
    async [Symbol.asyncDispose]() {
      await hub[Symbol.asyncDispose]()
      await fake.close()
      await rm(scratch, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

type Type = ChatEvent['type']
type Named<T extends Type> = Extract<ChatEvent, { type: T }>

/** Reads a stream behind the test's back; what came can be looked at and waited for. */
export function view(stream: ChatStream) {
  const events: ChatEvent[] = []
  const blocks = new Map<string, string>()
  let changed = Promise.withResolvers<void>()
  let over = false
  const done = (async () => {
    try {
      for await (const event of stream) {
        events.push(event)
        if (event.type === 'reset') blocks.clear()
        if (event.type === 'text') blocks.set(`${event.run_id} ${event.block}`, event.content)
        changed.resolve()
        changed = Promise.withResolvers()
      }
    } finally {
      over = true
      changed.resolve()
    }
  })()
  done.catch(() => {}) // told by `done` itself
  const of = <T extends Type>(type: T) => events.filter((event): event is Named<T> => event.type === type)
  return {
    stream,
    events,
    of,
    /** Settles when the stream has ended. */
    done,
    /** What a person sees of the answers of a run, or of all. */
    text: (run = ''): string =>
      [...blocks]
        .filter(([key]) => key.startsWith(run))
        .map(([, content]) => content)
        .join('\n\n'),
    /** The first event of this type that fits, as soon as it is there. */
    async next<T extends Type>(type: T, fits: (event: Named<T>) => boolean = () => true): Promise<Named<T>> {
      for (;;) {
        const found = of(type).find(fits)
        if (found) return found
        if (over) {
          await done
          throw new Error(`The stream ended without '${type}': ${JSON.stringify(events.at(-1))}`)
        }
        await changed.promise
      }
    },
    async chatId(): Promise<string> {
      const { id } = await this.next('session')
      return id
    },
  }
}

export const outcomesOf = (events: readonly ChatEvent[], run?: string) =>
  events.filter(
    (event) =>
      ['result', 'aborted', 'error'].includes(event.type) &&
      (run === undefined || ('run_id' in event && event.run_id === run)),
  )
