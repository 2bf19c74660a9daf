import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

/** A request as it came. */
export type Asked = { path: string; authorization: string | undefined; body: Record<string, unknown> }
export type FakeOpenai = AsyncDisposable & { url: string; asked: Asked[] }

type Item = Record<string, unknown> & { type?: string }

const textOf = (item: Item | undefined): string =>
  Array.isArray(item?.['content'])
    ? (item['content'] as { text?: string }[]).map(({ text }) => text ?? '').join('')
    : ''

/**
 * A stand-in for the Responses API on loopback, as far as Codex asks it: streamed text, one call of a tool, a title. What it
 * answers is written in the prompt: `[[tool:NAME {json}]]`, `[[say text]]`, `[[slow ms]]`; without one it echoes. The shapes
 * are those of https://platform.openai.com/docs/api-reference/responses-streaming.
 */
export async function startFakeOpenai(): Promise<FakeOpenai> {
  const asked: Asked[] = []
  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = ''
    for await (const chunk of request) text += String(chunk)
    const path = (request.url ?? '').replace(/\?.*$/, '')
    const body = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>)
    asked.push({ path, authorization: request.headers.authorization, body })
    if (request.method !== 'POST' || !path.endsWith('/responses'))
      return void response
        .writeHead(404, { 'content-type': 'application/json' })
        .end('{"error":{"message":"Not found"}}')
    const id = `${asked.length}`
    const send = (event: Item) => response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    send({ type: 'response.created', response: { id: `resp_${id}`, status: 'in_progress', output: [] } })
    const spoken = (body['input'] as Item[] | undefined)?.findLast(
      ({ type, role }) => type === 'function_call_output' || (type === 'message' && role === 'user'),
    )
    const item = await answer(id, spoken, send)
    const usage = {
      input_tokens: 100,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: 10,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: 110,
    }
    send({
      type: 'response.completed',
      response: { id: `resp_${id}`, status: 'completed', output: [item], usage },
    })
    response.end()
  }
  const server = createServer((request, response) => void serve(request, response))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo // it listens
  return {
    url: `http://127.0.0.1:${port}/v1`,
    asked,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}

async function answer(id: string, last: Item | undefined, send: (event: Item) => void): Promise<Item> {
  const said = textOf(last)
  const tool = /\[\[tool:(\S+) (\{.*?\})\]\]/s.exec(said)
  if (last?.type === 'message' && tool) {
    const call = {
      type: 'function_call',
      id: `fc_${id}`,
      call_id: `call_${id}`,
      name: tool[1],
      arguments: tool[2],
    }
    send({
      type: 'response.output_item.added',
      output_index: 0,
      item: { ...call, arguments: '', status: 'in_progress' },
    })
    const item = { ...call, status: 'completed' }
    send({ type: 'response.output_item.done', output_index: 0, item })
    return item
  }
  const slow = Number(/\[\[slow (\d+)\]\]/.exec(said)?.[1] ?? 0)
  const text =
    last?.type === 'message'
      ? (/\[\[say (.*?)\]\]/s.exec(said)?.[1] ?? `Echo: ${said}`)
      : `The tool said: ${JSON.stringify(last?.['output'] ?? null)}`
  const message = { type: 'message', id: `msg_${id}`, role: 'assistant' }
  const at = { item_id: `msg_${id}`, output_index: 0, content_index: 0 }
  send({
    type: 'response.output_item.added',
    output_index: 0,
    item: { ...message, status: 'in_progress', content: [] },
  })
  send({
    type: 'response.content_part.added',
    ...at,
    part: { type: 'output_text', text: '', annotations: [] },
  })
  for (const delta of text.match(/\S+\s*|\s+/g) ?? []) {
    send({ type: 'response.output_text.delta', ...at, delta })
    if (slow > 0) await sleep(slow)
  }
  send({ type: 'response.output_text.done', ...at, text })
  const item = { ...message, status: 'completed', content: [{ type: 'output_text', text, annotations: [] }] }
  send({ type: 'response.output_item.done', output_index: 0, item })
  return item
}
