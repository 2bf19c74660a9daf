import { readdir, readFile } from 'node:fs/promises'
import { withClaude } from '@atrium/server/test/claude-lab'
import { expect } from 'vitest'
import { openClaudeHub, outcomesOf, view } from './hub.ts'

/** Processes of this machine whose command line or environment has this text. */
async function processesWith(text: string): Promise<number[]> {
  const found = await Promise.all(
    (await readdir('/proc'))
      .filter((name) => /^\d+$/.test(name))
      .map(async (pid) => {
        const all = await Promise.all(
          ['cmdline', 'environ'].map((file) => readFile(`/proc/${pid}/${file}`, 'latin1').catch(() => '')),
        )
        return all.join('\0').includes(text) ? [Number(pid)] : []
      }),
  )
  return found.flat()
}

withClaude(
  'P27 P36 the hub killed while the real agent waits for leave, and while its tool runs: neither goes on, the chat does',
  async () => {
    await using hub = await openClaudeHub()
    const desk = hub.client()
    const asking = view(desk.chat.send({ message: '[[tool:Bash touch never]]', trust_level: 'vault' }))
    const session_id = await asking.chatId()
    const { request_id } = await asking.next('permission_request')
    await hub.die()
    await asking.done
    expect(asking.of('request_resolved')).toMatchObject([{ request_id, decision: 'deny', by: 'expired' }])
    expect(outcomesOf(asking.events)).toMatchObject([{ type: 'error', code: 'interrupted' }])
    await expect(desk.chat.answer(session_id, { request_id, decision: 'allow' })).rejects.toMatchObject({
      status: 410,
      code: 'gone',
    })
    expect(await desk.chat.send({ message: '[[say on we go]]', session_id }).text()).toBe('on we go')

    const mark = `pipe-${Date.now()}`
    const working = view(
      desk.chat.send({ message: `[[tool:Bash mkfifo ${mark} && cat ${mark}]]`, trust_level: 'full' }),
    )
    const other = await working.chatId()
    await expect.poll(() => processesWith(`cat\0${mark}`), { timeout: 20_000 }).not.toEqual([])
    await hub.die()
    await working.done
    await expect.poll(() => processesWith(`cat\0${mark}`), { timeout: 20_000 }).toEqual([])
    expect(await desk.chat.send({ message: '[[say here again]]', session_id: other }).text()).toBe(
      'here again',
    )
    expect(await hub.lastRequest()).toContain(mark)
    expect(await readdir(hub.server.vault)).not.toContain('never')
  },
  90_000,
  { processes: true },
)

withClaude(
  'P53 a message handed into a running turn is answered with it, and each of the two has one outcome',
  async () => {
    await using hub = await openClaudeHub()
    const desk = hub.client()
    const first = view(
      desk.chat.send({ message: '[[tool:Bash sleep 1]] [[tool:Bash echo two]]', trust_level: 'full' }),
    )
    const session_id = await first.chatId()
    await first.next('tool_use_start')
    const second = view(desk.chat.send({ message: 'and this too', session_id, delivery: 'steer' }))
    await Promise.all([first.done, second.done])
    expect(outcomesOf(first.events)).toMatchObject([{ type: 'result' }])
    expect(outcomesOf(second.events)).toMatchObject([{ type: 'result' }])
    expect((await second.stream.result()).folded_into).toBe(first.stream.runId)
    expect((await first.stream.result()).response).toContain('and this too')
  },
  60_000,
)

withClaude(
  'P27 P53 the agent’s process killed in mid-answer: the run fails with what was said, and the next message has a new process',
  async () => {
    await using hub = await openClaudeHub()
    const desk = hub.client()
    const run = view(desk.chat.send({ message: '[[long 500]] [[slow 20]]', trust_level: 'full' }))
    const session_id = await run.chatId()
    await run.next('text', ({ content }) => content.length > 200)
    for (const pid of await processesWith(`CLAUDE_CODE_TMPDIR=${hub.scratch}`))
      if (pid !== hub.server.child.pid) process.kill(pid, 'SIGKILL')
    await run.done
    expect(outcomesOf(run.events)).toMatchObject([{ type: 'error', code: 'agent_exited', can_retry: true }])
    const { messages } = await desk.rest('GET /chat/{session_id}', { path: { session_id } })
    expect(messages.at(-1)?.content).toMatch(/^alpha-1 bravo-2/)
    expect(await desk.chat.send({ message: '[[say alive]]', session_id }).text()).toBe('alive')
  },
  60_000,
  { processes: true },
)

withClaude(
  'P47 one place for live agents: the second chat waits and says so, and both are answered',
  async () => {
    await using hub = await openClaudeHub({ env: { ATRIUM_MAX_LIVE_AGENTS: '1' } })
    const desk = hub.client()
    const first = view(desk.chat.send('[[long 60]] [[slow 20]]'))
    await first.next('text')
    const second = view(desk.chat.send('[[say my turn]]'))
    const warning = await second.next('warning')
    expect(warning.message).toMatch(/wait|place|agent/i)
    expect(outcomesOf(first.events)).toEqual([])
    await Promise.all([first.done, second.done])
    expect((await second.stream.result()).response).toBe('my turn')
    expect(outcomesOf(first.events)).toMatchObject([{ type: 'result' }])
  },
  60_000,
)
