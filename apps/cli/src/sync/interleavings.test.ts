import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createClient } from '@atrium/sdk'
import { createTestApp, type TestApp } from '@atrium/server/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openLocal } from './local.ts'
import { syncFolder, syncOnce } from './run.ts'
import { readState } from './state.ts'

/** More of it: `SYNC_RUNS=2000 SYNC_SEED=7 vitest run src/sync`. */
const numRuns = Number(process.env['SYNC_RUNS'] ?? 20)
const seed = process.env['SYNC_SEED'] === undefined ? {} : { seed: Number(process.env['SYNC_SEED']) }

let app: TestApp
let base: string
let count = 0
beforeAll(async () => {
  app = await createTestApp()
  writeFileSync(join(app.vault, 'README.md'), 'never empty')
  base = await realpath(await mkdtemp(join(tmpdir(), 'atrium-sync-')))
})
afterAll(async () => {
  await app[Symbol.asyncDispose]()
  await rm(base, { recursive: true, force: true })
})

const names = ['a.md', 'b.md', 'sub/c.md', 'sub/d.md']

/** What a person sees of a folder. */
function tree(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()
  return Object.fromEntries(
    names
      .filter((name) => !name.split('/').some((part) => part.startsWith('.')))
      .filter((name) => statSync(join(folder, name)).isFile())
      .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  )
}

/** Every content there ever was: what it was made from, and whether somebody deleted it. */
function createHistory() {
  const children = new Map<string, string[]>()
  const deleted = new Set<string>()
  let next = 0
  const contents: string[] = []
  const pathOf = (folder: string, name: string) => join(folder, name)
  const now = (folder: string, name: string) =>
    existsSync(pathOf(folder, name)) ? readFileSync(pathOf(folder, name), 'utf8') : null
  return {
    edit(folder: string, name: string, time: number) {
      const content = `content ${String(next++).padStart(4, '0')}`
      const before = now(folder, name)
      if (before !== null) children.set(before, [...(children.get(before) ?? []), content])
      contents.push(content)
      mkdirSync(dirname(pathOf(folder, name)), { recursive: true })
      const draft = join(folder, '.editor')
      writeFileSync(draft, content)
      // Clocks of devices say what they like.
      utimesSync(draft, time, time)
      renameSync(draft, pathOf(folder, name))
    },
    remove(folder: string, name: string) {
      const before = now(folder, name)
      if (before === null) return
      deleted.add(before)
      rmSync(pathOf(folder, name))
    },
    /** Contents that nobody deleted, that nothing was made from, and that are nowhere. */
    lost(final: Record<string, string>): string[] {
      const held = new Set(Object.values(final))
      const lives = (content: string): boolean =>
        held.has(content) || deleted.has(content) || (children.get(content) ?? []).some(lives)
      return contents.filter((content) => !lives(content))
    },
  }
}

const killed = new Error('killed')

/** A device whose sync goes on step by step, as it is told. */
async function createDevice(name: string, root: string) {
  const folder = join(base, `${root}-${name}`)
  mkdirSync(folder)
  const local = openLocal(folder)
  const hub = createClient({ baseUrl: app.url, token: app.token })
  const options = async () => ({
    hub,
    local,
    state: await readState(folder, { url: app.url, root, say: () => undefined }),
    device: name,
    acceptEmpty: true,
    say: () => undefined,
  })
  let running: Promise<unknown> | null = null
  let gate: { open(): void; kill(): void } | null = null
  let waiting: (() => void) | null = null
  const step = () =>
    new Promise<void>((resolve, reject) => {
      gate = { open: resolve, kill: () => reject(killed) }
      waiting?.()
    })
  /** Until the sync waits for the next permission or has ended. */
  async function settle(): Promise<void> {
    if (!running || gate) return
    await Promise.race([new Promise<void>((resolve) => (waiting = resolve)), running])
  }
  return {
    folder,
    async advance(steps: number) {
      for (let done = 0; done < steps; done++) {
        if (!running) {
          const given = await options()
          running = syncOnce({ ...given, step })
            .catch((error: unknown) => {
              if (error !== killed) throw error
            })
            .finally(() => {
              running = null
              gate = null
            })
        } else {
          const now = gate
          gate = null
          now?.open()
        }
        await settle()
        if (running === null) return
      }
    },
    /** Nothing after the last step happens; the next sync knows only what was saved. */
    async kill() {
      const now = gate
      const was = running
      gate = null
      now?.kill()
      await was
    },
    async finish() {
      while (running) await this.advance(1)
    },
    sync: async () => syncFolder(await options()),
  }
}

const who = fc.constantFrom('phone', 'laptop', 'tablet', 'hub')
const device = fc.constantFrom('phone', 'laptop', 'tablet')
const name = fc.constantFrom(...names)
const time = fc.integer({ min: 1, max: 4_000_000_000 })
const operation = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('edit' as const), who, name, time }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('remove' as const), who, name }) },
  {
    weight: 7,
    arbitrary: fc.record({
      kind: fc.constant('advance' as const),
      who: device,
      steps: fc.integer({ min: 1, max: 6 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('kill' as const), who: device }) },
)

test(`P20 P51 ${numRuns} histories of three devices and an editor on the hub, step by step: all come to the same files and nothing is lost`, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { minLength: 5, maxLength: 30 }), async (operations) => {
      const root = `R${++count}`
      const hubFolder = join(app.vault, root)
      mkdirSync(hubFolder)
      const devices = {
        phone: await createDevice('phone', root),
        laptop: await createDevice('laptop', root),
        tablet: await createDevice('tablet', root),
      }
      const all = Object.values(devices)
      const folders = {
        phone: devices.phone.folder,
        laptop: devices.laptop.folder,
        tablet: devices.tablet.folder,
        hub: hubFolder,
      }
      const history = createHistory()
      for (const each of operations) {
        if (each.kind === 'edit') history.edit(folders[each.who], each.name, each.time)
        else if (each.kind === 'remove') history.remove(folders[each.who], each.name)
        else if (each.kind === 'advance') await devices[each.who].advance(each.steps)
        else await devices[each.who].kill()
      }
      for (const each of all) await each.finish()
      for (let round = 0; round < 3; round++)
        for (const each of all) expect((await each.sync()).errors).toEqual([])
      const final = tree(hubFolder)
      for (const { folder } of all) expect(tree(folder)).toEqual(final)
      expect(history.lost(final)).toEqual([])
      for (const folder of Object.values(folders)) rmSync(folder, { recursive: true })
    }),
    { numRuns, ...seed },
  )
}, 600_000)
