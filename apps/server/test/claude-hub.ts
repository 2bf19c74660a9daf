import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTestApp, type TestOptions } from '../src/testing.ts'
import { claudePath } from './claude-lab.ts'
import { startFakeAnthropic } from './fake-anthropic/start.ts'

/** A hub with the real agent program and a Messages double. */
export async function openClaudeHub(options: TestOptions = {}) {
  const fake = await startFakeAnthropic({ delay: 2 })
  const home = await mkdtemp(join(tmpdir(), 'atrium-claude-home-'))
  const app = await createTestApp({
    claudePath: claudePath(),
    hostEnv: { PATH: process.env['PATH'], HOME: home, LANG: 'C.UTF-8' },
    agentEnv: {
      ANTHROPIC_BASE_URL: fake.url,
      ANTHROPIC_API_KEY: 'sk-ant-test-canary',
      CLAUDE_CODE_TMPDIR: home,
      CLAUDE_CODE_MAX_RETRIES: '1',
    },
    ...options,
  })
  return {
    app,
    fake,
    /** Home of the agent. */
    home,
    /** The last request to the model, as JSON. */
    sent: () => JSON.stringify(fake.requests.at(-1)?.body ?? null),
    async [Symbol.asyncDispose]() {
      await app[Symbol.asyncDispose]()
      await fake.close()
      await rm(home, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
