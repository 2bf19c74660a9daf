// Says what a conversation holds in the words of a chat, with its files in their places.
import type { StoredAttachment } from '@atrium/schema'
import { nowIso } from '../../core/clock.ts'
import type { ImportedBlock } from '../chat/imported.ts'
import type { Conversation, Said } from './formats/conversation.ts'
import type { ToldMessages } from './plan.ts'

/** Characters of one message; a longer one is cut where it is stored. */
const longest = 1_000_000

/** A block that is too long for one is several. */
function inPieces(block: ImportedBlock): ImportedBlock[] {
  if ((block.type !== 'text' && block.type !== 'thinking') || block.text.length <= longest) return [block]
  const pieces = Math.ceil(block.text.length / longest)
  return Array.from({ length: pieces }, (_, index) => ({
    type: block.type,
    text: block.text.slice(index * longest, (index + 1) * longest),
  }))
}

export type Keep = (ref: Said['files'][number], day: string) => Promise<StoredAttachment | null>

/** Messages as the chat takes them, their files in place. */
export async function tell(
  { createdAt }: Conversation,
  path: readonly Said[],
  times: readonly string[],
  keep: Keep,
): Promise<ToldMessages> {
  const messages: ToldMessages[number][] = []
  for (const [index, { role, blocks, files }] of path.entries()) {
    const at = times[index] ?? nowIso()
    const day = (createdAt ?? times[0] ?? at).slice(0, 10)
    const attachments: StoredAttachment[] = []
    const notes: string[] = []
    for (const ref of files) {
      const file = await keep(ref, day)
      if (file) attachments.push(file)
      else notes.push(`[${ref.name.slice(0, 255)}: not in the export]`)
    }
    if (role === 'user') {
      const said = blocks.flatMap((block) => (block.type === 'text' ? [block.text] : []))
      const text = [...said, ...notes].join('\n\n')
      if (text.length > longest) {
        // What is too long for a message is a file beside it.
        const whole = await keep({ name: 'message.txt', mimeType: 'text/plain', id: null, text }, day)
        if (whole) attachments.push(whole)
      }
      messages.push({ role, at, text, attachments })
    } else {
      const links = attachments.map(
        ({ name, path, mimeType }) =>
          `${mimeType.startsWith('image/') ? '!' : ''}[${name.replace(/[[\]]/g, '')}](${encodeURI(path)})`,
      )
      const text: ImportedBlock[] = [...links, ...notes].map((line) => ({ type: 'text', text: line }))
      messages.push({ role, at, text: '', blocks: [...blocks, ...text].flatMap(inPieces) })
    }
  }
  return messages
}
