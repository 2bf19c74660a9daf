import { limits } from '@atrium/schema'
import { readFrontMatter, writeFrontMatter } from '../../core/front-matter.ts'

/** What the main file of a skill says. */
export type SkillText = {
  name: string
  description: string
  content: string
  version: string
  allowedTools: string[]
  license: string | null
  compatibility: string | null
  metadata: Record<string, string>
}

const descriptionChars = 1_024
const compatibilityChars = 500
const maxMetadata = 100
const maxTools = 100

const text = (value: unknown): string | null => {
  if (typeof value === 'string') return value.trim() === '' ? null : value.trim()
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : null
}

/** Reads a main file by the Agent Skills format, whoever wrote it: what is missing or of a wrong kind has its default. */
export function readSkillText(source: string, fallbackName: string): SkillText {
  const { data, body } = readFrontMatter(source)
  const metadata = textsOf(data['metadata'])
  return {
    name: (text(data['name']) ?? fallbackName).slice(0, limits.titleChars),
    description: (text(data['description']) ?? '').slice(0, descriptionChars),
    content: body.trim(),
    version: (text(data['version']) ?? metadata['version'] ?? '1.0.0').slice(0, limits.nameChars),
    allowedTools: toolsOf(data['allowed-tools'] ?? data['allowed_tools']),
    license: text(data['license'])?.slice(0, limits.titleChars) ?? null,
    compatibility: text(data['compatibility'])?.slice(0, compatibilityChars) ?? null,
    metadata,
  }
}

function textsOf(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {}
  const pairs = Object.entries(value).flatMap(([key, item]: [string, unknown]) => {
    const found = text(item)
    return found === null ? [] : [[key.slice(0, limits.nameChars), found.slice(0, limits.titleChars)]]
  })
  return Object.fromEntries(pairs.slice(0, maxMetadata)) as Record<string, string> // pairs of texts
}

/** A YAML list, or names with spaces or commas between; those inside brackets belong to a name: `Bash(git add:*)`. */
function toolsOf(value: unknown): string[] {
  const words = Array.isArray(value)
    ? value.flatMap((item) => text(item) ?? [])
    : (text(value)?.match(/(?:\([^()]*\)|[^\s,(])+/g) ?? [])
  return words.slice(0, maxTools).map((word) => word.slice(0, limits.titleChars))
}

/** A main file for a new skill; front matter that the text brings itself is kept. */
export function writeSkillText(skill: {
  name: string
  description: string | undefined
  allowedTools: readonly string[] | undefined
  content: string
}): string {
  const { data, body } = readFrontMatter(skill.content)
  const facts = {
    ...data,
    name: text(data['name']) ?? skill.name,
    description: skill.description ?? text(data['description']) ?? '',
    ...(skill.allowedTools && { 'allowed-tools': skill.allowedTools.join(' ') }),
  }
  return `${writeFrontMatter({ data: facts, body }).trimEnd()}\n`
}

/** A name as folders and agents take it; empty when nothing of it is left. */
export const slugOf = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, limits.nameChars)
    .replaceAll(/^-+|-+$/g, '')
