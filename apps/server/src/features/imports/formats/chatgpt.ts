// Conversations as ChatGPT exports them: a tree of nodes, of which the way to `current_node` was shown last.

import { type Content, readContent } from './chatgpt-content.ts'
import { type Block, type Conversation, maxPaths, NotImportableError, type Said } from './conversation.ts'
import { firstLabel, firstText, get, idOf, isObject, type Json, labelOf, objectOf, timeOf } from './json.ts'
import { distinct, type Node, pathsOf } from './tree.ts'

export const isChatgpt = (value: unknown): boolean => isObject(get(value, 'mapping'))

/** @throws NotImportableError */
export function readChatgpt(value: unknown, most = maxPaths): Conversation {
  const id = idOf(value, 'conversation_id', 'id')
  if (id === null) throw new NotImportableError('it has no id')
  const mapping = get(value, 'mapping')
  if (!isObject(mapping)) throw new NotImportableError('it has no messages')
  const nodes = Object.entries(mapping).flatMap(([key, node]) => nodeOf(key, node))
  const isTree = nodes.some(({ parent }) => parent !== null)
  const { paths, more } = isTree
    ? pathsOf(nodes, firstText(value, 'current_node'), most)
    : { paths: [nodes], more: 0 }
  // Branches share most of their messages.
  const contents = new Map<string, Content>()
  const model = modelIn(paths[0] ?? []) ?? firstLabel(value, 'default_model_slug')
  const gpt = firstLabel(value, 'gizmo_id')
  return {
    source: 'chatgpt',
    id,
    title: firstLabel(value, 'title'),
    createdAt: timeOf(get(value, 'create_time')),
    updatedAt: timeOf(get(value, 'update_time')),
    model,
    facts: gpt === null ? {} : { gpt },
    paths: distinct(paths.map((path) => sayings(path, contents))),
    more,
  }
}

const isGiven = <T>(value: T | null | undefined): value is T => value !== null && value !== undefined

function nodeOf(key: string, node: unknown): Node<Json | null>[] {
  if (!isObject(node)) return []
  const message = get(node, 'message')
  const at = timeOf(get(message, 'create_time'))
  return [{ id: key, parent: firstText(node, 'parent'), at, value: isObject(message) ? message : null }]
}

const modelIn = (path: readonly Node<Json | null>[]): string | null =>
  path
    .map(({ value }) => firstLabel(get(value, 'metadata'), 'model_slug'))
    .filter(isGiven)
    .at(-1) ?? null

/** What was said on one way; calls of tools and what came back are told together. */
function sayings(path: readonly Node<Json | null>[], contents: Map<string, Content>): Said[] {
  const said: Said[] = []
  let call: string | null = null
  for (const { id, value } of path) {
    if (!value || isHidden(value)) continue
    const role = firstText(get(value, 'author'), 'role')
    const at = timeOf(get(value, 'create_time'))
    const content = contents.get(id) ?? readContent(value)
    contents.set(id, content)
    if (role === 'user') {
      call = null
      const { text, files } = content
      const blocks: Block[] = text === '' ? [] : [{ type: 'text', text }]
      if (blocks.length + files.length > 0) said.push({ key: id, role, at, blocks, files })
    } else if (role === 'assistant' || role === 'tool') {
      const blocks: Block[] = []
      const tool = role === 'tool' ? firstLabel(get(value, 'author'), 'name') : toolOf(value)
      if (role === 'tool') {
        if (call === null) {
          call = labelOf(id)
          blocks.push({ type: 'tool_use', id: call, name: tool ?? 'tool', input: {} })
        }
        const isError = content.type === 'system_error'
        blocks.push({ type: 'tool_result', id: call, text: content.text, isError })
      } else if (tool !== null) {
        call = labelOf(id)
        blocks.push({ type: 'tool_use', id: call, name: tool, input: inputOf(content.text) })
      } else if (content.text !== '') {
        blocks.push({ type: content.type === 'thinking' ? 'thinking' : 'text', text: content.text })
      }
      if (blocks.length + content.files.length > 0)
        said.push({ key: id, role: 'assistant', at, blocks, files: content.files })
    }
  }
  return said
}

const notSaid = ['user_editable_context', 'model_editable_context']

function isHidden(message: Json): boolean {
  const metadata = objectOf(message['metadata'])
  return (
    metadata['is_visually_hidden_from_conversation'] === true ||
    metadata['is_user_system_message'] === true ||
    message['weight'] === 0 ||
    notSaid.includes(firstText(message['content'], 'content_type') ?? '')
  )
}

/** Words that are not for everybody are for a tool. */
function toolOf(message: Json): string | null {
  const recipient = firstLabel(message, 'recipient')
  return recipient === null || recipient === 'all' ? null : recipient
}

/** Longer texts are no calls, and millions of tiny values in them are a hundred times as large in memory. */
const inputChars = 100_000
const inputDepth = 100

function inputOf(text: string): Record<string, unknown> {
  try {
    const value: unknown = text.length > inputChars ? null : JSON.parse(text)
    if (isObject(value) && !Object.hasOwn(value, '__proto__') && isFlat(value, inputDepth)) return value
  } catch {
    // Most are programs, not JSON.
  }
  return text === '' ? {} : { input: text }
}

const isFlat = (value: unknown, depth: number): boolean =>
  typeof value !== 'object' ||
  value === null ||
  (depth > 0 && Object.values(value).every((inner) => isFlat(inner, depth - 1)))
