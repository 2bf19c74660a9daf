import type { Chat, Import, LiveEvent } from '@atrium/schema'
import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import { setConnection } from '../stores/connection.ts'
import { botsKey } from './bots.ts'
import { hub } from './client.ts'
import { isSignedOut } from './errors.ts'
import { projectsKey } from './projects.ts'
import { keys } from './queries.ts'

/** Hears what changes on the hub and renews what shows it. Runs until the signal ends it. */
export async function followLive(client: QueryClient, signal: AbortSignal): Promise<void> {
  let lost = false
  const events = hub.live({
    signal,
    onState(state) {
      if (state === 'reconnecting') {
        lost = true
        setConnection('lost')
      }
      if (state !== 'open') return
      setConnection('live')
      // Changes may have passed while the line was down.
      if (lost) void client.invalidateQueries()
      lost = false
    },
  })
  try {
    for await (const event of events) apply(client, event)
  } catch (error) {
    if (signal.aborted) return
    setConnection('lost')
    if (isSignedOut(error)) client.setQueryData(keys.session, null)
  }
}

function apply(client: QueryClient, event: LiveEvent): void {
  switch (event.type) {
    case 'chat.changed':
      client.setQueryData(keys.chat(event.chat.id), (old: Chat | undefined) =>
        old ? { ...old, ...event.chat } : old,
      )
      placeChat(client, event.chat)
      if (event.chat.workspaceId !== null)
        void client.invalidateQueries({ queryKey: [...keys.workspaces, event.chat.workspaceId] })
      return
    case 'chat.removed':
      client.removeQueries({ queryKey: keys.chat(event.id) })
      void client.invalidateQueries({ queryKey: keys.chats })
      return
    case 'import.changed': {
      client.setQueryData(keys.imports, (old: Import[] | undefined) =>
        old?.map((one) => (one.import_id === event.import.import_id ? { ...one, ...event.import } : one)),
      )
      if (event.import.ended_at === null) return
      // What it made and what it could not is not in the event, and of each chat it made there is none.
      void client.invalidateQueries({ queryKey: keys.imports })
      void client.invalidateQueries({ queryKey: keys.chats })
      return
    }
    case 'project.changed':
    case 'project.removed':
      void client.invalidateQueries({ queryKey: projectsKey })
      return
    case 'session.changed':
    case 'session.removed':
      void client.invalidateQueries({ queryKey: keys.terminals })
      return
    case 'approval.changed':
      void client.invalidateQueries({ queryKey: keys.approvals })
      return
    case 'bots.changed':
      void client.invalidateQueries({ queryKey: botsKey })
      return
    case 'rules.changed':
      void client.invalidateQueries({ queryKey: keys.rules })
      return
    case 'board.changed':
      void client.invalidateQueries({ queryKey: ['board'] })
      return
    case 'agent.changed':
      void client.invalidateQueries({ queryKey: keys.agents })
      return
  }
}

/** Puts a changed chat where it belongs in the plain list; lists that search or filter ask again. */
function placeChat(client: QueryClient, chat: Chat): void {
  for (const query of client.getQueryCache().findAll({ queryKey: keys.chats })) {
    const filter = query.queryKey[1]
    if (typeof filter !== 'object' || filter === null || 'search' in filter || 'archived' in filter) {
      void client.invalidateQueries({ queryKey: query.queryKey })
      continue
    }
    client.setQueryData<InfiniteData<Chat[], number>>(query.queryKey, (old) => {
      if (!old) return old
      const others = old.pages.flat().filter(({ id }) => id !== chat.id)
      const all = chat.archived ? others : [chat, ...others]
      // The list is ordered by last change; a change that is not one of order stays near the top all the same.
      all.sort((a, b) => (a.lastAccessed < b.lastAccessed ? 1 : a.lastAccessed > b.lastAccessed ? -1 : 0))
      const size = 100
      return { ...old, pages: old.pages.map((_, at) => all.slice(at * size, (at + 1) * size)) }
    })
  }
}
