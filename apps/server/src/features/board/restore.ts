// Owns the way back: a snapshot becomes a working tree again, and a deleted card comes back with it.
import { join } from 'node:path'
import { type CardSnapshot, CardStage } from '@atrium/schema'
import { z } from 'zod'
import { nowIso } from '../../core/clock.ts'
import { AppError, conflict, notFound } from '../../core/errors.ts'
import { type Desk, repositoryOf } from './deps.ts'
import { change, moveCard } from './moves.ts'
import { heads, type Repository, shaOf, updateRef, worktreesOf } from './repository.ts'
import { applySnapshot, isContained } from './snapshots.ts'
import type { CardRow, SnapshotRow } from './store.ts'
import type { Work } from './work.ts'
import { ensureWorktree, isThere, worktreeAt } from './worktrees.ts'

const StoredCard = z.object({
  id: z.string(),
  projectId: z.string(),
  title: z.string(),
  priority: z.enum(['p0', 'p1', 'p2']).nullable(),
  stage: CardStage,
  origin: z.enum(['solo', 'collab']),
  theme: z.string().nullable(),
  position: z.number(),
  sessionRef: z.string().nullable(),
  brainstormDoc: z.string().nullable(),
  notes: z.string().nullable(),
  branch: z.string().nullable(),
  implementSummary: z.string().nullable(),
  worktreePath: z.string().nullable(),
  slug: z.string().nullable(),
  createdAt: z.string(),
  updatedAt: z.string(),
})

function cardIn(row: SnapshotRow): CardRow {
  try {
    return StoredCard.parse(JSON.parse(row.card))
  } catch (cause) {
    const message = `The card of this snapshot cannot be read; its files are in ${row.ref}`
    throw new AppError('record_damaged', message, { cause })
  }
}

export function createRestore(desk: Desk) {
  const { store, journal } = desk

  async function finish(work: Work<'restore'>, row: SnapshotRow): Promise<CardRow> {
    const stored = cardIn(row)
    const repository = await repositoryOf(desk, row.projectId)
    if (!repository) throw conflict('The repository of this snapshot is not there')
    const { top, gitFolder } = repository
    const path = work.facts.worktree
    await desk.repositoryLock(gitFolder, async () => {
      const from = await shaOf(top, `${row.commitId}^1`)
      if (from === null) throw conflict(`The repository has lost the snapshot: ${row.ref}`)
      if (!(await worktreeAt(repository, path))) {
        const tip = row.branch === null ? null : await shaOf(top, heads + row.branch)
        const free = row.branch !== null && !(await worktreesOf(top)).some((one) => one.branch === row.branch)
        // A branch that went on since then stays as it is: the files belong to where they were written.
        const branch = free && (tip === null || tip === from) ? row.branch : null
        await ensureWorktree(repository, path, { branch, from })
      }
      await work.point('worktree')
      await applySnapshot(path, row.commitId)
    })
    await work.point('applied')
    await store.transaction(async (within) => {
      const there = await within.find(row.cardId)
      const stage = (there ?? stored).stage === 'done' ? 'implement' : (there ?? stored).stage
      const placed = await moveCard(within, { id: row.cardId, projectId: row.projectId }, stage)
      if (there)
        await change(within, row.cardId, { worktreePath: path, ...(stage !== there.stage && placed) })
      else {
        const free = async (held: Parameters<typeof within.holder>[1]): Promise<boolean> =>
          (await within.holder(row.cardId, held)) === undefined
        const { branch, slug } = stored
        await within.insert({
          ...stored,
          ...placed,
          sessionRef: null,
          branch: branch !== null && (await free({ branch, projectId: row.projectId })) ? branch : null,
          slug: slug !== null && (await free({ slug })) ? slug : null,
          worktreePath: path,
          updatedAt: nowIso(),
        })
      }
      await within.work.remove(work.id)
    })
    await desk.changed({ id: row.cardId, projectId: row.projectId })
    const card = await store.find(row.cardId)
    if (!card) throw notFound('Card', row.cardId)
    return card
  }

  /** A place where nothing lies: what is restored is never put over something else. @throws AppError conflict */
  async function freePlace(repository: Repository, cardId: string, names: string[]): Promise<string> {
    for (const name of names) {
      const path = join(repository.worktrees, name)
      if (await store.holder(cardId, { worktreePath: path })) continue
      if (!(await isThere(path)) && !(await worktreeAt(repository, path))) return path
    }
    throw conflict(
      `There is a folder in the way: ${names.map((name) => join(repository.worktrees, name))[0]}`,
    )
  }

  /** It cannot be done: the snapshot stays, and a working tree that was made already goes to its card. */
  async function letGo(work: Work<'restore'>): Promise<void> {
    const card = await store.find(work.cardId)
    const repository = card ? await repositoryOf(desk, card.projectId) : null
    const path = work.facts.worktree
    const gets = card?.worktreePath === null && repository && (await worktreeAt(repository, path)) !== null
    await store.transaction(async (within) => {
      if (card && gets) await change(within, card.id, { worktreePath: path })
      await within.work.remove(work.id)
    })
    if (card && gets) await desk.changed(card)
  }

  return {
    async run(row: SnapshotRow): Promise<CardRow> {
      const stored = cardIn(row)
      const there = await store.find(row.cardId)
      if (there?.worktreePath) throw conflict('This card has a working tree; it must be removed first')
      const repository = await repositoryOf(desk, row.projectId)
      if (!repository) throw conflict('The repository of this snapshot is not there')
      const name = there?.slug ?? stored.slug ?? row.cardId
      const path = await freePlace(repository, row.cardId, [name, row.cardId])
      const work = await journal.begin(row.cardId, { kind: 'restore', snapshotId: row.id, worktree: path })
      await work.point('begin')
      return finish(work, row)
    },

    /** Goes on from wherever it was: each of its steps may be done twice. */
    async settle(work: Work<'restore'>): Promise<void> {
      const row = await store.snapshots.find(work.facts.snapshotId)
      if (!row) return store.work.remove(work.id)
      await finish(work, row).catch(async (error: unknown) => {
        if (!(error instanceof AppError)) throw error
        desk.log.warn({ err: error, feature: 'board', card: work.cardId }, 'a snapshot could not be restored')
        await letGo(work)
      })
    },

    async list(projectId?: string): Promise<CardSnapshot[]> {
      const rows = await store.snapshots.list(projectId)
      const cards = new Set((await store.list(projectId)).map(({ id }) => id))
      return rows.map((row) => ({
        id: row.id,
        cardId: row.cardId,
        projectId: row.projectId,
        title: titleOf(row),
        branch: row.branch,
        ref: row.ref,
        commit: row.commitId,
        files: row.files,
        createdAt: row.createdAt,
        cardThere: cards.has(row.cardId),
      }))
    },

    /** Lets go of a snapshot; git forgets its files when it next tidies up. */
    async forget(row: SnapshotRow): Promise<void> {
      const repository = await repositoryOf(desk, row.projectId)
      await store.snapshots.remove(row.id)
      if (repository) await updateRef(repository.top, row.ref, null, row.commitId)
    },

    /** Old ones whose every line came into the base by another way. */
    async prune(before: string): Promise<void> {
      for (const row of await store.snapshots.before(before)) {
        const repository = await repositoryOf(desk, row.projectId)
        const base = repository && (await shaOf(repository.top, heads + repository.base))
        if (!repository || !base || !(await isContained(repository.top, row.commitId, base))) continue
        await this.forget(row)
      }
    },
  }
}

function titleOf(row: SnapshotRow): string {
  try {
    return cardIn(row).title
  } catch {
    return row.cardId
  }
}
