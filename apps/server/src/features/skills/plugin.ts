// Owns the generated plugin folders, in which agents find the skills of the vault: copies, without links, read-only.
import { createHash, randomUUID } from 'node:crypto'
import {
  chmod,
  type FileHandle,
  mkdir,
  open,
  readdir,
  rename,
  rm,
  stat,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { limits, type Skill } from '@atrium/schema'
import { skillsPlugin } from '../../agents/runner.ts'
import { writeFrontMatter } from '../../core/front-matter.ts'
import { createKeyedLock } from '../../core/keyed-lock.ts'
import { withoutMentions } from '../../core/plain-text.ts'
import { hashOf } from '../../core/trusted.ts'
import { openInside } from '../../host/paths.ts'
import type { FoundSkill } from './places.ts'
import { slugOf } from './skill-text.ts'

/** No turn goes on for so long without asking for its skills again. */
const keptMs = 24 * 3_600_000
/** Part of every signature: another way of writing them is another plugin. */
const form = 1

export type SkillPlugin = { folder: string; hash: string }

type Chosen = { slug: string; found: FoundSkill }

export function createPlugins({ folder }: { folder: string }) {
  const locked = createKeyedLock()
  const built = new Map<string, SkillPlugin>()

  async function build(chosen: readonly Chosen[]): Promise<SkillPlugin> {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const draft = join(folder, `.draft-${randomUUID()}`)
    try {
      const hash = await fill(draft, chosen)
      const place = join(folder, hash)
      if (await isThere(place)) await discard(draft)
      else {
        await rename(draft, place)
        await setModes(place, 0o555)
      }
      return { folder: place, hash }
    } catch (error) {
      await discard(draft)
      throw error
    }
  }

  async function prune(now = Date.now()): Promise<void> {
    const names = await readdir(folder).catch((): string[] => [])
    const inUse = new Set([...built.values()].map(({ hash }) => hash))
    for (const name of names) {
      const info = await stat(join(folder, name)).catch(() => null)
      if (info && !inUse.has(name) && now - info.mtimeMs > keptMs) await discard(join(folder, name))
    }
  }

  return {
    /** The plugin of exactly these skills, as their files are now; null when there are none. */
    of: (skills: readonly FoundSkill[]): Promise<SkillPlugin | null> =>
      locked('build', async () => {
        const chosen = choose(skills)
        if (chosen.length === 0) return null
        const signature = hashOf([form, chosen.map(({ slug, found }) => [slug, found.main, timesOf(found)])])
        const known = built.get(signature)
        if (known && (await isThere(known.folder))) {
          await touch(known.folder)
          return known
        }
        const made = await build(chosen)
        await touch(made.folder)
        // Chats of other workspaces may use other skills at the same time.
        if (built.size >= 20) built.delete(built.keys().next().value ?? '')
        built.set(signature, made)
        await prune()
        return made
      }),
    prune,
  }
}

const timesOf = ({ files }: FoundSkill) => files.map(({ name, size, times }) => [name, size, ...times])

/** The first of those whose names an agent could not tell apart. */
function choose(skills: readonly FoundSkill[]): Chosen[] {
  const chosen = new Map<string, FoundSkill>()
  for (const found of skills) {
    const slug = slugOf(found.skill.directory)
    if (slug !== '' && !chosen.has(slug)) chosen.set(slug, found)
  }
  return [...chosen].map(([slug, found]) => ({ slug, found }))
}

/** Writes the whole plugin; gives the hash of what was written. */
async function fill(root: string, chosen: readonly Chosen[]): Promise<string> {
  const sum = createHash('sha256')
  const note = (name: string, bytes: number) => sum.update(JSON.stringify([name, bytes]))
  const write = async (name: string, content: string): Promise<void> => {
    const path = join(root, name)
    await mkdir(dirname(path), { recursive: true, mode: 0o755 })
    await writeFile(path, content, { flag: 'wx', mode: 0o444 })
    note(name, Buffer.byteLength(content)).update(content)
  }
  const manifest = { name: skillsPlugin, version: '1.0.0', description: 'Skills of the vault' }
  await write('.claude-plugin/plugin.json', `${JSON.stringify(manifest, null, 2)}\n`)
  for (const { slug, found } of chosen) {
    await write(`skills/${slug}/SKILL.md`, mainOf(slug, found.skill))
    for (const file of found.files) {
      if (file.path === found.main || file.name.toLowerCase() === 'skill.md') continue
      const name = `skills/${slug}/${file.name}`
      await mkdir(dirname(join(root, name)), { recursive: true, mode: 0o755 })
      await using source = await openInside(file.path, [found.place])
      await using target = await open(join(root, name), 'wx', 0o444)
      note(name, file.size)
      for await (const chunk of bytesOf(source.handle)) {
        sum.update(chunk)
        await target.write(chunk)
      }
    }
  }
  return sum.digest('hex').slice(0, 32)
}

async function* bytesOf(file: FileHandle): AsyncGenerator<Buffer> {
  const chunk = Buffer.allocUnsafe(64 * 1024)
  for (let left = limits.skillFolderBytes; left > 0; ) {
    const { bytesRead } = await file.read(chunk, 0, Math.min(chunk.length, left), null)
    if (bytesRead === 0) return
    left -= bytesRead
    yield chunk.subarray(0, bytesRead)
  }
}

/**
 * What an agent reads. Only the facts of the published format are carried over: other front matter starts programs (hooks)
 * or lets tools through unasked (allowed-tools), and a file in the vault decides neither.
 */
function mainOf(slug: string, skill: Skill): string {
  const { license, compatibility, metadata } = skill
  const data = {
    name: slug,
    description: skill.description || firstLine(skill.content) || skill.name,
    ...(license !== null && { license }),
    ...(compatibility !== null && { compatibility }),
    ...(Object.keys(metadata).length > 0 && { metadata }),
  }
  return writeFrontMatter({ data, body: `${plainText(skill.content)}\n` })
}

/** Some agents run what stands in !`…` or in a fence marked `!` while they read a skill, before anybody is asked. */
export const plainText = (content: string): string =>
  withoutMentions(
    content.replaceAll(/!(?=`)/g, '! ').replaceAll(/^([ \t>]*(?:`{3,}|~{3,})[ \t]*)!+/gm, '$1sh '),
  )

const firstLine = (content: string): string =>
  (content.split('\n').find((line) => line.trim() !== '') ?? '').replace(/^#+\s*/, '').slice(0, 200)

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    (info) => info.isDirectory(),
    () => false,
  )

const touch = (path: string): Promise<void> => utimes(path, new Date(), new Date()).catch(() => undefined)

async function setModes(path: string, mode: number): Promise<void> {
  if (mode & 0o200) await chmod(path, mode)
  for (const entry of await readdir(path, { withFileTypes: true }))
    if (entry.isDirectory()) await setModes(join(path, entry.name), mode)
  if (!(mode & 0o200)) await chmod(path, mode)
}

/** What is read-only must be made writable before it can go. */
async function discard(path: string): Promise<void> {
  await setModes(path, 0o755).catch(() => undefined)
  await rm(path, { recursive: true, force: true })
}
