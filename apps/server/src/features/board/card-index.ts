import type { CardStage } from '@atrium/schema'

type Entry = { id: string; title: string; stage: CardStage }
type Held = { id: string; title: string; stage: CardStage; sessionRef: string | null }

export type CardIndex = ReturnType<typeof createCardIndex>

/** Which card a session works for, answered at once: lists of sessions ask for every row. */
export function createCardIndex() {
  const bySession = new Map<string, Entry>()
  const sessionOf = new Map<string, string>()

  function forget(id: string): void {
    const session = sessionOf.get(id)
    if (session === undefined) return
    sessionOf.delete(id)
    bySession.delete(session)
  }

  return {
    of: (session: string): Entry | null => bySession.get(session) ?? null,
    forget,
    remember({ id, title, stage, sessionRef }: Held): void {
      forget(id)
      if (sessionRef === null) return
      sessionOf.set(id, sessionRef)
      bySession.set(sessionRef, { id, title, stage })
    },
  }
}
