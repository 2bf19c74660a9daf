import type { Api, Content, JoinedRoom, MatrixEvent } from './api.ts'
import { failureOf } from './errors.ts'

type Facts = { isDirect?: boolean; title?: string | null; members?: number }

const roomsAtMost = 2_000
const peopleAtMost = 5_000

/** What has to be known of rooms and people to understand a message; asked for once, and again when it changes. */
export function createRooms(api: Api, botId: string) {
  const rooms = new Map<string, Facts>()
  const names = new Map<string, string>()
  let direct = new Set<string>()

  function factsOf(roomId: string): Facts {
    const facts = rooms.get(roomId) ?? {}
    rooms.set(roomId, facts)
    drop(rooms, roomsAtMost)
    return facts
  }

  return {
    /** Rooms that the account has marked as direct conversations. */
    setDirect(content: Content): void {
      direct = new Set(
        Object.values(content).flatMap((list) => (Array.isArray(list) ? list.map(String) : [])),
      )
    },
    /** What a sync says of a room; what it changes is asked for anew. */
    heard(roomId: string, { state, timeline, summary }: JoinedRoom): void {
      const facts = factsOf(roomId)
      const members = summary?.['m.joined_member_count']
      if (members !== undefined) facts.members = members
      for (const { type, state_key, content } of [...(state?.events ?? []), ...(timeline?.events ?? [])]) {
        if (type === 'm.room.name') delete facts.title
        if (type !== 'm.room.member') continue
        if (members === undefined) delete facts.members
        if (state_key !== undefined && typeof content['displayname'] === 'string')
          names.set(state_key, content['displayname'])
      }
    },
    forget: (roomId: string): boolean => rooms.delete(roomId),
    /** Marked as one, or nobody else is there. */
    async isDirect(roomId: string, signal: AbortSignal): Promise<boolean> {
      if (direct.has(roomId)) return true
      const facts = factsOf(roomId)
      facts.members ??= await api.members(roomId, signal)
      return facts.members <= 2
    },
    async titleOf(roomId: string, signal: AbortSignal): Promise<string | null> {
      const facts = factsOf(roomId)
      if (facts.title === undefined) {
        const name = (await api.state(roomId, 'm.room.name', '', signal))?.['name']
        facts.title = typeof name === 'string' && name !== '' ? name : null
      }
      return facts.title
    },
    async nameOf(userId: string, signal: AbortSignal): Promise<string> {
      const known = names.get(userId)
      if (known !== undefined) return known
      const name = (await api.displayName(userId, signal).catch(unlessRefused)) ?? userId
      names.set(userId, name)
      drop(names, peopleAtMost)
      return name
    },
    isOwn: ({ sender }: Pick<MatrixEvent, 'sender'>): boolean => sender === botId,
  }
}

/** There are servers that tell nobody's name. */
function unlessRefused(error: unknown): null {
  if (failureOf(error).kind !== 'refused') throw error
  return null
}

export type Rooms = ReturnType<typeof createRooms>

export function drop(map: Map<string, unknown>, atMost: number): void {
  for (const oldest of map.keys()) {
    if (map.size <= atMost) return
    map.delete(oldest)
  }
}
