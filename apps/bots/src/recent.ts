/** What was written in groups just before: so many lines a chat, of so many chats; nothing of it is stored. */
const linesKept = 50
const chatsKept = 500
const linesSent = 20
const nameChars = 50
const textChars = 500

type Line = { name: string; text: string }

export function createRecent() {
  const chats = new Map<string, Line[]>()
  return {
    remember(chat: string, name: string, text: string): void {
      const lines = chats.get(chat) ?? []
      chats.delete(chat)
      chats.set(chat, lines) // the one that was quiet for longest is first
      lines.push({ name: name.slice(0, nameChars), text: text.slice(0, textChars) })
      if (lines.length > linesKept) lines.shift()
      const [oldest] = chats.keys()
      if (chats.size > chatsKept && oldest !== undefined) chats.delete(oldest)
    },
    of: (chat: string): Line[] => (chats.get(chat) ?? []).slice(-linesSent),
  }
}
