import {
  type APIActionRowComponent,
  type APIButtonComponent,
  type APIMessage,
  ButtonStyle,
  ComponentType,
  MessageFlags,
  type RawFile,
  type RESTPostAPIChannelMessageJSONBody,
} from 'discord.js'
import type { Button, Outgoing } from '../platform.ts'

const styles = { primary: ButtonStyle.Primary, danger: ButtonStyle.Danger } as const

/** Five rows of five are all that a message has; rows of one are filled up when there are more. */
function rowsOf(rows: readonly Button[][]): Button[][] {
  if (rows.length <= 5 && rows.every((row) => row.length <= 5)) return rows.filter((row) => row.length > 0)
  const all = rows.flat().slice(0, 25)
  return Array.from({ length: Math.ceil(all.length / 5) }, (_, row) => all.slice(row * 5, row * 5 + 5))
}

const componentsOf = (rows: readonly Button[][]): APIActionRowComponent<APIButtonComponent>[] =>
  rowsOf(rows).map((row) => ({
    type: ComponentType.ActionRow,
    components: row.map(({ label, data, style }) => ({
      type: ComponentType.Button,
      style: style ? styles[style] : ButtonStyle.Secondary,
      label,
      custom_id: data,
    })),
  }))

/** Nobody is called by what an agent says, and what it links to is not fetched. */
export function bodyOf(message: Outgoing): RESTPostAPIChannelMessageJSONBody {
  return {
    content: message.rich ? message.text.rich : message.text.plain,
    components: componentsOf(message.buttons),
    allowed_mentions: { parse: [], replied_user: true },
    flags: MessageFlags.SuppressEmbeds,
  }
}

export const filesOf = ({ file }: Outgoing): { files?: RawFile[] } =>
  file ? { files: [{ name: file.name, data: file.bytes, contentType: file.mimeType }] } : {}

/** Marks that the bot itself has put on a message. */
export const ownReactions = ({ reactions }: APIMessage): string[] =>
  (reactions ?? [])
    .filter(({ me }) => me)
    .map(({ emoji }) => (emoji.id ? `${emoji.name}:${emoji.id}` : (emoji.name ?? '')))
