// Checks what is written into a card: a path that leads out, a branch that git would read otherwise, and what is another's.
import { realpath } from 'node:fs/promises'
import { isAbsolute, relative, resolve, sep } from 'node:path'
import type { CardUpdate } from '@atrium/schema'
import { AppError, invalid } from '../../core/errors.ts'
import { isBranchName, openRepository } from './repository.ts'
import type { BoardStore, CardRow } from './store.ts'
import { isOurPlace, worktreeAt } from './worktrees.ts'

type Checked = Pick<CardUpdate, 'brainstormDoc' | 'branch' | 'worktreePath' | 'sessionRef'>

/** What of the input is stored, in the form in which it is stored. @throws AppError invalid, already_exists */
export async function checkFields(
  store: BoardStore,
  card: CardRow,
  folder: string | null,
  input: Checked,
): Promise<Checked> {
  const checked: Checked = {}
  if (input.sessionRef !== undefined) {
    if (input.sessionRef !== null)
      await assertFree(store, card.id, 'session', { sessionRef: input.sessionRef })
    checked.sessionRef = input.sessionRef
  }
  if (input.brainstormDoc !== undefined)
    checked.brainstormDoc =
      input.brainstormDoc === null ? null : await docInside(input.brainstormDoc, card, folder)
  if (input.branch !== undefined) checked.branch = await branchFor(store, card, folder, input.branch)
  if (input.worktreePath !== undefined)
    checked.worktreePath = await worktreeFor(store, card, folder, input.worktreePath)
  return checked
}

async function assertFree(
  store: BoardStore,
  cardId: string,
  what: string,
  held: Parameters<BoardStore['holder']>[1],
): Promise<void> {
  const other = await store.holder(cardId, held)
  if (other) throw new AppError('already_exists', `Another card has this ${what}: ${other.title}`)
}

/** Below the project folder; an absolute path may name the card's own working tree too. */
async function docInside(path: string, card: CardRow, folder: string | null): Promise<string> {
  const refuse = () => invalid('brainstormDoc', 'must be the path of a file inside the project')
  if (/\p{Cc}/u.test(path) || folder === null) throw refuse()
  const roots = [folder, ...(card.worktreePath === null ? [] : [card.worktreePath])]
  for (const root of roots) {
    const full = isAbsolute(path) ? path : resolve(root, path)
    const inside = relative(root, full)
    if (inside === '' || inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) continue
    const [real, top] = await Promise.all([
      realpath(full).catch(() => null),
      realpath(root).catch(() => root),
    ])
    if (real !== null && !real.startsWith(top + sep)) throw refuse()
    return inside
  }
  throw refuse()
}

async function branchFor(
  store: BoardStore,
  card: CardRow,
  folder: string | null,
  branch: string | null,
): Promise<string | null> {
  if (branch === null) return null
  if (!(await isBranchName(branch)))
    throw invalid('branch', 'must be the name of a branch, by the rules of git')
  const repository = folder === null ? null : await openRepository(folder)
  if (repository?.base === branch) throw invalid('branch', `must not be the base itself: ${branch}`)
  await assertFree(store, card.id, 'branch', { branch, projectId: card.projectId })
  return branch
}

/** One of the hub's own working trees of this project: what a card names here is removed with it some day. */
async function worktreeFor(
  store: BoardStore,
  card: CardRow,
  folder: string | null,
  path: string | null,
): Promise<string | null> {
  if (path === null) return null
  const refuse = () => invalid('worktreePath', "must be a working tree of the project in the hub's folder")
  const repository = folder === null ? null : await openRepository(folder)
  if (!repository || !isOurPlace(repository, path)) throw refuse()
  if (!(await worktreeAt(repository, path))) throw refuse()
  await assertFree(store, card.id, 'working tree', { worktreePath: path })
  return path
}
