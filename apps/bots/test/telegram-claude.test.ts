// The real agent program over Telegram, with a hub in a process of its own and a double of the model.
import { access, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { claudePath, withClaude } from '@atrium/server/test/claude-lab'
import { startFakeAnthropic } from '@atrium/server/test/fake-anthropic/start'
import { spawnServer } from '@atrium/server/testing'
import { expect } from 'vitest'
import { createTelegramDouble } from './doubles/telegram.ts'
import { patience } from './hub.ts'

withClaude(
  'P38 the real agent asks in Telegram, is allowed by a button, and its answer arrives once although the hub was killed',
  async () => {
    await using telegram = await createTelegramDouble()
    const scratch = await mkdtemp(join(tmpdir(), 'atrium-bots-'))
    const fake = await startFakeAnthropic()
    const server = await spawnServer({
      ATRIUM_CLAUDE_PATH: claudePath(),
      ANTHROPIC_BASE_URL: fake.url,
      ANTHROPIC_API_KEY: 'sk-ant-test-dummy',
      CLAUDE_CODE_TMPDIR: scratch,
      CLAUDE_CODE_MAX_RETRIES: '1',
      ATRIUM_TELEGRAM_API_ROOT: telegram.apiRoot,
    })
    try {
      const zoe = telegram.person('Zoe')
      const change = { enabled: true, bot_token: telegram.token, allowed_users: [zoe.id] }
      expect((await server.rest('PUT', '/api/bots/config', { telegram: change })).status).toBe(200)
      const said = () => telegram.seen(zoe.id).map(({ text }) => text)
      telegram.say(zoe, '[[tool:Bash touch made]] [[say It is done.]]')
      await expect.poll(said, patience).toContainEqual(expect.stringContaining('May I use Bash?'))
      const prompt = telegram.seen(zoe.id).find(({ buttons }) => buttons.length > 0)
      expect(prompt?.text).toContain('touch made')
      telegram.press(zoe, prompt?.id ?? 0, 'Allow')
      await expect.poll(said, patience).toContainEqual(expect.stringContaining('Allowed by Zoe (Telegram)'))
      await expect.poll(said, patience).toContainEqual('It is done.')
      await access(join(server.vault, 'made'))

      telegram.say(zoe, '[[long 300]] [[slow 20]]')
      await expect.poll(() => said().at(-1)?.length ?? 0, patience).toBeGreaterThan(40)
      await server.kill('SIGKILL')
      await server.again()
      await expect.poll(said, patience).toContainEqual(expect.stringContaining('⚠️'))
      telegram.say(zoe, '[[say Still here.]]')
      await expect.poll(said, patience).toContainEqual(expect.stringContaining('Still here.'))
      expect(said().filter((text) => text.includes('Still here.'))).toHaveLength(1)
    } finally {
      await server.kill('SIGTERM')
      await server[Symbol.asyncDispose]()
      await fake.close()
      await rm(scratch, { recursive: true, force: true, maxRetries: 5 })
    }
  },
  150_000,
)
