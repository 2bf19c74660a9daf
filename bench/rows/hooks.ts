import { Agent } from 'node:http'
import { spawnServer } from '@atrium/server/testing'
import { startFloor } from '../lib/child.ts'
import { post } from '../lib/load.ts'
import { asFactor, inTurns, median, milliseconds, type Result, type Row } from '../lib/result.ts'

const turns = 5
/** With those of the warm-up below what one session may tell in a minute. */
const calls = 200
const terminals = 20

const body = JSON.stringify({
  session_id: 'a94a554b-0000-4000-8000-000000000000',
  hook_event_name: 'PreToolUse',
  permission_mode: 'default',
  cwd: '/tmp',
  tool_name: 'Read',
  tool_input: { file_path: '/tmp/a.txt' },
  tool_use_id: 'toolu_fa40',
})

async function one(url: string, agent: Agent, headers: Record<string, string> = {}): Promise<number> {
  const times: number[] = []
  for (let count = 0; count < calls; count++) {
    const begun = performance.now()
    await post(url, { body, agent, headers })
    times.push(performance.now() - begun)
  }
  return median(times)
}

async function measure(): Promise<Result[]> {
  await using server = await spawnServer()
  await using floor = await startFloor('fastify.ts')
  for (let index = 0; index < terminals; index++) {
    const command = 'while :; do date; sleep 0.1; done'
    const made = await server.rest('POST', '/api/sessions', {
      name: `busy-${index}`,
      command,
      directory: server.home,
    })
    if (made.status !== 201) throw new Error(JSON.stringify(made.body))
  }
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const url = `${server.url}/api/hooks/pre-tool-use`
  let turn = 0
  try {
    const times = await inTurns(
      turns,
      () => one(floor.url, agent),
      () =>
        one(url, agent, {
          authorization: `Bearer ${server.token}`,
          'x-atrium-hooks': '1',
          'x-atrium-session': `cc-busy-${turn++ % terminals}`,
        }),
    )
    return [
      asFactor(
        'hook callback',
        times,
        3,
        milliseconds,
        `POST /api/hooks/pre-tool-use beside ${terminals} busy terminals, against a bare POST`,
      ),
    ]
  } finally {
    agent.destroy()
  }
}

export const hooks: Row = { name: 'hooks', measure }
