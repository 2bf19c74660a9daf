// How a workspace stands in its file: written by hand as often as by the hub.
import { CapabilitiesInput, SandboxLimits, TrustWord, type Workspace } from '@atrium/schema'
import { type Document, stringify } from 'yaml'
import { z } from 'zod'
import { AppError } from '../../core/errors.ts'
import { maxYamlChars, openYaml, readYaml } from '../../core/front-matter.ts'

/** YAML reads `name: 2026` and `cpu: 1.0` as numbers; whoever wrote it meant text. */
const word = z.union([z.string(), z.number().transform(String)])

/** A list of plugins by name, as later files of the first system have it: none of them is a folder. */
const pluginNames = z.array(z.string()).transform(() => ({ include_user: false, dirs: [] as string[] }))

const Stored = z.object({
  name: word.pipe(z.string().trim().min(1)),
  description: word.nullish(),
  trust_level: TrustWord.nullish(),
  default_trust_level: TrustWord.nullish(),
  working_directory: word.nullish(),
  model: word.nullish(),
  capabilities: CapabilitiesInput.extend({
    plugins: z.union([CapabilitiesInput.shape.plugins, pluginNames]),
  }).nullish(),
  sandbox: SandboxLimits.extend({
    memory: word.pipe(SandboxLimits.shape.memory.unwrap()).default('512m'),
    cpu: word.pipe(SandboxLimits.shape.cpu.unwrap()).default('1.0'),
  }).nullish(),
})

/** What a workspace is when nothing is said. */
export const noCapabilities: Workspace['capabilities'] = CapabilitiesInput.parse({})

/** @throws AppError record_damaged: what is not understood must not be taken for a permission */
export function readWorkspace(slug: string, text: string): Workspace {
  const data = readYaml(text)
  if (data === null) throw damaged(slug, 'it is not a YAML map')
  const { success, data: stored, error } = Stored.safeParse(data)
  if (!success) throw damaged(slug, `look at ${error.issues.map(({ path }) => path.join('.')).join(', ')}`)
  return {
    name: stored.name,
    slug,
    description: stored.description ?? '',
    trust_level: stored.trust_level ?? stored.default_trust_level ?? 'full',
    working_directory: stored.working_directory ?? null,
    model: stored.model ?? null,
    capabilities: stored.capabilities ?? noCapabilities,
    sandbox: stored.sandbox ?? null,
  }
}

export const damaged = (slug: string, why: string): AppError =>
  new AppError('record_damaged', `Workspace cannot be read: ${slug} (${why})`)

/** What a workspace's file says of it; the slug is the folder's name. */
export type WorkspaceFields = Omit<Workspace, 'slug'>
type Key = keyof WorkspaceFields

const keys = [
  'name',
  'description',
  'trust_level',
  'working_directory',
  'model',
  'capabilities',
  'sandbox',
] as const satisfies readonly Key[]

/** @throws AppError payload_too_large */
export const writeWorkspace = (fields: WorkspaceFields): string =>
  readable(
    stringify(
      Object.fromEntries(keys.filter((key) => fields[key] !== null).map((key) => [key, fields[key]])),
    ),
  )

/** What is too long to be read again is not written. */
function readable(text: string): string {
  if (text.length <= maxYamlChars) return text
  throw new AppError('payload_too_large', `A workspace takes at most ${maxYamlChars} characters in its file`)
}

/**
 * The text with these fields changed; comments, order and keys that are not ours stay as they are.
 * @throws AppError record_damaged, payload_too_large
 */
export function editWorkspace(text: string, change: Partial<WorkspaceFields>): string {
  const document = openYaml(text)
  if (!document) throw new AppError('record_damaged', 'A file that cannot be read cannot be changed')
  // The older name would stand there as a contradiction.
  if (change.trust_level !== undefined) document.delete('default_trust_level')
  for (const key of keys) {
    const value = change[key]
    if (value === undefined) continue
    if (value === null) document.delete(key)
    else if (key === 'capabilities' || key === 'sandbox') setMembers(document, key, value as object)
    else document.set(key, value)
  }
  try {
    return readable(String(document))
  } catch (error) {
    if (error instanceof AppError) throw error
    // What was taken out was referred to elsewhere in the file: without comments, then, but whole.
    return readable(stringify({ ...readYaml(text), ...change }))
  }
}

function setMembers(document: Document, key: string, value: object): void {
  const isMap = z.object({}).safeParse(document.toJS({ maxAliasCount: 50 })?.[key]).success
  if (!isMap) return document.set(key, document.createNode(value))
  for (const [member, set] of Object.entries(value)) document.setIn([key, member], document.createNode(set))
}
