// Conversations as claude.ai exports them: a list of messages in order, since 2026 with the message each one answers.
import {
  type Block,
  type Conversation,
  type FileRef,
  maxPaths,
  NotImportableError,
  type Said,
} from './conversation.ts'
import {
  firstLabel,
  firstText,
  get,
  idOf,
  isObject,
  type Json,
  labelOf,
  listOf,
  objectOf,
  textOf,
  timeOf,
} from './json.ts'
import { distinct, type Node, pathsOf } from './tree.ts'

export const isClaude = (value: unknown): boolean =>
  Array.isArray(get(value, 'chat_messages')) ||
  (Array.isArray(get(value, 'messages')) && !get(value, 'mapping'))

/** @throws NotImportableError */
export function readClaude(value: unknown, most = maxPaths): Conversation {
  const id = idOf(value, 'uuid', 'id', 'conversation_id')
  if (id === null) throw new NotImportableError('it has no id')
  const raw = get(value, 'chat_messages') ?? get(value, 'messages')
  if (!Array.isArray(raw)) throw new NotImportableError('it has no messages')
  const nodes = (raw as unknown[]).flatMap((message, index) => nodeOf(message, index))
  const ids = new Set(nodes.map((node) => node.id))
  const isTree = nodes.some(({ parent }) => parent !== null && ids.has(parent))
  const { paths, more } = isTree
    ? pathsOf(nodes, firstText(value, 'current_leaf_message_uuid'), most)
    : { paths: [nodes], more: 0 }
  const project = firstLabel(get(value, 'project'), 'name')
  return {
    source: 'claude',
    id,
    title: firstLabel(value, 'name', 'title'),
    createdAt: timeOf(get(value, 'created_at')),
    updatedAt: timeOf(get(value, 'updated_at')),
    model: firstLabel(value, 'model'),
    facts: project === null ? {} : { project },
    paths: distinct(paths.map((path) => path.flatMap(({ value: said }) => (said ? [said] : [])))),
    more,
  }
}

function nodeOf(message: unknown, index: number): Node<Said | null>[] {
  if (!isObject(message)) return []
  const id = firstText(message, 'uuid', 'id') ?? `#${index}`
  const parent = firstText(message, 'parent_message_uuid')
  return [{ id, parent, at: timeOf(get(message, 'created_at')), value: saidIn(message, id) }]
}

const roles = new Map<string, Said['role']>([
  ['human', 'user'],
  ['user', 'user'],
  ['assistant', 'assistant'],
])

function saidIn(message: Json, key: string): Said | null {
  const role = roles.get(firstText(message, 'sender', 'role') ?? '')
  if (!role) return null
  const blocks = blocksOf(message, key)
  const files = filesOf(message)
  if (blocks.length === 0 && files.length === 0) return null
  return { key, role, at: timeOf(get(message, 'created_at')), blocks, files }
}

function blocksOf(message: Json, key: string): Block[] {
  const { content } = message
  const blocks: Block[] = []
  let call = ''
  for (const [index, block] of listOf(content).entries()) {
    const type = textOf(get(block, 'type'))
    if (type === 'tool_use') call = labelOf(textOf(get(block, 'id')) ?? `${key}-${index}`)
    const read = blockOf(block, type, call || labelOf(`${key}-${index}`))
    if (read) blocks.push(read)
  }
  if (blocks.some(({ type }) => type !== 'thinking')) return blocks
  // The older form, and what the newer one says beside blocks it does not know.
  const text = textOf(content) ?? textOf(message['text']) ?? ''
  return text.trim() === '' ? blocks : [...blocks, { type: 'text', text }]
}

function blockOf(block: unknown, type: string | null, call: string): Block | null {
  if (type === 'tool_use')
    return { type, id: call, name: firstLabel(block, 'name') ?? 'tool', input: objectOf(get(block, 'input')) }
  if (type === 'tool_result') {
    const id = labelOf(textOf(get(block, 'tool_use_id')) ?? call)
    return { type, id, text: resultText(get(block, 'content')), isError: get(block, 'is_error') === true }
  }
  const text = firstText(block, 'text', 'thinking')
  if (text === null) return null
  return { type: type === 'thinking' ? 'thinking' : 'text', text }
}

function resultText(content: unknown): string {
  if (typeof content === 'string') return content
  return listOf(content)
    .flatMap((part) => {
      const text = firstText(part, 'text', 'title', 'url')
      return text === null ? [] : [text]
    })
    .join('\n')
}

function filesOf(message: Json): FileRef[] {
  const attachments = listOf(message['attachments']).map((file) => ({
    name: firstText(file, 'file_name', 'name') ?? 'attachment.txt',
    mimeType: mimeOf(firstLabel(file, 'file_type')),
    id: firstText(file, 'id', 'file_uuid'),
    text: textOf(get(file, 'extracted_content')),
  }))
  const files = [...listOf(message['files']), ...listOf(message['files_v2'])].map((file) => ({
    name: firstText(file, 'file_name', 'name') ?? 'file',
    mimeType: mimeOf(firstLabel(file, 'file_type', 'mime_type')),
    id: firstText(file, 'file_uuid', 'uuid', 'id'),
    text: null,
  }))
  const known = new Set<string>()
  return [...attachments, ...files].filter(({ name, id }) => {
    const key = id ?? name
    return known.has(key) ? false : known.add(key)
  })
}

/** The export also writes plain endings there. */
const mimeOf = (text: string | null): string | null => (text?.includes('/') ? text : null)
