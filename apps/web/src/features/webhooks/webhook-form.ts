import type { Webhook, WebhookCreate, WebhookEventType } from '@atrium/schema'

export type WebhookFields = {
  url: string
  description: string
  all: boolean
  events: WebhookEventType[]
  content: boolean
  chats: string
  projects: string
  sessions: string
}

const lines = (names: readonly string[] | undefined): string => (names ?? []).join('\n')
const namesIn = (text: string): string[] => [
  ...new Set(
    text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  ),
]

/** What the form shows of a webhook; of a new one everything is told, without texts. */
export const fieldsOf = (webhook: Webhook | undefined): WebhookFields => ({
  url: webhook?.url ?? '',
  description: webhook?.description ?? '',
  all: webhook?.events.includes('*') ?? true,
  events: webhook?.events.filter((event) => event !== '*') ?? [],
  content: webhook?.include_content ?? false,
  chats: lines(webhook?.filter?.chat_ids),
  projects: lines(webhook?.filter?.project_ids),
  sessions: lines(webhook?.filter?.sessions),
})

export const isReady = ({ url, all, events }: WebhookFields): boolean =>
  url.trim() !== '' && (all || events.length > 0)

/** What is sent to the hub for it. */
export function settingsOf(fields: WebhookFields): Omit<WebhookCreate, 'enabled'> {
  const filter = {
    chat_ids: namesIn(fields.chats),
    project_ids: namesIn(fields.projects),
    sessions: namesIn(fields.sessions),
  }
  const isFiltered = Object.values(filter).some((names) => names.length > 0)
  return {
    url: fields.url.trim(),
    description: fields.description.trim(),
    events: (fields.all ? ['*'] : fields.events) as WebhookCreate['events'], // tests are not among the choices
    include_content: fields.content,
    filter: isFiltered ? filter : null,
  }
}
