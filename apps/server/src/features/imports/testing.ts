// Exports as the vendors write them, in small.
import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'

type Json = Record<string, unknown>

const seconds = (at: string): number => Date.parse(at) / 1_000

/** One node of a ChatGPT tree. */
export function node(
  id: string,
  parent: string | null,
  role: 'user' | 'assistant' | 'system' | 'tool',
  text: string | Json | null,
  more: Json = {},
): [string, Json] {
  const { name = null, ...message } = more
  return [
    id,
    {
      id,
      parent,
      children: [],
      message:
        text === null
          ? null
          : {
              id,
              author: { role, name, metadata: {} },
              create_time: seconds('2025-03-04T05:06:07Z') + Number(/\d+/.exec(id)?.[0] ?? 0),
              content: typeof text === 'string' ? { content_type: 'text', parts: [text] } : text,
              status: 'finished_successfully',
              weight: 1,
              metadata: {},
              recipient: 'all',
              ...message,
            },
    },
  ]
}

export const chatgpt = (
  id: string,
  current: string | null,
  nodes: [string, Json][],
  more: Json = {},
): Json => ({
  title: `Talk ${id}`,
  create_time: seconds('2025-03-04T05:06:07Z'),
  update_time: seconds('2025-03-05T05:06:07Z'),
  mapping: Object.fromEntries(nodes),
  current_node: current,
  conversation_id: id,
  id,
  is_archived: false,
  default_model_slug: 'gpt-4o',
  ...more,
})

/** A question and its answer, as often as wanted. */
export const chatgptTalk = (id: string, turns = 1): Json => {
  const nodes = [node('root', null, 'system', null)]
  for (let turn = 0; turn < turns; turn++) {
    nodes.push(
      node(`n${2 * turn}`, turn === 0 ? 'root' : `n${2 * turn - 1}`, 'user', `Question ${turn} of ${id}`),
    )
    nodes.push(node(`n${2 * turn + 1}`, `n${2 * turn}`, 'assistant', `Answer ${turn} of ${id}`))
  }
  return chatgpt(id, `n${2 * turns - 1}`, nodes)
}

export const claudeMessage = (
  uuid: string,
  sender: 'human' | 'assistant',
  text: string,
  more: Json = {},
): Json => ({
  uuid,
  text,
  content: [{ type: 'text', text, citations: [] }],
  sender,
  created_at: '2025-01-02T03:04:05.123456Z',
  updated_at: '2025-01-02T03:04:05.123456Z',
  attachments: [],
  files: [],
  ...more,
})

export const claude = (uuid: string, messages: Json[], more: Json = {}): Json => ({
  uuid,
  name: `Talk ${uuid}`,
  created_at: '2025-01-02T03:04:05.123456Z',
  updated_at: '2025-01-03T00:00:00Z',
  account: { uuid: 'a1' },
  chat_messages: messages,
  ...more,
})

export const claudeTalk = (uuid: string, turns = 1): Json =>
  claude(
    uuid,
    Array.from({ length: turns }, (_, turn) => [
      claudeMessage(`${uuid}-${turn}-q`, 'human', `Question ${turn} of ${uuid}`),
      claudeMessage(`${uuid}-${turn}-a`, 'assistant', `Answer ${turn} of ${uuid}`),
    ]).flat(),
  )

export async function writeZip(
  path: string,
  files: Record<string, string | Buffer>,
  compress = true,
): Promise<void> {
  const zip = new ZipFile()
  for (const [name, data] of Object.entries(files))
    zip.addBuffer(Buffer.from(data as string), name, { compress })
  zip.end()
  await pipeline(zip.outputStream, createWriteStream(path))
}
