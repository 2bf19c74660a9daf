import type { Outgoing, Place } from '../platform.ts'
import type { Api, Content } from './api.ts'
import { withChoices } from './choices.ts'

/** A text, and where it belongs. Edits need no formatted copy for clients that show no edits: a short word is enough. */
export function textContent(message: Outgoing): Content {
  const { plain, rich, content } = withChoices(message)
  return {
    msgtype: 'm.text',
    body: plain,
    ...(message.rich && { format: 'org.matrix.custom.html', formatted_body: rich }),
    // Nobody is called by what an agent says.
    'm.mentions': {},
    ...content,
  }
}

export function editOf(eventId: string, content: Content): Content {
  return {
    msgtype: content['msgtype'],
    body: `* ${String(content['body']).slice(0, 200)}`,
    'm.mentions': {},
    'm.new_content': content,
    'm.relates_to': { rel_type: 'm.replace', event_id: eventId },
  }
}

export function relatedTo({ threadId }: Place, replyTo: string | null): Content {
  const reply = replyTo === null ? {} : { 'm.in_reply_to': { event_id: replyTo } }
  if (threadId !== null)
    return {
      'm.relates_to': {
        rel_type: 'm.thread',
        event_id: threadId,
        is_falling_back: replyTo === null,
        ...reply,
      },
    }
  return replyTo === null ? {} : { 'm.relates_to': reply }
}

const kinds = [
  ['image/', 'm.image'],
  ['audio/', 'm.audio'],
  ['video/', 'm.video'],
] as const

/** A file with its caption; the bytes are sent to the homeserver first. */
export async function fileContent(api: Api, message: Outgoing, signal: AbortSignal): Promise<Content | null> {
  const { file } = message
  if (!file) return null
  const url = await api.upload(file.bytes, { name: file.name, type: file.mimeType, signal })
  const { plain, rich } = message.text
  return {
    msgtype: kinds.find(([prefix]) => file.mimeType.startsWith(prefix))?.[1] ?? 'm.file',
    filename: file.name,
    body: plain === '' ? file.name : plain,
    ...(plain !== '' && message.rich && { format: 'org.matrix.custom.html', formatted_body: rich }),
    url,
    info: { mimetype: file.mimeType, size: file.bytes.length },
    'm.mentions': {},
  }
}
