// Owns the changes that a caller makes to a card: all of one call, or nothing of it.
import type { CardCleanup, CardUpdate } from '@atrium/schema'
import { conflict, invalid } from '../../core/errors.ts'
import { createKeyedLock } from '../../core/keyed-lock.ts'
import type { Desk, Who } from './deps.ts'
import { checkFields } from './fields.ts'
import { change, moveCard } from './moves.ts'
import type { Spawn } from './spawn.ts'
import type { CardChange, CardRow } from './store.ts'
import { type Tidy, tidyFacts } from './tidy.ts'
import type { Work } from './work.ts'

export function createUpdate(desk: Desk, { spawn, tidy }: { spawn: Spawn; tidy: Tidy }) {
  const { store, journal, sessions } = desk
  const lock = createKeyedLock()
  const isLive = (card: CardRow): boolean => card.sessionRef !== null && sessions.isLive(card.sessionRef)

  function assertMayLeave(card: CardRow, projectId: string): void {
    if (!desk.project(projectId)) throw invalid('projectId', `There is no project of this id: ${projectId}`)
    if (card.branch !== null || card.worktreePath !== null || isLive(card))
      throw conflict('This card has work in its project; it cannot go to another one')
  }

  /** Checks first, then stores everything at once; `ends` is whether its session goes. */
  async function apply(card: CardRow, input: CardUpdate, ends: boolean): Promise<Work<'tidy'> | null> {
    const { id, stage, order, endSession: _, projectId = card.projectId, ...fields } = input
    const checked = await checkFields(store, card, desk.project(card.projectId)?.path ?? null, fields)
    const asksBranch = stage === 'review' && card.branch === null && fields.branch === undefined
    const found = asksBranch ? await spawn.branchWithWork(card) : null
    if (ends && card.sessionRef !== null) await sessions.remove(card.sessionRef)
    const leaves = projectId !== card.projectId
    const target = stage ?? (leaves ? card.stage : undefined)
    const isMove = target !== undefined && (target !== card.stage || order !== undefined || leaves)
    return store.transaction(async (within) => {
      const to: CardChange = {
        ...fields,
        ...checked,
        ...(leaves && { projectId }),
        ...(ends && { sessionRef: null }),
        ...(found !== null && { branch: found }),
        ...(isMove && (await moveCard(within, { id, projectId }, target, order))),
      }
      if (Object.values(to).some((value) => value !== undefined)) await change(within, id, to)
      const now = stage === 'done' ? await within.find(id) : undefined
      return now ? journal.begin(id, tidyFacts(now, false), within) : null
    })
  }

  return async (by: Who, card: CardRow, input: CardUpdate): Promise<CardCleanup | null> => {
    const { id, stage, projectId } = input
    if (projectId !== undefined && projectId !== card.projectId) assertMayLeave(card, projectId)
    const ends = input.endSession === true && stage !== undefined && stage !== card.stage && isLive(card)
    // No two cards may take the same session, branch or working tree at the same moment.
    const work = await lock('held', () => apply(card, input, ends))
    await desk.changed({ id, projectId: projectId ?? card.projectId })
    if (projectId !== undefined && projectId !== card.projectId)
      desk.events.emit('board.card.changed', { id, projectId: card.projectId })
    if (ends)
      await desk.audit.append('card.move.endSession', by, {
        card: id,
        session: card.sessionRef,
        from: card.stage,
        to: stage,
      })
    return work ? tidy.run(work) : null
  }
}
