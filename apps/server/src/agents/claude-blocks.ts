import { type Json, number, record, text } from './claude-json.ts'
import type { AgentEvent } from './runner.ts'

type Kind = 'text' | 'thinking'
type Block = { id: string; kind: Kind; said: string }

export type Blocks = ReturnType<typeof createBlocks>

/**
 * Growing blocks of the main conversation. A block that has grown ends with exactly one `text` or `thinking` event whose
 * content is all its deltas joined, also when the connection broke in its midst and the answer came again as another.
 */
export function createBlocks() {
  let stream = ''
  let count = 0
  const open = new Map<number, Block>()

  const close = (index: number, block: Block): AgentEvent[] => {
    open.delete(index)
    if (block.said === '') return []
    return [{ type: block.kind, block: block.id, content: block.said, parentToolUseId: null }]
  }
  const closeAll = (): AgentEvent[] => [...open].flatMap(([index, block]) => close(index, block))

  const grow = (block: Block, delta: string): AgentEvent[] => {
    if (delta === '') return []
    block.said += delta
    return [{ type: 'delta', kind: block.kind, block: block.id, delta }]
  }

  return {
    closeAll,
    /** One event of the API's own stream. */
    stream(event: Json, uuid: string | null): AgentEvent[] {
      const index = number(event['index']) ?? 0
      switch (event['type']) {
        case 'message_start': {
          const events = closeAll()
          // Of the event, not of the API's message: a repeated request may repeat the message's id.
          stream = (uuid ?? text(record(event['message'])['id']) ?? 'stream').replaceAll('-', '')
          return events
        }
        case 'content_block_start': {
          const content = record(event['content_block'])
          const kind = content['type']
          if (kind !== 'text' && kind !== 'thinking') return []
          const before = open.get(index)
          const events = before ? close(index, before) : []
          const block = { id: `${stream}.${count++}`, kind, said: '' } satisfies Block
          open.set(index, block)
          return [...events, ...grow(block, text(content[kind]) ?? '')]
        }
        case 'content_block_delta': {
          const delta = record(event['delta'])
          const block = open.get(index)
          if (!block) return []
          return grow(block, text(delta[block.kind]) ?? '')
        }
        default:
          return []
      }
    },
    /** A whole block, as the transcript has it; `id` is for blocks that never grew. */
    finish(kind: Kind, content: string, parent: string | null, id: string): AgentEvent[] {
      const grown = parent === null ? [...open].find(([, block]) => block.kind === kind) : undefined
      if (!grown) return content === '' ? [] : [{ type: kind, block: id, content, parentToolUseId: parent }]
      const [index, block] = grown
      if (content.startsWith(block.said))
        return [...grow(block, content.slice(block.said.length)), ...close(index, block)]
      return [...close(index, block), { type: kind, block: id, content, parentToolUseId: null }]
    },
  }
}
