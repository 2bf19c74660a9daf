import { z } from 'zod'
import { IsoDate } from './common.ts'
import { limits } from './limits.ts'

/** Name of a skill: that of its folder, or of its file without `.md`. */
export const SkillName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,63}$/)
  .meta({
    description: 'Name of the skill: lower-case letters, digits, `-` and `_`, at most 64.',
    examples: ['weekly-review'],
  })

/** A skill: instructions an agent reads when a task calls for them. Front matter as the Agent Skills format has it. */
export const Skill = z
  .object({
    name: z.string().describe('Name for people, from its front matter.'),
    directory: z.string().describe('Name in the API: that of its folder, or of its file without `.md`.'),
    description: z.string().describe('What it does and when to use it.'),
    content: z.string().describe('The instructions, without front matter.'),
    truncated: z
      .boolean()
      .optional()
      .describe('True where a long list left the content out; read the skill itself.'),
    size: z.number().int().describe('Bytes of its main file.'),
    modified: IsoDate.describe('When its main file last changed.'),
    version: z.string().describe('Its version; 1.0.0 when it states none.'),
    allowed_tools: z.array(z.string()).describe('Tools it is meant to use; empty when it states none.'),
    license: z.string().nullable().describe('Its licence, where it states one.'),
    compatibility: z.string().nullable().describe('What it needs of its surroundings, where it says so.'),
    metadata: z.record(z.string(), z.string()).describe('Further facts of its front matter.'),
    is_directory: z.boolean().describe('Whether it is a folder with files of its own.'),
    source: z
      .enum(['custom', 'plugin', 'vault'])
      .describe(
        'custom: in `.atrium/skills`. vault: in `.skills`, as the first system kept them. plugin: of a plugin.',
      ),
    files: z
      .array(
        z.object({
          name: z.string().describe('Path inside the folder of the skill.'),
          size: z.number().int().describe('Bytes.'),
        }),
      )
      .optional()
      .describe('Its files, for a folder.'),
    validationErrors: z
      .array(z.string())
      .optional()
      .describe('Why agents are not given it; absent when nothing is wrong.'),
  })
  .meta({ id: 'Skill' })
export type Skill = z.infer<typeof Skill>

export const SkillList = z.object({ skills: z.array(Skill).describe('All skills, by name.') })

/** Skills found in the vault may have any name. */
export const SkillRef = z.object({
  name: z.string().min(1).max(limits.pathParameterChars).describe('Name of the skill.'),
})

export const SkillCreate = z.object({
  name: SkillName,
  content: z
    .string()
    .max(limits.skillChars)
    .describe('The instructions in Markdown; front matter at its beginning is kept.'),
  description: z
    .string()
    .max(1_024)
    .optional()
    .describe('What it does and when to use it; agents choose by it.'),
  allowed_tools: z
    .array(z.string().min(1).max(200))
    .max(100)
    .optional()
    .describe('Tools it is meant to use.'),
})
export type SkillCreate = z.infer<typeof SkillCreate>

export const SkillSaved = z
  .object({
    success: z.literal(true).describe('Always true.'),
    skill: Skill.describe('The skill as it is now.'),
  })
  .meta({ id: 'SkillSaved' })

export const SkillDeleted = z.object({
  success: z.literal(true).describe('Always true.'),
  deleted: z.string().describe('Name of the skill.'),
  trash: z.string().describe('Where it lies now, relative to the vault; move it back to have it again.'),
})
