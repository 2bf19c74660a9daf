// Owns the board: cards, their order, and what is begun and ended for them.
import { randomUUID } from 'node:crypto'
import {
  type BranchDiff,
  type Card,
  type CardCleanup,
  type CardCreate,
  type CardFinished,
  type CardImplement,
  type CardRun,
  type CardSnapshot,
  type CardUpdate,
  limits,
} from '@atrium/schema'
import type { Actor } from '../../context.ts'
import { nowIso } from '../../core/clock.ts'
import { AppError, invalid, notFound } from '../../core/errors.ts'
import { createKeyedLock } from '../../core/keyed-lock.ts'
import type { Problems } from '../../core/problems.ts'
import { createReplays } from '../../core/replays.ts'
import { agentOf, assertMayCreate, assertMayUpdate, readableProject } from './agents.ts'
import type { CardIndex } from './card-index.ts'
import { type BoardDeps, type Desk, repositoryOf, type Who } from './deps.ts'
import { createFinish } from './finish.ts'
import { change, moveCard } from './moves.ts'
import { heads, shaOf } from './repository.ts'
import { createRestore } from './restore.ts'
import { createSpawn } from './spawn.ts'
import type { CardRow, SnapshotRow } from './store.ts'
import { createTidy, tidyFacts } from './tidy.ts'
import { createUpdate } from './update.ts'
import { createJournal, type Work } from './work.ts'

const settleEveryMs = 60_000
const pruneEveryMs = 12 * 3_600_000

export type Board = Awaited<ReturnType<typeof createBoard>>

/** Who calls, and under which name a repeated call is known. */
type Call = Who & { actor: Actor; idempotencyKey: string | null }

export async function createBoard({
  crashPoint = async () => undefined,
  problems,
  index,
  active = true,
  ...deps
}: BoardDeps & {
  problems: Problems
  index: CardIndex
  /** Whether what the last process left is finished or undone; it lies in folders of the projects. */
  active?: boolean
}) {
  const { store, sessions, events } = deps
  const journal = createJournal(store, crashPoint)
  const lock = createKeyedLock()
  for (const card of await store.list()) index.remember(card)

  const desk: Desk = {
    ...deps,
    journal,
    repositoryLock: createKeyedLock(),
    async changed({ id, projectId }) {
      const card = await store.find(id)
      if (card) index.remember(card)
      events.emit('board.card.changed', { id, projectId })
    },
    removed({ id, projectId }) {
      index.forget(id)
      events.emit('board.card.removed', { id, projectId })
    },
  }
  const tidy = createTidy(desk)
  const finish = createFinish(desk, tidy)
  const spawn = createSpawn(desk)
  const restore = createRestore(desk)
  const changeCard = createUpdate(desk, { spawn, tidy })
  const created = createReplays<Card>()
  const runs = createReplays<CardRun>()

  /** Finishes or undoes what was begun and never ended; false when that cannot be told yet. */
  async function settle(work: Work, giveUp: boolean): Promise<boolean> {
    switch (work.facts.kind) {
      case 'tidy':
        await tidy.run(work as Work<'tidy'>) // as its facts say, here and below
        return true
      case 'finish':
        return finish.settle(work as Work<'finish'>, giveUp)
      case 'restore':
        await restore.settle(work as Work<'restore'>)
        return true
      case 'brainstorm':
      case 'implement':
        await spawn.settle(work as Work<'brainstorm'> | Work<'implement'>)
        return true
    }
  }

  /** One operation on a card at a time, with nothing of it half done before or behind it. */
  const alone = <T>(cardId: string, work: () => Promise<T>): Promise<T> =>
    lock(cardId, async () => {
      const left = await journal.of(cardId)
      if (left) await settle(left, true)
      return work().catch(async (error: unknown) => {
        const broken = await journal.of(cardId)
        if (broken) await settle(broken, false)
        throw error
      })
    })

  const withCard = <T>(id: string, work: (card: CardRow) => Promise<T>): Promise<T> =>
    alone(id, async () => work(await get(id)))

  function projectOf(id: string): { id: string; path: string } {
    const project = deps.project(id)
    if (!project) throw invalid('projectId', `There is no project of this id: ${id}`)
    return project
  }

  function toCard(row: CardRow): Card {
    const { position, slug: _, ...facts } = row
    return {
      ...facts,
      order: position,
      sessionLive: row.sessionRef !== null && sessions.isLive(row.sessionRef),
    }
  }

  async function get(id: string): Promise<CardRow> {
    const card = await store.find(id)
    if (!card) throw notFound('Card', id)
    return card
  }

  const add = (input: CardCreate): Promise<Card> =>
    lock(`new ${input.projectId}`, async () => {
      projectOf(input.projectId)
      if ((await store.count(input.projectId)) >= limits.cardsPerProject)
        throw new AppError(
          'limit_reached',
          `There are ${limits.cardsPerProject} cards in this project already; delete one first`,
        )
      const id = randomUUID()
      const { stage, ...rest } = input
      const now = nowIso()
      const nothing = {
        sessionRef: null,
        brainstormDoc: null,
        branch: null,
        implementSummary: null,
        worktreePath: null,
        slug: null,
      }
      await store.transaction(async (within) => {
        const placed = await moveCard(within, { id, projectId: input.projectId }, stage)
        await within.insert({ ...rest, ...nothing, ...placed, id, createdAt: now, updatedAt: now })
      })
      await desk.changed({ id, projectId: input.projectId })
      return toCard(await get(id))
    })

  const update = (by: Call, input: CardUpdate): Promise<Card & { cleanup?: CardCleanup }> => {
    const agent = agentOf(by.actor)
    return withCard(input.id, async (card) => {
      assertMayUpdate(agent, card, input)
      const cleanup = await changeCard(by, card, input)
      return { ...toCard(await get(input.id)), ...(cleanup && { cleanup }) }
    })
  }

  const own = (call: Call): string | null =>
    call.idempotencyKey === null ? null : `${call.actor.id} ${call.idempotencyKey}`

  async function settleAll(works: readonly Work[]): Promise<void> {
    for (const { cardId, id } of works)
      await lock(cardId, async () => {
        const work = await journal.of(cardId)
        if (work?.id === id) await settle(work, false)
      }).catch((error: unknown) =>
        deps.log.error({ err: error, feature: 'board', card: cardId }, 'not settled yet'),
      )
  }

  const { works, damaged } = await journal.left()
  for (const row of damaged)
    problems.report(
      'record_quarantined',
      `What was begun for a card could not be read: ${row.cardId}`,
      row.id,
    )
  // The remote may be slow to say whether it took a push; everything else is in order before anybody asks.
  await settleAll(works.filter(({ facts }) => active && facts.kind !== 'finish'))
  const settled = settleAll(works.filter(({ facts }) => active && facts.kind === 'finish'))
  deps.tasks.add('board.settle', () => settled)
  if (active)
    deps.tasks.every('board.settle', settleEveryMs, async () => settleAll((await journal.left()).works))
  deps.tasks.every('board.prune', pruneEveryMs, () =>
    restore.prune(new Date(Date.now() - limits.snapshotKeptMs).toISOString()),
  )

  async function follow(from: string, to: string): Promise<void> {
    const card = index.of(from)
    if (!card) return
    await lock(card.id, async () => {
      const other = await store.holder(card.id, { sessionRef: to })
      if (other) await change(store, other.id, { sessionRef: null })
      await change(store, card.id, { sessionRef: to })
      await desk.changed(await get(card.id))
    })
  }
  const off = events.on('sessions.session.renamed', ({ from, to }) =>
    deps.tasks.add('board.renamed', () => follow(from, to)),
  )
  const ended = ({ name }: { name: string }): void => {
    const card = index.of(name)
    if (card) deps.tasks.add('board.ended', async () => desk.changed(await get(card.id)))
  }
  const offEnded = events.on('sessions.session.ended', ended)

  return {
    /** Whether everything that the last process left is finished or undone. */
    settled,

    async list(actor: Actor, projectId?: string): Promise<Card[]> {
      return (await store.list(readableProject(agentOf(actor), projectId))).toSorted(inColumns).map(toCard)
    },

    create(call: Call, input: CardCreate): Promise<Card> {
      assertMayCreate(agentOf(call.actor), input)
      return created(own(call), JSON.stringify(input), () => add(input))
    },

    update,

    remove: (id: string): Promise<void> =>
      withCard(id, async (card) => {
        const { kept } = await tidy.run(await journal.begin(id, tidyFacts(card, true)))
        if (kept !== null && (await store.find(id)))
          throw new AppError('conflict', `The card stays, for its working tree could not be removed: ${kept}`)
      }),

    brainstorm: (call: Call, id: string): Promise<CardRun> =>
      runs(own(call), `brainstorm ${id}`, () => withCard(id, spawn.brainstorm)),

    implement: (call: Call, { id, permissionMode }: CardImplement): Promise<CardRun> =>
      runs(own(call), `implement ${id} ${permissionMode}`, () =>
        withCard(id, (card) => spawn.implement(card, permissionMode)),
      ),

    async branchDiff(id: string): Promise<BranchDiff> {
      const card = await get(id)
      if (card.branch === null) throw new AppError('bad_request', 'Card has no branch yet')
      if (!deps.project(card.projectId)) throw notFound('Project', card.projectId)
      const repository = await repositoryOf(desk, card.projectId)
      if (!repository) return { isRepo: false }
      const { top, base } = repository
      const [from, to] = [await shaOf(top, heads + base), await shaOf(top, heads + card.branch)]
      if (from === null) throw notFound('Branch', base)
      if (to === null) throw notFound('Branch', card.branch)
      const diff = await deps.diffOf(top, { base: from, head: to, mergeBase: true })
      return { isRepo: true, base, branch: card.branch, ...diff }
    },

    finish: (call: Call, id: string, uncommitted: 'refuse' | 'snapshot'): Promise<CardFinished> =>
      withCard(id, (card) => finish.run(card, call, uncommitted)),

    snapshots: (projectId?: string): Promise<CardSnapshot[]> => restore.list(projectId),

    restore: (id: string): Promise<Card> => withSnapshot(id, async (row) => toCard(await restore.run(row))),

    forget: (id: string): Promise<void> => withSnapshot(id, (row) => restore.forget(row)),

    close(): void {
      off()
      offEnded()
    },
  }

  async function withSnapshot<T>(id: string, work: (row: SnapshotRow) => Promise<T>): Promise<T> {
    const get = async (): Promise<SnapshotRow> => {
      const row = await store.snapshots.find(id)
      if (!row) throw notFound('Snapshot', id)
      return row
    }
    const { cardId } = await get()
    return alone(cardId, async () => work(await get()))
  }
}

const columns = ['idea', 'brainstorming', 'spec', 'implement', 'review', 'done'] as const

const inColumns = (one: CardRow, other: CardRow): number =>
  compare(one.projectId, other.projectId) ||
  columns.indexOf(one.stage) - columns.indexOf(other.stage) ||
  one.position - other.position

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0)
