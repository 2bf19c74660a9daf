import { expect, test } from 'vitest'
import { type Action, planSync } from './plan.ts'

const sides = ['a', 'b', 'c', null] as const
const map = (hash: string | null) => new Map(hash === null ? [] : [['x', hash]])

/** Every state of one file, with what was decided about it. */
const all = sides.flatMap((local) =>
  sides.flatMap((remote) =>
    sides.flatMap((base) =>
      ['a', null].map((deleted) => ({
        local,
        remote,
        base,
        deleted,
        action: planSync({
          local: map(local),
          remote: map(remote),
          base: map(base),
          deleted: map(remote === null ? deleted : null),
        })[0] as Action | undefined,
      })),
    ),
  ),
)

test('what is the same on both sides is left alone', () => {
  for (const { local, remote, base, action } of all)
    if (local === remote) expect(action?.kind ?? 'nothing').toBe(base === local ? 'nothing' : 'settle')
})

test('P51 a file is overwritten here only if the hub has had what it holds', () => {
  for (const { local, base, action } of all)
    if (action?.kind === 'pull' && local !== null) expect(local).toBe(base)
})

test('P51 a file is deleted here only unchanged and by the word of the hub, there only unchanged', () => {
  for (const { local, remote, base, deleted, action } of all) {
    if (action?.kind === 'remove here') expect([local, deleted]).toEqual([base, 'a'])
    if (action?.kind === 'remove there') expect([local, remote]).toEqual([null, base])
  }
})

test('an edit on one side alone reaches the other', () => {
  for (const { local, remote, base, action } of all) {
    if (local !== null && local !== base && remote === base) expect(action?.kind).toBe('push')
    if (remote !== null && remote !== base && local === base) expect(action?.kind).toBe('pull')
  }
})

test('an edit wins over a deletion, and two edits are brought to the hub', () => {
  const kind = (local: string | null, remote: string | null, base: string | null) =>
    all.find((each) => each.local === local && each.remote === remote && each.base === base && each.deleted)
      ?.action?.kind
  expect(kind('b', null, 'a')).toBe('push')
  expect(kind(null, 'b', 'a')).toBe('pull')
  expect(kind('b', 'c', 'a')).toBe('push')
  expect(kind('b', 'c', null)).toBe('push')
})
