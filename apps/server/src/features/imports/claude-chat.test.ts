import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { collect, ofType, send } from '../../../test/chat-client.ts'
import { claudePath, withClaude } from '../../../test/claude-lab.ts'
import { startFakeAnthropic } from '../../../test/fake-anthropic/start.ts'
import { spawnServer } from '../../testing.ts'
import { claudeTalk } from './testing.ts'

withClaude(
  'an imported chat goes on with the real agent, which is told what had been said in every turn',
  async () => {
    const scratch = await mkdtemp(join(tmpdir(), 'atrium-import-'))
    const fake = await startFakeAnthropic({})
    await using hub = await spawnServer({
      ATRIUM_CLAUDE_PATH: claudePath(),
      ANTHROPIC_BASE_URL: fake.url,
      ANTHROPIC_API_KEY: 'sk-ant-test',
      CLAUDE_CODE_TMPDIR: scratch,
      CLAUDE_CODE_MAX_RETRIES: '1',
    })
    try {
      const { body } = await hub.rest('POST', '/api/import', { data: [claudeTalk('garden', 2)] })
      const [session_id] = body.session_ids
      for (const [turn, message] of ['What did I ask?', 'And after that?'].entries()) {
        const before = fake.requests.length
        const list = await collect(send(hub, { session_id, message }))
        expect(ofType(list, 'session')[0]).toMatchObject({ id: session_id, runner: 'claude', is_new: false })
        expect(ofType(list, 'result')).toHaveLength(1)
        const asked = fake.requests
          .slice(before)
          .map((request) => JSON.stringify(request))
          .join('\n')
        for (const words of ['Question 0 of garden', 'Answer 1 of garden', message])
          expect(asked, `turn ${turn}`).toContain(words)
      }
      const { body: chat } = await hub.rest('GET', `/api/chat/${session_id}`)
      expect(chat.messages.slice(0, 2).map(({ content }: { content: string }) => content)).toEqual([
        'Question 0 of garden',
        'Answer 0 of garden',
      ])
      expect(chat.messages.length).toBeGreaterThanOrEqual(8)
    } finally {
      await hub.kill('SIGTERM')
      await fake.close()
      await rm(scratch, { recursive: true, force: true, maxRetries: 5 })
    }
  },
)
