// Owns the way from review to done. Everything is found out before anything moves; the merge is made of objects beside every
// working tree; the remote takes it first, and only then does the base here follow. A refused push leaves all as it was.
import { access } from 'node:fs/promises'
import { type CardFinished, type FinishReason, limits } from '@atrium/schema'
import { AppError, messageOf } from '../../core/errors.ts'
import { git, gitText } from '../../host/git.ts'
import { type Desk, repositoryOf, type Who } from './deps.ts'
import { commitMerge, mergedTree, planIn } from './merge.ts'
import { change, moveCard } from './moves.ts'
import { fetchBase, hasRemote, pushBase } from './remote.ts'
import { dirtOf, heads, isAncestor, type Repository, shaOf, updateRef, worktreesOf } from './repository.ts'
import type { CardRow } from './store.ts'
import { keptRef, type Tidy, tidyFacts } from './tidy.ts'
import type { Work } from './work.ts'

const refuse = (reason: FinishReason, message: string): AppError =>
  new AppError('conflict', message, { reason })
const lookMs = 20_000

type Ready = { from: string; to: string; remote: string | null }

export function createFinish(desk: Desk, tidy: Tidy) {
  const { store, journal } = desk

  /** What can be seen without asking anybody, in the order of the original. */
  async function checkHere(repository: Repository, card: CardRow): Promise<{ base: string; branch: string }> {
    const { top } = repository
    const base = await shaOf(top, heads + repository.base)
    const trees = await worktreesOf(top)
    const holder = trees.find(({ branch }) => branch === repository.base)
    for (const tree of new Set([top, holder?.path ?? top])) {
      if ((await dirtOf(tree)).length > 0)
        throw refuse(
          'dirty-tree',
          `There are changes that are not committed in ${tree}; commit or stash them first`,
        )
      if (await hasIndexLock(tree))
        throw refuse('locked', `Another git works in ${tree}, or left its lock behind: .git/index.lock`)
    }
    if (base === null) throw refuse('no-base', `There is no branch ${repository.base} here to merge into`)
    if (!(await hasRemote(top))) throw refuse('no-remote', 'The repository has no remote called origin')
    const branch = await shaOf(top, heads + card.branch)
    if (branch === null) throw refuse('no-branch', `There is no branch ${card.branch} in the repository`)
    return { base, branch }
  }

  /** Where the merge starts: here, or where the remote has gone on to meanwhile. */
  async function startAt(
    repository: Repository,
    base: string,
  ): Promise<{ start: string; remote: string | null }> {
    const { top } = repository
    const remote = await fetchBase(top, repository.base, lookMs).catch((error: unknown) => {
      throw refuse('fetch-failed', messageOf(error))
    })
    if (remote === null || (await isAncestor(top, remote, base))) return { start: base, remote }
    if (await isAncestor(top, base, remote)) return { start: remote, remote }
    throw refuse(
      'remote-diverged',
      `${repository.base} has other commits here than on the remote; bring them together first`,
    )
  }

  async function prepare(
    repository: Repository,
    card: CardRow,
    uncommitted: 'refuse' | 'snapshot',
  ): Promise<Ready> {
    const { top } = repository
    const here = await checkHere(repository, card)
    if (uncommitted === 'refuse' && card.worktreePath !== null) {
      const dirt = await dirtOf(card.worktreePath).catch(() => [])
      if (dirt.length > 0)
        throw refuse(
          'uncommitted-work',
          `${dirt.length === 1 ? '1 file of the card’s working tree is' : `${dirt.length} files of the card’s working tree are`} not committed and would not be merged`,
        )
    }
    const { start, remote } = await startAt(repository, here.base)
    if (await isAncestor(top, here.branch, start)) return { from: here.base, to: start, remote }
    const merged = await mergedTree(top, start, here.branch)
    if (merged.kind === 'conflict')
      throw refuse(
        'conflict',
        `${card.branch} and ${repository.base} changed the same lines; merge them in the branch first`,
      )
    if (merged.kind === 'failed')
      throw refuse('preflight-error', `The merge could not be tried: ${merged.said}`)
    const plan = await planIn(repository, merged.tree).catch((error: unknown) => {
      throw refuse('no-changelog-section', messageOf(error))
    })
    const text = plan && withDone(plan.text, card)
    if (!plan || text === null)
      throw refuse('no-changelog-section', "CHANGELOG.md has no section 'In Development' for the entry")
    const to = await commitMerge(
      repository,
      {
        base: start,
        branch: here.branch,
        tree: merged.tree,
        title: card.title,
        message: `Merge ${card.branch}: ${card.title}`,
      },
      { ...plan, text },
    )
    return { from: here.base, to, remote }
  }

  function withDone(text: string, card: CardRow): string | null {
    try {
      return desk.addDone(text, card.title, card.theme ? { theme: card.theme } : {})
    } catch (error) {
      if (error instanceof AppError) return null
      throw error
    }
  }

  /** The base here follows what the remote has; says what keeps it from that. */
  async function follow(
    repository: Repository,
    { base, to }: { base: string; to: string },
  ): Promise<string | null> {
    const { top } = repository
    const seen = `refs/remotes/origin/${base}`
    const there = await shaOf(top, seen)
    if (there === null || (await isAncestor(top, there, to))) await updateRef(top, seen, to)
    const now = await shaOf(top, heads + base)
    if (now === null || now === to || (await isAncestor(top, to, now))) return null
    if (!(await isAncestor(top, now, to)))
      return `${base} got other commits here meanwhile; bring it together with origin/${base}`
    const holder = (await worktreesOf(top)).find(({ branch }) => branch === base)
    if (!holder)
      return (await updateRef(top, heads + base, to, now)) ? null : `${base} here could not be moved`
    const quietly = ['--ff-only', '--no-verify-signatures', '--no-autostash', '--no-stat']
    const options = { cwd: holder.path, writes: true, filters: true, timeoutMs: limits.networkGitMs }
    const moved = await git(['merge', ...quietly, to], options)
    if (moved.code === 0) return null
    return `The remote has it, but ${base} here could not follow: ${moved.stderr.toString().trim().slice(0, 300)}`
  }

  /** Behind a push that arrived: the base here, then the card, then tidying up. */
  async function complete(
    work: Work<'finish'>,
    card: CardRow,
    repository: Repository,
  ): Promise<Pick<CardFinished, 'note' | 'cleanup'>> {
    const note = await desk.repositoryLock(repository.gitFolder, () => follow(repository, work.facts))
    await work.point('followed')
    const next = await store.transaction(async (within) => {
      await change(within, card.id, await moveCard(within, card, 'done'))
      return journal.turnInto(work, tidyFacts(card, false), within)
    })
    await desk.changed(card)
    await next.point('begin')
    return { note, cleanup: await tidy.run(next) }
  }

  /** Whether the remote has the merge, and maybe more behind it; null when it does not say. */
  async function hasArrived(
    { top }: Repository,
    { base, to }: { base: string; to: string },
  ): Promise<boolean | null> {
    const remote = await fetchBase(top, base, lookMs).catch(() => undefined)
    if (remote === undefined) return null
    return remote !== null && (await isAncestor(top, to, remote))
  }

  async function undo(work: Work<'finish'>, repository: Repository | null): Promise<void> {
    if (repository) await updateRef(repository.top, keptRef(work.cardId), null)
    await store.work.remove(work.id)
  }

  return {
    async run(card: CardRow, by: Who, uncommitted: 'refuse' | 'snapshot'): Promise<CardFinished> {
      if (card.stage !== 'review' || card.branch === null)
        throw new AppError('bad_request', 'Card must be in review with a branch')
      const repository = await repositoryOf(desk, card.projectId)
      if (!repository) throw new AppError('conflict', 'The project of this card is no git repository')
      const { base, top } = repository
      const pushed = await desk.repositoryLock(repository.gitFolder, async () => {
        const { from, to, remote } = await prepare(repository, card, uncommitted)
        const work = await journal.begin(card.id, { kind: 'finish', base, from, to })
        await work.point('begin')
        await updateRef(top, keptRef(card.id), to)
        await work.point('kept')
        const said = remote === to ? null : await pushBase(top, to, base)
        await work.point('pushed')
        const arrived = said === null || (await hasArrived(repository, { base, to }))
        if (arrived === null)
          throw new AppError(
            'gateway_timeout',
            'The remote does not say whether it took the push; the hub asks it again and goes on from there',
          )
        if (!arrived) {
          await undo(work, repository)
          throw new AppError('bad_gateway', `The remote refused the push, and nothing was changed: ${said}`, {
            reason: 'push-failed',
            meta: { merged: false },
          })
        }
        return work
      })
      const { note, cleanup } = await complete(pushed, card, repository)
      await desk.audit.append('card.finish', by, { card: card.id, branch: card.branch, base })
      return { done: true, base, pushed: true, note, cleanup }
    },

    /** Goes on, with the push once more where it did not arrive; takes all back when the remote refuses. False when it does not answer. */
    async settle(work: Work<'finish'>, giveUp: boolean): Promise<boolean> {
      const card = await store.find(work.cardId)
      const repository = card ? await repositoryOf(desk, card.projectId) : null
      if (!card || !repository) {
        await undo(work, repository)
        return true
      }
      const { base, to } = work.facts
      let arrived = await hasArrived(repository, work.facts)
      if (arrived === null && !giveUp) return false
      // A push of the last process may still be on its way: doing the same again has only one end, taking back two.
      if (arrived === false && card.stage === 'review' && (await shaOf(repository.top, to)))
        arrived = (await pushBase(repository.top, to, base)) === null
      if (!arrived) await undo(work, repository)
      else await complete(work, card, repository)
      return true
    },
  }
}

async function hasIndexLock(cwd: string): Promise<boolean> {
  const path = await gitText(['rev-parse', '--path-format=absolute', '--git-path', 'index.lock'], { cwd })
  return access(path.trim()).then(
    () => true,
    () => false,
  )
}
