import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Batch, createBatches } from './batches.ts'
import { createTreeWatch } from './tree-watch.ts'

let root: string
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'atrium-tree-')))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

function watched(left: number) {
  const budget = { left }
  const heard: string[] = []
  let limited = 0
  const tree = createTreeWatch(root, budget, {
    happened: (_, path) => heard.push(path),
    missed: () => heard.push('missed'),
    limited: () => limited++,
    gone: () => heard.push('gone'),
  })
  return { budget, heard, tree, limited: () => limited, [Symbol.dispose]: () => tree.close() }
}

test('P47 no more folders are watched than may be, which is said; what is closed may be used again', async () => {
  for (const name of ['a', 'b', 'c', 'd/e']) mkdirSync(join(root, name), { recursive: true })
  const { budget, heard, tree, limited } = watched(3)
  expect([tree.folders(), limited() > 0]).toEqual([3, true])
  writeFileSync(join(root, 'x'), '')
  await expect.poll(() => heard).toContain('x')
  tree.close()
  expect(budget.left).toBe(3)
})

test('a name whose whole path is longer than the system takes is told like any other', async () => {
  using one = watched(100)
  const deep = join(root, ...Array<string>(Math.floor((4_000 - root.length) / 201)).fill('d'.repeat(200)))
  mkdirSync(deep, { recursive: true })
  await expect.poll(() => one.tree.folders()).toBeGreaterThan(15)
  const name = 'f'.repeat(255)
  execFileSync('/bin/sh', ['-c', `: > ${name}`], { cwd: deep }) // it can be said from there alone
  await expect.poll(() => one.heard.some((path) => path.endsWith(name))).toBe(true)
})

test('what no event told is found when it is calm again', async () => {
  mkdirSync(join(root, 'old/deep'), { recursive: true })
  using one = watched(100)
  expect(one.tree.folders()).toBe(3)
  rmSync(join(root, 'old'), { recursive: true })
  mkdirSync(join(root, 'new/deep'), { recursive: true })
  one.tree.settle() // before a single event was read
  expect(one.tree.folders()).toBe(3)
  writeFileSync(join(root, 'new/deep/x'), '')
  await expect.poll(() => one.heard).toContain('new/deep/x')
})

test('one path within a moment is one event, and more than a client can use is one word', async () => {
  const sent: Batch[] = []
  const batches = createBatches(
    { joinMs: 10, perSecond: 50 },
    (batch) => sent.push(batch),
    () => undefined,
  )
  for (let count = 0; count < 5; count++) batches.add('change', 'a')
  batches.add('rename', 'a')
  batches.add('change', 'a')
  await expect.poll(() => sent).toEqual([{ events: [{ type: 'rename', path: 'a' }], overflow: false }])
  for (let count = 0; count < 500; count++) batches.add('change', `f${count}`)
  await expect.poll(() => sent.at(-1)).toEqual({ events: [], overflow: true })
  batches.close()
})
