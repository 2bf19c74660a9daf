import { expect, test } from 'vitest'
import { badgeOf, treeRows } from './tree-rows.ts'

const entry = (name: string, type: 'dir' | 'file' = 'file') => ({
  name,
  type,
  size: 0,
  mtime: 0,
  isSymlink: false,
  ignored: false,
})

test('open folders show what is in them, and say when there is more', () => {
  const known: Record<
    string,
    { entries: ReturnType<typeof entry>[]; failed: boolean; more: boolean; cut: boolean }
  > = {
    '': { entries: [entry('src', 'dir'), entry('a.txt')], failed: false, more: true, cut: false },
    src: { entries: [], failed: false, more: false, cut: false },
  }
  const shown = (open: string[]) =>
    treeRows(new Set(open), (path) => known[path]).map(({ key, depth }) => [key, depth])
  expect(shown([])).toEqual([
    ['src', 0],
    ['a.txt', 0],
    ['more ', 0],
  ])
  expect(shown(['src'])).toEqual([
    ['src', 0],
    ['empty src', 1],
    ['a.txt', 0],
    ['more ', 0],
  ])
  expect(treeRows(new Set(), () => undefined)).toMatchObject([{ kind: 'loading' }])
})

test('a badge is that of the file, of the untracked folder around it, or says that something inside changed', () => {
  const badges = { 'src/a.ts': 'modified', 'new/': 'untracked' }
  expect(badgeOf('src/a.ts', false, badges)).toBe('modified')
  expect(badgeOf('src', true, badges)).toBe('within')
  expect(badgeOf('new', true, badges)).toBe('untracked')
  expect(badgeOf('new/deep/x', false, badges)).toBe('untracked')
  expect(badgeOf('newer', true, badges)).toBeNull()
})
