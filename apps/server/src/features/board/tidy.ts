// Owns what happens when a card is done or deleted: session ended, what is not committed kept, working tree and merged
// branch removed. Every step may be done twice, so a start goes on wherever the last process was.
import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { CardCleanup } from '@atrium/schema'
import { messageOf } from '../../core/errors.ts'
import { type Desk, repositoryOf } from './deps.ts'
import { change } from './moves.ts'
import { type Repository, updateRef } from './repository.ts'
import { branchOf } from './slugs.ts'
import { snapshotRef, takeSnapshot } from './snapshots.ts'
import type { CardRow } from './store.ts'
import type { FactsOf, Work } from './work.ts'
import { deleteMergedBranch, removeWorktree, worktreeAt } from './worktrees.ts'

export type Tidy = ReturnType<typeof createTidy>

/** Keeps the merge of a card from being forgotten until a branch has it. */
export const keptRef = (cardId: string): string => `refs/atrium/finish/${cardId}`

/** What there is to tidy up behind a card. */
export const tidyFacts = (card: CardRow, removing: boolean): FactsOf<'tidy'> => ({
  kind: 'tidy',
  removing,
  session: card.sessionRef,
  worktree: card.worktreePath,
  branch: card.branch,
})

export function createTidy(desk: Desk) {
  const { store, sessions } = desk

  async function endSession(name: string | null): Promise<boolean> {
    if (name === null || !sessions.isLive(name)) return false
    // Somebody else may have ended it meanwhile, and a foreign one is not ours to end.
    return sessions.remove(name).then(
      () => true,
      () => false,
    )
  }

  /** Everything that is not in a commit, under a name of this operation; the same again when it is repeated. */
  async function keep(card: CardRow, work: Work<'tidy'>, path: string): Promise<boolean> {
    const ref = snapshotRef(card.id, work.startedAt)
    const taken = await takeSnapshot(path, ref, card.title)
    if (!taken) return false
    await store.snapshots.insert({
      id: work.id,
      cardId: card.id,
      projectId: card.projectId,
      card: JSON.stringify(card),
      ref,
      commitId: taken.commit,
      branch: taken.branch,
      files: taken.files,
      createdAt: work.startedAt,
    })
    return true
  }

  async function clear(
    repository: Repository,
    card: CardRow,
    work: Work<'tidy'>,
    cleanup: CardCleanup,
  ): Promise<void> {
    const { worktree, branch } = work.facts
    await updateRef(repository.top, keptRef(card.id), null)
    if (worktree !== null) {
      const there = await worktreeAt(repository, worktree)
      if (there?.locked) throw new Error(`The working tree is locked by 'git worktree lock': ${worktree}`)
      const isKnown = there !== null && (await isSound(worktree))
      // Its repository was made anew, say, or forgot it while a disk was away: nobody could tell what of it is kept.
      if (!isKnown && (await holdsAnything(worktree)))
        throw new Error(
          `git does not know this working tree any more; see what is in it, then remove it: ${worktree}`,
        )
      if (isKnown) {
        let kept = await keep(card, work, worktree)
        // What a program wrote while it was being ended.
        if (cleanup.sessionKilled) kept = (await keep(card, work, worktree)) || kept
        if (kept) cleanup.snapshot = work.id
      }
      await work.point('kept')
      await removeWorktree(repository, worktree, work.id)
      cleanup.worktreeRemoved = true
    }
    await work.point('cleared')
    if (branch === null) return
    // Only what the hub named itself; the rest is the person's.
    const ours = card.slug !== null && branch === branchOf(card.slug)
    cleanup.branchDeleted = ours && (await deleteMergedBranch(repository, branch))
    cleanup.branchKept = !cleanup.branchDeleted
  }

  return {
    async run(work: Work<'tidy'>): Promise<CardCleanup> {
      const cleanup: CardCleanup = {
        sessionKilled: false,
        worktreeRemoved: false,
        branchDeleted: false,
        branchKept: false,
        snapshot: null,
        kept: null,
      }
      const card = await store.find(work.cardId)
      if (!card) {
        await store.work.remove(work.id)
        return cleanup
      }
      cleanup.sessionKilled = await endSession(work.facts.session)
      await work.point('session')
      const repository = await repositoryOf(desk, card.projectId)
      if (repository)
        await desk
          .repositoryLock(repository.gitFolder, () => clear(repository, card, work, cleanup))
          .catch((error: unknown) => {
            cleanup.kept = messageOf(error)
          })
      else if (work.facts.worktree !== null) cleanup.kept = 'The repository of this card is not there'
      await work.point('branch')
      // A working tree that stays keeps its card: without it nobody would find it again.
      const goes = work.facts.removing && (cleanup.kept === null || !repository)
      await store.transaction(async (within) => {
        if (goes) await within.remove(card.id)
        else if (cleanup.kept === null) await change(within, card.id, { worktreePath: null })
        await within.work.remove(work.id)
      })
      if (goes) desk.removed(card)
      else await desk.changed(card)
      await desk.audit.append('card.done-cleanup', null, {
        card: card.id,
        branch: work.facts.branch,
        sessionKilled: cleanup.sessionKilled,
        worktreeRemoved: cleanup.worktreeRemoved,
        branchDeleted: cleanup.branchDeleted,
        branchKept: cleanup.branchKept,
        ...(cleanup.snapshot !== null && { snapshot: cleanup.snapshot }),
      })
      return cleanup
    },
  }
}

const holdsAnything = (path: string): Promise<boolean> =>
  readdir(path).then(
    (names) => names.length > 0,
    (error: NodeJS.ErrnoException) => error.code !== 'ENOENT',
  )

/** Without its link to the repository git can tell nothing of a working tree. */
const isSound = (path: string): Promise<boolean> =>
  lstat(join(path, '.git')).then(
    (stat) => stat.isFile(),
    () => false,
  )
