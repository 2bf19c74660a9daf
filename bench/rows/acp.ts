import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { type SpawnedServer, spawnServer } from '@atrium/server/testing'
import { asDifference, inTurns, median, milliseconds, type Result, type Row } from '../lib/result.ts'

const script = fileURLToPath(new URL('../../apps/server/test/acp-agent.ts', import.meta.url))
const turns = 5
const prompts = 20
const words = '[[say hello]]'

/** The agent as a program of ours, spoken to line by line. */
async function openAlone(home: string) {
  const state = join(home, 'alone')
  mkdirSync(state, { recursive: true })
  const child = spawn(process.execPath, [script], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { PATH: process.env['PATH'], ACP_TEST_STATE: state },
  })
  const lines = createInterface({ input: child.stdout })
  let id = 0
  /** Its answer; `told` hears what comes before. */
  const ask = (method: string, params: object, told?: (line: string) => void) =>
    new Promise<Record<string, unknown>>((resolve) => {
      const mine = ++id
      const hear = (line: string): void => {
        const said = JSON.parse(line) as { id?: number; result?: Record<string, unknown> } // JSON-RPC
        if (said.id !== mine) return told?.(line)
        lines.off('line', hear)
        resolve(said.result ?? {})
      }
      lines.on('line', hear)
      child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', id: mine, method, params })}\n`)
    })
  await ask('initialize', { protocolVersion: 1, clientCapabilities: {} })
  const { sessionId } = await ask('session/new', { cwd: home, mcpServers: [] })
  return {
    async firstWords(): Promise<number> {
      const begun = performance.now()
      let ms = Number.NaN
      await ask('session/prompt', { sessionId, prompt: [{ type: 'text', text: words }] }, (line) => {
        if (Number.isNaN(ms) && line.includes('agent_message_chunk')) ms = performance.now() - begun
      })
      return ms
    },
    async [Symbol.asyncDispose]() {
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
    },
  }
}

/** A message of a chat that is there, until the first words of the answer; what follows is read to its end. */
function firstWords(server: SpawnedServer, chatId: string | null): Promise<{ ms: number; chatId: string }> {
  const body = JSON.stringify({
    message: words,
    runner: 'tester',
    trust_level: 'full',
    ...(chatId && { session_id: chatId }),
  })
  return new Promise((resolve, reject) => {
    const begun = performance.now()
    const headers = { authorization: `Bearer ${server.token}`, 'content-type': 'application/json' }
    const call = request(`${server.url}/api/chat?stream=delta`, { method: 'POST', headers }, (answer) => {
      let text = ''
      let ms = Number.NaN
      answer.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk
        if (Number.isNaN(ms) && text.includes('"type":"text"')) ms = performance.now() - begun
      })
      answer.on('end', () => {
        const id = /"session_id":"([^"]+)"/.exec(text)?.[1] ?? ''
        if (Number.isNaN(ms)) reject(new Error(text))
        else resolve({ ms, chatId: id })
      })
    })
    call.on('error', reject)
    call.end(body)
  })
}

async function measure(): Promise<Result[]> {
  await using server = await spawnServer()
  const made = await server.rest('POST', '/api/agents', {
    name: 'tester',
    title: 'Tester',
    command: process.execPath,
    args: [script],
    env: { ACP_TEST_STATE: join(server.home, 'tester') },
  })
  if (made.status !== 201) throw new Error(JSON.stringify(made.body))
  await using alone = await openAlone(server.home)
  const { chatId } = await firstWords(server, null)
  const each = async (one: () => Promise<number>) => {
    const times: number[] = []
    for (let count = 0; count < prompts; count++) times.push(await one())
    return median(times)
  }
  const measured = await inTurns(
    turns,
    () => each(() => alone.firstWords()),
    () => each(async () => (await firstWords(server, chatId)).ms),
  )
  const note = 'a message, kept before it is answered, until the first words; floor: the same agent alone'
  return [asDifference('first words of an ACP agent', measured, 50, milliseconds, note)]
}

export const acp: Row = { name: 'acp', measure }
