// Owns the agents of cards: a brainstorming session in the project, an implementing one in a working tree of its own.
import { join } from 'node:path'
import type { CardImplement, CardRun } from '@atrium/schema'
import { AppError, notFound } from '../../core/errors.ts'
import { createKeyedLock } from '../../core/keyed-lock.ts'
import { type Desk, repositoryOf } from './deps.ts'
import { change, moveCard } from './moves.ts'
import { brainstormPrompt, implementPrompt } from './prompts.ts'
import { heads, isAncestor, type Repository, shaOf } from './repository.ts'
import { branchOf, slugOf, slugsFrom } from './slugs.ts'
import type { CardRow } from './store.ts'
import type { Work } from './work.ts'
import { ensureWorktree, removeIfUntouched, worktreeAt } from './worktrees.ts'

const hint =
  'Open the terminal of the session: where the agent asks whether it may trust the folder, that is for you to answer.'

export type Spawn = ReturnType<typeof createSpawn>

export function createSpawn(desk: Desk) {
  const { store, journal, sessions, prefix } = desk
  const choosing = createKeyedLock()

  function folderOf(card: CardRow): string {
    const project = desk.project(card.projectId)
    if (!project) throw notFound('Project', card.projectId)
    return project.path
  }

  /** A slug that no other card, branch or working tree has; the card keeps it for good. */
  const slugFor = async (card: CardRow, repository: Repository | null): Promise<string> =>
    card.slug ?? choosing('slug', () => chooseSlug(card, repository))

  async function chooseSlug(card: CardRow, repository: Repository | null): Promise<string> {
    for (const slug of slugsFrom(slugOf(card.title, card.id))) {
      if (await store.holder(card.id, { slug })) continue
      if (repository) {
        if (await shaOf(repository.top, heads + branchOf(slug))) continue
        if (await store.holder(card.id, { branch: branchOf(slug), projectId: card.projectId })) continue
        if (await worktreeAt(repository, join(repository.worktrees, slug))) continue
      }
      await store.update(card.id, { slug })
      return slug
    }
    throw new AppError('bad_request', 'Cannot derive a valid session name from the idea title')
  }

  /** A name that nobody runs under, and that no other card holds. */
  async function sessionFor(card: CardRow, wanted: string): Promise<string> {
    const taken = new Set(sessions.list().map(({ name }) => name))
    for (let n = 1; n < 1_000; n++) {
      const name = `${prefix}${wanted}${n === 1 ? '' : `-${n}`}`
      if (name === card.sessionRef && !sessions.isLive(name)) return name
      if (!taken.has(name) && !(await store.holder(card.id, { sessionRef: name }))) return name
    }
    throw new AppError('bad_request', 'Cannot derive a valid session name from the idea title')
  }

  const keyOf = (card: CardRow) => ({ cardId: card.id, projectId: card.projectId })

  async function brainstorm(card: CardRow): Promise<CardRun> {
    if (card.sessionRef !== null && sessions.isLive(card.sessionRef))
      return { session: card.sessionRef, reused: true }
    const directory = folderOf(card)
    const slug = await slugFor(card, await repositoryOf(desk, card.projectId))
    const session = await sessionFor(card, slug)
    const work = await journal.begin(card.id, { kind: 'brainstorm', session })
    await work.point('begin')
    await sessions.create({ name: session, directory, command: 'claude' }, null, {
      prompt: brainstormPrompt(card),
      within: keyOf(card),
    })
    await work.point('session')
    await begun(work, card)
    return { session, reused: false, hint }
  }

  /** The card holds its session from now on, and the operation is over. */
  async function begun(work: Work<'brainstorm'> | Work<'implement'>, card: CardRow): Promise<void> {
    const { facts } = work
    await store.transaction(async (within) => {
      const moves = facts.kind === 'implement' && ['idea', 'brainstorming', 'spec'].includes(card.stage)
      await change(within, card.id, {
        sessionRef: facts.session,
        ...(facts.kind === 'implement' && { worktreePath: facts.worktree }),
        ...(moves && (await moveCard(within, card, 'implement'))),
      })
      await within.work.remove(work.id)
    })
    await desk.changed(card)
  }

  const isImplementing = (card: CardRow): boolean =>
    card.sessionRef !== null &&
    sessions.isLive(card.sessionRef) &&
    (card.worktreePath !== null || card.stage === 'implement' || card.stage === 'review')

  async function implement(card: CardRow, mode: CardImplement['permissionMode']): Promise<CardRun> {
    if (card.brainstormDoc === null)
      throw new AppError('bad_request', 'This card has no spec yet — finish the brainstorming step first')
    const folder = folderOf(card)
    if (isImplementing(card)) return { session: card.sessionRef ?? '', reused: true }
    const repository = await repositoryOf(desk, card.projectId)
    const slug = await slugFor(card, repository)
    const from = repository && (await shaOf(repository.top, heads + repository.base))
    const session = await sessionFor(card, `impl-${slug}`)
    const branch = branchOf(slug)
    const place = repository && from ? (card.worktreePath ?? join(repository.worktrees, slug)) : null
    const work = await journal.begin(card.id, {
      kind: 'implement',
      slug,
      worktree: place,
      from,
      madeBranch:
        repository !== null && from !== null && (await shaOf(repository.top, heads + branch)) === null,
      madeWorktree: repository !== null && place !== null && (await worktreeAt(repository, place)) === null,
      session,
    })
    await work.point('begin')
    if (repository && place !== null && from)
      await desk.repositoryLock(repository.gitFolder, () =>
        ensureWorktree(repository, place, { branch, from }),
      )
    await work.point('worktree')
    const directory = place === null ? folder : join(place, repository?.prefix ?? '')
    await sessions.create({ name: session, directory, command: `claude --permission-mode ${mode}` }, null, {
      prompt: implementPrompt({ ...card, doc: card.brainstormDoc }, { branch, worktree: place }),
      within: keyOf(card),
    })
    await work.point('session')
    await begun(work, card)
    return { session, reused: false, hint }
  }

  return {
    brainstorm,
    implement,

    /** A session that lives is the card's; without one, what was made for it goes again, if it is as it was made. */
    async settle(work: Work<'brainstorm'> | Work<'implement'>): Promise<void> {
      const card = await store.find(work.cardId)
      const { facts } = work
      if (card && sessions.isLive(facts.session)) return begun(work, card)
      let stays = false
      if (card && facts.kind === 'implement' && facts.worktree !== null) {
        const repository = await repositoryOf(desk, card.projectId)
        const { worktree: path, from } = facts
        if (repository && from !== null && facts.madeWorktree)
          stays = !(await desk.repositoryLock(repository.gitFolder, () =>
            removeIfUntouched(repository, {
              path,
              branch: facts.madeBranch ? branchOf(facts.slug) : null,
              from,
              aside: work.id,
            }),
          ))
        stays &&= repository !== null && (await worktreeAt(repository, path)) !== null
      }
      await store.transaction(async (within) => {
        if (card && stays && facts.kind === 'implement')
          await change(within, card.id, { worktreePath: facts.worktree })
        await within.work.remove(work.id)
      })
      if (card && stays) await desk.changed(card)
    },

    /** The branch that a card is built on, when it has something on it; for a card that is moved to review by hand. */
    async branchWithWork(card: CardRow): Promise<string | null> {
      if (card.slug === null) return null
      const branch = branchOf(card.slug)
      const repository = await repositoryOf(desk, card.projectId)
      if (!repository) return null
      const [tip, base] = [
        await shaOf(repository.top, heads + branch),
        await shaOf(repository.top, heads + repository.base),
      ]
      if (tip === null || base === null || (await isAncestor(repository.top, tip, base))) return null
      return (await store.holder(card.id, { branch, projectId: card.projectId })) ? null : branch
    },
  }
}
