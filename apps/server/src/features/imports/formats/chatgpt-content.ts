import type { FileRef } from './conversation.ts'
import { firstLabel, firstText, get, isObject, type Json, listOf, objectOf, textOf } from './json.ts'

export type Content = { type: 'text' | 'thinking' | 'system_error'; text: string; files: FileRef[] }

/** What a message says, whatever kind it is of, and the files that belong to it. */
export function readContent(message: Json): Content {
  const content = message['content']
  const kind = firstText(content, 'content_type') ?? 'text'
  const files = new Map<string, FileRef>()
  for (const file of listOf(get(message['metadata'], 'attachments'))) {
    const id = firstText(file, 'id')
    const name = firstText(file, 'name')
    if (id === null && name === null) continue
    const mimeType = firstLabel(file, 'mime_type', 'mimeType')
    files.set(id ?? name ?? '', { name: name ?? 'file', mimeType, id, text: null })
  }
  const text = cited(textIn(kind, content, files), objectOf(message['metadata']))
  return { type: typeOf(kind), text: text.trim() === '' ? '' : text, files: [...files.values()] }
}

function typeOf(kind: string): Content['type'] {
  if (kind === 'thoughts' || kind === 'reasoning_recap') return 'thinking'
  return kind === 'system_error' ? kind : 'text'
}

function textIn(kind: string, content: unknown, files: Map<string, FileRef>): string {
  if (kind === 'thoughts')
    return listOf(get(content, 'thoughts'))
      .map((thought) => [firstText(thought, 'summary'), firstText(thought, 'content')])
      .map((lines) => lines.filter((line) => line !== null).join('\n'))
      .join('\n\n')
  if (kind === 'code') {
    const code = firstText(content, 'text') ?? partsIn(content, files)
    const language = firstText(content, 'language')
    return code === '' || language === null || language === 'unknown' || language === 'json'
      ? code
      : fenced(code, language)
  }
  if (kind === 'tether_quote')
    return [firstText(content, 'title'), firstText(content, 'url'), firstText(content, 'text')]
      .filter((line) => line !== null)
      .join('\n')
  const parts = partsIn(content, files)
  if (parts !== '') return parts
  return firstText(content, 'text', 'result', 'content', 'summary', 'name') ?? ''
}

/** A fence longer than any inside. */
function fenced(code: string, language: string): string {
  const longest = (code.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 2)
  const ticks = '`'.repeat(longest + 1)
  return `${ticks}${language.replace(/[^\w+#.-]/g, '')}\n${code}\n${ticks}`
}

function partsIn(content: unknown, files: Map<string, FileRef>): string {
  return listOf(get(content, 'parts'))
    .flatMap((part) => {
      if (typeof part === 'string') return part === '' ? [] : [part]
      if (!isObject(part)) return []
      notePointers(part, files, 0)
      const text = firstText(part, 'text')
      return text === null ? [] : [text]
    })
    .join('\n')
}

const pointerKeys = ['asset_pointer', 'audio_asset_pointer', 'video_container_asset_pointer']

/** Pictures and recordings, which may lie inside one another. */
function notePointers(part: Json, files: Map<string, FileRef>, depth: number): void {
  for (const key of pointerKeys) {
    const inner = get(part, key)
    if (isObject(inner) && depth < 3) notePointers(inner, files, depth + 1)
  }
  const id = assetId(textOf(get(part, 'asset_pointer')) ?? '')
  if (id === null || files.has(id)) return
  const isImage = firstText(part, 'content_type') === 'image_asset_pointer'
  files.set(id, {
    name: isImage ? 'image' : 'recording',
    mimeType: firstLabel(part, 'mime_type'),
    id,
    text: null,
  })
}

/** `file-service://file-Ab12`, `sediment://file_00ff` and longer forms: the part that begins the name in the archive. */
export const assetId = (pointer: string): string | null =>
  /file[-_](?!service)[A-Za-z0-9]{4,}/.exec(pointer)?.[0] ?? null

const marker = /\u{e200}[^\u{e200}\u{e201}]*\u{e201}/gu

/** Citations stand in the text as private characters; what they were shown as is beside it. */
function cited(text: string, metadata: Json): string {
  if (!text.includes('\u{e200}')) return text
  const shown = new Map<string, string>()
  for (const reference of listOf(metadata['content_references'])) {
    const matched = textOf(get(reference, 'matched_text'))
    if (matched) shown.set(matched, textOf(get(reference, 'alt')) ?? '')
  }
  return text.replace(marker, (mark) => shown.get(mark) ?? '')
}
