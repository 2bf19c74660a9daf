/** A folder whose instructions go into every prompt of a chat. */
export interface ChatContextTable {
  chatId: string
  /** Relative to the vault; empty is the vault itself. */
  folderPath: string
}
