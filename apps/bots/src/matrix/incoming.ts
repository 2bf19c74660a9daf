import type { Incoming, IncomingFile } from '../platform.ts'
import type { Api, Content, MatrixEvent } from './api.ts'

/** What bots say (`m.notice`) is never answered, so that two of them do not talk for ever. */
const texts = ['m.text', 'm.emote']
const fileKinds = ['m.image', 'm.file', 'm.audio', 'm.video']

const record = (value: unknown): Content =>
  typeof value === 'object' && value !== null ? (value as Content) : {}
const string = (value: unknown): string => (typeof value === 'string' ? value : '')

export type Relation = {
  replaces: string | null
  thread: string | null
  repliesTo: string | null
  annotates: string | null
  sign: string
}

export function relationOf({ content }: Pick<MatrixEvent, 'content'>): Relation {
  const relation = record(content['m.relates_to'])
  const [type, target] = [string(relation['rel_type']), string(relation['event_id'])]
  const repliesTo = string(record(relation['m.in_reply_to'])['event_id'])
  const isThread = type === 'm.thread'
  return {
    replaces: type === 'm.replace' ? target : null,
    thread: isThread && target !== '' ? target : null,
    // In a thread every message carries one, for clients that know no threads.
    repliesTo: repliesTo !== '' && !(isThread && relation['is_falling_back'] === true) ? repliesTo : null,
    annotates: type === 'm.annotation' ? target : null,
    sign: string(relation['key']),
  }
}

/** Whether a person said something new. */
export const isSaid = ({ content }: MatrixEvent): boolean =>
  [...texts, ...fileKinds].includes(string(content['msgtype'])) &&
  record(content['m.relates_to'])['rel_type'] !== 'm.replace'

/** The words, without the quotation that older clients put before a reply. */
export function bodyOf({ content }: Pick<MatrixEvent, 'content'>): string {
  const body = string(content['body'])
  const isFile = fileKinds.includes(string(content['msgtype']))
  // A file's body is its name, unless it has a name of its own: then it is the caption.
  if (isFile) return string(content['filename']) !== '' && body !== content['filename'] ? body : ''
  const isReply = record(record(content['m.relates_to'])['m.in_reply_to'])['event_id'] !== undefined
  return isReply && body.startsWith('> ') ? body.replace(/^(?:>.*\n?)+\n?/, '') : body
}

/** Whether a message in a group speaks to the bot; null when only the message it replies to can tell. */
export function isAddressed({ content }: MatrixEvent, bot: { id: string; name: string }): boolean | null {
  const mentions = content['m.mentions']
  if (typeof mentions === 'object' && mentions !== null) {
    const ids = record(mentions)['user_ids']
    return Array.isArray(ids) && ids.includes(bot.id)
  }
  // Clients that do not say whom they mention.
  if (string(content['formatted_body']).includes(`https://matrix.to/#/${bot.id}`)) return true
  return namesOf(bot).test(bodyOf({ content })) ? true : null
}

const escaped = (value: string): string => value.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
const namesOf = ({ id, name }: { id: string; name: string }): RegExp =>
  new RegExp(`(?:^|\\s)(?:${escaped(id)}|@?${escaped(name)})(?=$|[\\s,:;.!?])`, 'iu')

export function withoutMention(text: string, bot: { id: string; name: string }): string {
  const first = new RegExp(
    `^\\s*(?:${escaped(bot.id)}|@?${escaped(bot.name)})(?=$|[\\s,:;.!?])[\\s,:;]*`,
    'iu',
  )
  return text.replace(first, '').replaceAll(bot.id, ' ').replace(/ {2,}/g, ' ').trim()
}

export function commandOf(text: string): Incoming['command'] {
  const [, name, args] = /^[!/]([a-z]{1,32})(?:\s+([\s\S]*))?$/i.exec(text) ?? []
  return name === undefined ? null : { name: name.toLowerCase(), args: (args ?? '').trim() }
}

export function filesOf({ content }: MatrixEvent, api: Api): IncomingFile[] {
  const url = string(content['url'])
  if (!fileKinds.includes(string(content['msgtype'])) || url === '') return []
  const info = record(content['info'])
  const name = string(content['filename']) || string(content['body']) || 'file'
  const isVoice = content['msgtype'] === 'm.audio' && content['org.matrix.msc3245.voice'] !== undefined
  return [
    {
      name,
      mimeType: string(info['mimetype']) || 'application/octet-stream',
      sizeBytes: typeof info['size'] === 'number' ? info['size'] : null,
      kind: isVoice ? 'voice' : 'file',
      download: (maxBytes, signal) => api.download(url, { name, maxBytes, signal }),
    },
  ]
}
