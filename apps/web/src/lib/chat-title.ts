import type { TFunction } from 'i18next'

const command = /^\/([a-z]+)(?:\s+(.+))?$/

/** What a chat is called. A command to the guide goes by its words: `/run ls -la` is "Run: ls -la". */
export function chatTitle(chat: { title: string | null; runner: string } | undefined, t: TFunction): string {
  const title = chat?.title ?? t('chat.untitled')
  const [, verb, rest] = (chat?.runner === 'guide' && command.exec(title)) || []
  if (verb === undefined) return title
  const name = verb.charAt(0).toUpperCase() + verb.slice(1)
  return rest === undefined ? name : `${name}: ${rest}`
}
