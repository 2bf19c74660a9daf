import { ModuleTrust } from '@atrium/schema'
import { z } from 'zod'
import { readYaml } from '../../../core/front-matter.ts'

/** `manifest.yaml` of a module; what is missing or of the wrong kind has its default, as in the first system. */
const Manifest = z.object({
  name: z.string().optional().catch(undefined),
  version: z.coerce.string().max(100).default('unknown').catch('unknown'),
  description: z.string().max(1_000).default('').catch(''),
  module: z.string().optional().catch(undefined),
  trust_level: ModuleTrust.default('vault'),
  provides: z.array(z.string().max(100)).max(50).default([]).catch([]),
  requires: z.array(z.string().max(100)).max(50).default([]).catch([]),
  optional_requires: z.array(z.string().max(100)).max(50).default([]).catch([]),
})
export type Manifest = Omit<z.infer<typeof Manifest>, 'name' | 'module'> & {
  name: string
  /** File that is loaded, relative to the folder. */
  entry: string
  /** Whether it was written for the first system. */
  isPython: boolean
}

/** @throws Error with one sentence that says what is wrong */
export function readManifest(text: string, directory: string, files: readonly string[]): Manifest {
  const data = readYaml(text)
  if (data === null) throw new Error('Its manifest.yaml is not valid YAML')
  const parsed = Manifest.safeParse(data)
  if (!parsed.success)
    throw new Error(`Its manifest.yaml has a wrong trust_level; write ${ModuleTrust.options.join(', ')}`)
  const { name = directory, module, ...rest } = parsed.data
  const entry =
    module ?? ['module.js', 'module.mjs', 'module.py'].find((file) => files.includes(file)) ?? 'module.js'
  return { ...rest, name, entry, isPython: entry.endsWith('.py') }
}
