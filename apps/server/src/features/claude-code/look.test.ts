import { randomUUID } from 'node:crypto'
import { appendFile, mkdtemp, realpath, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { look } from './look.ts'
import type { TranscriptRow } from './store.ts'
import { claudeLines, toJsonl } from './testing.ts'

const { signal } = new AbortController()

async function withFolder(work: (root: string) => Promise<void>): Promise<void> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'atrium-look-')))
  try {
    await work(root)
  } finally {
    await rm(root, { recursive: true })
  }
}

async function lookAt(path: string, root: string, known?: TranscriptRow, whole = false) {
  const { size, mtimeMs, ino } = await stat(path)
  const place = { path, sessionId: 's', folder: 'f', size, mtimeMs, inode: ino }
  return look(place, { root, known, whole, signal })
}

/** What does not depend on how it was read. */
const seen = ({ row }: { row: TranscriptRow }) => ({
  ...row,
  mtimeMs: 0,
  inode: 0,
  path: '',
})

type Step = 'user' | 'assistant' | 'title' | 'summary' | 'noise' | 'side' | 'ballast' | 'broken'

test('a transcript that is read as it grows, cut anywhere, tells what one reading of all of it tells', async () => {
  const steps = fc.array(
    fc.constantFrom<Step>('user', 'assistant', 'title', 'summary', 'noise', 'side', 'ballast', 'broken'),
    { minLength: 1, maxLength: 12 },
  )
  await fc.assert(
    fc.asyncProperty(steps, fc.array(fc.nat(), { maxLength: 5 }), async (kinds, cuts) => {
      await withFolder(async (root) => {
        const said = claudeLines('s', '/srv')
        const text = toJsonl(
          kinds.map((kind, n) => {
            if (kind === 'user') return said.user(`question ${n} \u00e9\u{1F600}`)
            if (kind === 'assistant') return said.assistant(`answer ${n}`, {}, `m${n % 3}`, n)
            if (kind === 'title') return said.title(`title ${n}`)
            if (kind === 'summary') return { type: 'summary', summary: `summary ${n}` }
            if (kind === 'noise') return said.user('<command-name>/x</command-name>')
            if (kind === 'side') return said.user('aside', { isSidechain: true })
            return kind === 'ballast' ? said.ballast(9_000) : '{"type":"user"'
          }),
        )
        const bytes = Buffer.from(text)
        const path = join(root, 'grown.jsonl')
        await writeFile(path, '')
        let known: TranscriptRow | undefined
        const outputs = new Map<string, number>()
        const places = [...cuts.map((cut) => cut % bytes.length), bytes.length].toSorted((a, b) => a - b)
        let at = 0
        for (const place of places) {
          await appendFile(path, bytes.subarray(at, place))
          at = place
          const looked = await lookAt(path, root, known)
          known = looked.row
          for (const { id, outputTokens } of looked.usage)
            outputs.set(id, Math.max(outputs.get(id) ?? 0, outputTokens))
        }
        const fresh = join(root, 'fresh.jsonl')
        await writeFile(fresh, bytes)
        const once = await lookAt(fresh, root)
        const grown = known && seen({ row: known })
        // Without a time of its own a transcript has that of its file.
        const times = once.usage.length > 0 || kinds.includes('user') ? {} : { createdAt: '', lastAt: '' }
        expect({ ...grown, ...times }).toEqual({ ...seen(once), ...times })
        expect(outputs).toEqual(new Map(once.usage.map(({ id, outputTokens }) => [id, outputTokens])))
      })
    }),
    { numRuns: 150 },
  )
})

test('a large one is known by its ends, and step by step as a whole', async () => {
  await withFolder(async (root) => {
    const path = join(root, 'large.jsonl')
    const id = randomUUID()
    const said = claudeLines(id, '/srv')
    await writeFile(
      path,
      toJsonl([said.user('the first'), said.ballast(500_000), said.assistant('an answer')]),
    )
    await truncate(path, 150_000_000)
    await appendFile(path, toJsonl(['', said.user('the last'), said.title('Named')]))
    const first = await lookAt(path, root)
    expect(first.row).toMatchObject({ firstMessage: 'the first', title: 'Named', cwd: '/srv', exact: 0 })
    expect(first.row.scannedBytes).toBeLessThan(1_000_000)
    let { row } = first
    let steps = 0
    for (; row.exact === 0 && steps < 10; steps++) {
      const next = await lookAt(path, root, row, true)
      expect(next.row.scannedBytes).toBeGreaterThan(row.scannedBytes)
      row = next.row
    }
    expect(steps).toBeLessThan(5)
    expect(row).toMatchObject({ messageCount: 3, title: 'Named', firstMessage: 'the first' })
    // Nothing of it is read again when it grows.
    await appendFile(path, toJsonl([said.assistant('more')]))
    expect((await lookAt(path, root, row)).row).toMatchObject({ messageCount: 4, exact: 1 })
  })
})

test('P50 what no database can hold is not in what a transcript tells', async () => {
  await withFolder(async (root) => {
    const odd = 'a\0b\uD800'
    const lines = claudeLines('s', odd)
    const answer = lines.assistant(odd, { requestId: odd }, odd)
    Object.assign(answer['message'] as object, { model: odd })
    const path = join(root, 's.jsonl')
    await writeFile(path, toJsonl([lines.user(odd), answer, lines.title(odd)]))
    const { row, usage } = await lookAt(path, root)
    expect(usage).toHaveLength(1)
    for (const text of [row, ...usage].flatMap((each) => Object.values(each)))
      if (typeof text === 'string')
        expect([text.includes('\0'), text.isWellFormed()], text).toEqual([false, true])
  })
})

test('P45 an estimate is never more than a column holds', async () => {
  await withFolder(async (root) => {
    const path = join(root, 's.jsonl')
    await writeFile(path, toJsonl(Array.from({ length: 20_000 }, () => ({ type: 'result' }))))
    await truncate(path, 2 ** 41)
    expect((await lookAt(path, root)).row.messageCount).toBe(2 ** 31 - 1)
  })
})
