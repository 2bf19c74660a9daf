import type { FolderEntry } from '@atrium/schema'
import { expect, test } from 'vitest'
import { folderOf, foldersAbove, nameOf } from '../../lib/file-paths.ts'
import { treeRows } from './tree-rows.ts'

const entry = (relativePath: string, isDirectory = false) =>
  ({ name: nameOf(relativePath), relativePath, isDirectory }) as FolderEntry // what the rows read
const known: Record<string, FolderEntry[]> = {
  '': [entry('Notes', true), entry('Old', true), entry('a.md')],
  Notes: [entry('Notes/deep', true), entry('Notes/b.md')],
  Old: [],
}
const listing = (path: string) => ({ entries: known[path], failed: false })

test('only what is open shows, each below its folder', () => {
  const shown = treeRows(new Set(['Notes']), listing).map(({ key, depth }) => `${depth} ${key}`)
  expect(shown).toEqual(['0 Notes', '1 Notes/deep', '1 Notes/b.md', '0 Old', '0 a.md'])
})
test('a folder that is empty, still asked for or refused says so in its place', () => {
  expect(treeRows(new Set(['Old']), listing).map(({ kind }) => kind)).toEqual([
    'entry',
    'entry',
    'empty',
    'entry',
  ])
  const kinds = (failed: boolean) =>
    treeRows(new Set(['Notes', 'Notes/deep']), (path) => ({ entries: known[path], failed })).map(
      ({ kind }) => kind,
    )
  expect(kinds(false)).toContain('loading')
  expect(kinds(true)).toContain('failed')
})
test('paths are taken apart', () => {
  expect(foldersAbove('a/b/c.md')).toEqual(['a', 'a/b'])
  expect(foldersAbove('c.md')).toEqual([])
  expect([folderOf('a/b/c.md'), folderOf('c.md'), nameOf('a/b/c.md')]).toEqual(['a/b', '', 'c.md'])
})
