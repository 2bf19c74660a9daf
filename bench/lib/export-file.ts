import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { createRandom, createWords } from './big-database.ts'

const turns = 5
const wordsPerMessage = 60

/** A `conversations.json` of ChatGPT: ten messages a conversation, as large as they are. */
export async function writeExport(path: string, conversations: number): Promise<void> {
  const random = createRandom()
  const { word } = createWords(random)
  const text = (words: number) => Array.from({ length: words }, word).join(' ')
  const out = createWriteStream(path)
  out.write('[')
  for (let index = 0; index < conversations; index++) {
    const one = JSON.stringify(conversation(index, text))
    if (!out.write(index === 0 ? one : `,\n${one}`)) await once(out, 'drain')
  }
  out.end(']')
  await once(out, 'finish')
}

function conversation(index: number, text: (words: number) => string): object {
  const mapping: Record<string, object> = { root: { id: 'root', message: null, parent: null, children: [] } }
  let last = 'root'
  for (let turn = 0; turn < 2 * turns; turn++) {
    const id = `${index}-${turn}`
    const message = {
      id,
      author: { role: turn % 2 === 0 ? 'user' : 'assistant', name: null, metadata: {} },
      create_time: 1.7e9 + index * 60 + turn,
      update_time: null,
      content: { content_type: 'text', parts: [text(wordsPerMessage)] },
      status: 'finished_successfully',
      end_turn: true,
      weight: 1,
      metadata: { model_slug: 'gpt-4o', timestamp_: 'absolute' },
      recipient: 'all',
    }
    mapping[id] = { id, message, parent: last, children: [] }
    last = id
  }
  return {
    title: text(4),
    create_time: 1.7e9 + index * 60,
    update_time: 1.7e9 + index * 60 + 30,
    mapping,
    current_node: last,
    conversation_id: `conversation-${index}`,
    id: `conversation-${index}`,
  }
}
