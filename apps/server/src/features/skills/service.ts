import { readdir, rename, rm } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { type Allowed, limits, type Skill, type SkillCreate } from '@atrium/schema'
import type { By } from '../../context.ts'
import type { Audit } from '../../core/audit.ts'
import { AppError, notFound } from '../../core/errors.ts'
import { sortableId } from '../../core/ids.ts'
import { createKeyedLock } from '../../core/keyed-lock.ts'
import { createReplays } from '../../core/replays.ts'
import { openFolder } from '../../host/open-folder.ts'
import { resolveInside } from '../../host/paths.ts'
import { syncFolder, writeWhole } from '../../host/write-file.ts'
import { type OpenArchive, readSkillArchive } from './archive.ts'
import { createPlaces, type FoundSkill } from './places.ts'
import { createPlugins, type SkillPlugin } from './plugin.ts'
import { writeSkillText } from './skill-text.ts'

export type SkillsDeps = {
  vault: string
  /** Folders of skills, absolute; new ones go to the first. */
  paths: readonly string[]
  /** Where the plugins for agents are made: ours alone. */
  runtime: string
  audit: Audit
  openArchive: OpenArchive
  /** @throws AppError vault_missing: a disk that is not there must not look like an empty vault */
  assertReadable: () => Promise<void>
  /** @throws AppError where nothing may be written now */
  assertWritable: () => Promise<void>
}

/** Bytes of instructions that one list carries. */
const listContentChars = 4_000_000
const trashFolder = '.atrium/trash/skills'
const trashKept = 100

export function createSkills(deps: SkillsDeps) {
  const { vault, paths } = deps
  const home = paths[0] ?? join(vault, '.atrium/skills')
  const places = createPlaces({ vault, paths })
  const plugins = createPlugins({ folder: deps.runtime })
  const locked = createKeyedLock()
  const replays = createReplays<Skill>()
  const changing = <T>(work: () => Promise<T>): Promise<T> =>
    locked('skills', async () => {
      await deps.assertWritable()
      return work()
    })

  async function find(name: string): Promise<FoundSkill> {
    await deps.assertReadable()
    const [found] = await places.withName(name)
    if (!found) throw notFound('Skill', name)
    return found
  }

  /** @throws AppError already_exists, limit_reached */
  async function assertFree(name: string): Promise<void> {
    if (await places.isTaken(name)) throw new AppError('already_exists', `Skill '${name}' already exists`)
    if ((await places.all()).length >= limits.skills)
      throw new AppError('limit_reached', `There are ${limits.skills} skills; delete one first`)
  }

  /** Moves an entry out of its folder, itself and not what it may point to. */
  async function toTrash({ place, entry }: FoundSkill): Promise<string> {
    const target = await resolveInside(join(vault, trashFolder), [vault])
    await using from = await openFolder(place, [vault])
    await using trash = await openFolder(target, [vault], { make: true })
    // A name has 255 bytes at most.
    const name = `${sortableId()}-${entry.slice(0, 70).toWellFormed()}`
    await rename(from.at(entry), trash.at(name)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EXDEV') throw error
      throw new AppError(
        'not_implemented',
        'The skill lies on another disk than the trash; remove it by hand',
      )
    })
    await Promise.all([syncFolder(from.at('.')), syncFolder(trash.at('.'))])
    return relative(vault, join(trash.path, name))
  }

  async function emptyTrash(): Promise<void> {
    const target = await resolveInside(join(vault, trashFolder), [vault])
    const names = (await readdir(target)).sort()
    for (const name of names.slice(0, -trashKept))
      await rm(join(target, name), { recursive: true, force: true })
  }

  return {
    async list(): Promise<{ skills: Skill[] }> {
      await deps.assertReadable()
      const found = await places.all()
      let room = listContentChars
      const skills = found
        .map(({ skill }) => skill)
        .sort((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -1 : 1))
        .map((skill): Skill => {
          room -= skill.content.length
          return room >= 0 ? skill : { ...skill, content: '', truncated: true }
        })
      return { skills }
    },

    get: async (name: string): Promise<Skill> => (await find(name)).skill,

    /** @throws AppError already_exists, limit_reached */
    create: (by: By, wanted: SkillCreate, idempotencyKey: string | null): Promise<Skill> => {
      const { name, content, description, allowed_tools } = wanted
      const replay = idempotencyKey === null ? null : `${by.actor?.id} ${idempotencyKey}`
      return replays(replay, JSON.stringify(wanted), () =>
        changing(async () => {
          await assertFree(name)
          const text = writeSkillText({ name, content, description, allowedTools: allowed_tools })
          await writeWhole(join(home, `${name}.md`), [vault], text, {
            before: async (existing) => {
              if (existing) throw new AppError('already_exists', `Skill '${name}' already exists`)
            },
          })
          await audit(by, 'skills.create', name)
          return (await find(name)).skill
        }),
      )
    },

    /** Gives where it lies now, relative to the vault. */
    remove: (by: By, name: string): Promise<string> =>
      changing(async () => {
        const found = await places.withName(name)
        let trash = ''
        for (const one of found.reverse()) trash = await toTrash(one)
        if (found.length === 0) throw notFound('Skill', name)
        await emptyTrash()
        await audit(by, 'skills.remove', name)
        return trash
      }),

    /**
     * Unpacks a skill that came as an archive; `fileName` names it.
     * @throws AppError bad_request (no archive), invalid, already_exists, limit_reached
     */
    upload: (by: By, { path, fileName }: { path: string; fileName: string }): Promise<Skill> =>
      changing(async () => {
        await using archive = await readSkillArchive(deps.openArchive, path, fileName)
        const { name } = archive
        await assertFree(name)
        const real = await resolveInside(home, [vault])
        await using folder = await openFolder(real, [vault], { make: true })
        await archive.unpack(folder.at(name))
        await audit(by, 'skills.upload', name)
        return (await find(name)).skill
      }),

    /** A folder with the skills that may be used, in the form of a Claude Code plugin; null when there are none. */
    async pluginFor(allowed: Allowed): Promise<SkillPlugin | null> {
      if (allowed === 'none') return null
      await deps.assertReadable()
      const found = await places.all()
      const usable = found.filter(
        ({ skill }) =>
          skill.validationErrors === undefined &&
          (allowed === 'all' || allowed.includes(skill.directory) || allowed.includes(skill.name)),
      )
      return plugins.of(usable)
    },
    /** Removes plugins that no agent has asked for lately. */
    prunePlugins: (): Promise<void> => plugins.prune(),
  }

  function audit(by: By, event: string, name: string): Promise<void> {
    return deps.audit.append(event, by, { name })
  }
}
