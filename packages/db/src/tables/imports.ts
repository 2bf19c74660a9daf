import type { IsoText } from '../columns.ts'

/** Which conversation of an export became which chat; a conversation with branches has a row for each. */
export interface ImportedConversationTable {
  source: string
  originalId: string
  branch: number
  chatId: string
  /** Its messages in order, eight characters each: what another export has beside these is new. */
  messages: string
  /** Of the chat when it was last imported; a later one means that it was continued here. */
  nextSeq: number
  importedAt: IsoText
}
