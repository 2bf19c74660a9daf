/** The words of a homeserver: events, rooms, answers and refusals. */
export type Json = Record<string, unknown>
export type RoomEvent = {
  type: string
  event_id: string
  sender: string
  origin_server_ts: number
  content: Json
  state_key?: string
  redacts?: string
  unsigned?: Json
}
export type Entry = { at: number; event: RoomEvent }
export type Room = { id: string; timeline: Entry[]; state: Map<string, RoomEvent>; invitedAt: number | null }
export type Answer = { status: number; body?: unknown; bytes?: Buffer; type?: string; html?: string }
export type Call = { method: string; path: string; body: Json; at: number; status: number }
export type Said = {
  id: string
  body: string
  html: string | null
  edits: number
  content: Json
  redacted: boolean
}

export const ok = (body: unknown = {}): Answer => ({ status: 200, body })
export const refuse = (status: number, errcode: string, error: string, more: Json = {}): Answer => ({
  status,
  body: { errcode, error, ...more },
})

/** `GET /rooms/{id}/messages`, backwards. */
export function history(room: Room, query: URLSearchParams, position: number): Answer {
  const from = Number((query.get('from') ?? `t${position + 1}`).slice(1))
  const to = Number((query.get('to') ?? 's0').slice(1))
  const filter = JSON.parse(query.get('filter') ?? '{}') as { types?: string[] }
  const all = room.timeline
    .filter(({ at, event }) => at < from && at > to && (filter.types?.includes(event.type) ?? true))
    .toReversed()
  const some = all.slice(0, Number(query.get('limit') ?? 10))
  const last = some.at(-1)
  return ok({
    start: query.get('from'),
    chunk: some.map(({ event }) => event),
    state: [],
    ...(last && some.length < all.length && { end: `t${last.at}` }),
  })
}
