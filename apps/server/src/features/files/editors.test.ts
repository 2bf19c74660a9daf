import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { AppError } from '../../core/errors.ts'
import { createFiles } from './service.ts'

/** More of it: `EDITOR_RUNS=10000 EDITOR_SEED=7 vitest run src/features/files/editors`. */
const numRuns = Number(process.env['EDITOR_RUNS'] ?? 300)
const seed = process.env['EDITOR_SEED'] === undefined ? {} : { seed: Number(process.env['EDITOR_SEED']) }

let vault: string
beforeAll(() => {
  vault = realpathSync(mkdtempSync(join(tmpdir(), 'atrium-editors-')))
})
afterAll(() => rmSync(vault, { recursive: true, force: true }))

const sha = (text: string) => createHash('sha256').update(text).digest('hex')
const none = { ifMatch: null, ifNoneMatch: null }
const sleeping = (turns: number) =>
  Array.from({ length: turns }).reduce<Promise<unknown>>(
    (before) => before.then(() => new Promise(setImmediate)),
    Promise.resolve(),
  )

const operation = fc.record({
  who: fc.constantFrom('one', 'two', 'outside'),
  does: fc.constantFrom('read', 'write', 'write', 'read and write'),
  /** Turns of the event loop to wait first: where in the other's call this one falls. */
  after: fc.nat(12),
})
const history = fc.array(fc.array(operation, { minLength: 1, maxLength: 3 }), { minLength: 3, maxLength: 10 })

test(`P20 in ${numRuns} histories of two editors and another program each accepted write was made from what it replaced`, async () => {
  const files = createFiles({
    vault,
    home: join(vault, '../home'),
    assertReadable: async () => undefined,
    assertWritable: async () => undefined,
  })
  let accepted = 0
  let refused = 0
  let name = 0
  await fc.assert(
    fc.asyncProperty(history, async (batches) => {
      const path = `f${++name}.md`
      const real = join(vault, path)
      /** What each content was made from; null for nothing. */
      const parents: (string | null)[] = []
      const known: Record<string, string | null> = { one: null, two: null }
      let next = 0

      async function read(who: string) {
        known[who] = await files.read({ path }).then(
          ({ content }) => content,
          () => null,
        )
      }

      async function write(who: string) {
        const base = known[who] ?? null
        const content = `${who} ${next++}`
        try {
          const hash = base === null ? null : sha(base)
          await files.write({ path, content, encoding: 'utf8', hash }, none)
          accepted++
          parents.push(base)
          known[who] = content
        } catch (error) {
          if (!(error instanceof AppError) || error.code !== 'file_changed') throw error
          refused++
        }
      }

      /** Knows nothing of our locks, and does in one moment what it does. */
      function outside() {
        parents.push(existsSync(real) ? readFileSync(real, 'utf8') : null)
        writeFileSync(`${real}.draft`, `outside ${next++}`)
        renameSync(`${real}.draft`, real)
      }

      for (const batch of batches)
        await Promise.all(
          batch.map(async ({ who, does, after }) => {
            await sleeping(after)
            if (who === 'outside') return outside()
            if (does !== 'write') await read(who)
            if (does !== 'read') await write(who)
          }),
        )
      // Two made from the same would mean that one of them was overwritten unseen.
      expect(new Set(parents).size).toBe(parents.length)
      rmSync(real, { force: true })
    }),
    { numRuns, ...seed },
  )
  expect(readdirSync(vault)).toEqual([])
  expect(Math.min(accepted, refused)).toBeGreaterThan(numRuns / 2)
}, 300_000)
