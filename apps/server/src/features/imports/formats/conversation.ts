/** A conversation of any vendor, as far as a chat can hold it. */
export type Conversation = {
  source: 'claude' | 'chatgpt'
  /** The vendor's id. */
  id: string
  title: string | null
  createdAt: string | null
  updatedAt: string | null
  model: string | null
  /** What else is worth keeping, for the chat's metadata. */
  facts: Record<string, string>
  /** Ways through the conversation, each from its beginning; the one that was shown last comes first. */
  paths: Said[][]
  /** Ways that are left out, as there are too many. */
  more: number
}

/** One message. */
export type Said = {
  /** The same in every export of this conversation. */
  key: string
  role: 'user' | 'assistant'
  at: string | null
  blocks: Block[]
  files: FileRef[]
}

export type Block =
  | { type: 'text' | 'thinking'; text: string }
  | { type: 'tool_use'; id: string; name: string; input: Record<string, unknown> }
  | { type: 'tool_result'; id: string; text: string; isError: boolean }

export type FileRef = {
  /** As the vendor names it: trust nothing in it. */
  name: string
  mimeType: string | null
  /** Finds it in the archive; null when there is none. */
  id: string | null
  /** Its text, where the export has it inside. */
  text: string | null
}

/** Why one conversation cannot be imported. */
export class NotImportableError extends Error {
  override readonly name = 'NotImportableError'
}

/** Ways of one conversation that become chats. */
export const maxPaths = 50
