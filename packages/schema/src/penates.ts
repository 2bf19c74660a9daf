import { z } from 'zod'
import { limits } from './limits.ts'

const path = z.string().min(1).max(limits.pathBytes)

/** Body of `POST /api/import/penates`. */
export const PenatesImport = z.object({
  from: path
    .optional()
    .describe('State folder of Penates on the machine of the hub; default `~/.penates`. It is only read.'),
  envFile: path
    .optional()
    .describe('Its `.env`, for the keys of Web Push; without it devices have to subscribe again.'),
  dryRun: z.boolean().default(false).describe('Whether to say only what would be taken over.'),
})
export type PenatesImport = z.infer<typeof PenatesImport>

/** One file of the other hub, and what became of what is in it. */
export const PenatesPart = z
  .object({
    part: z.enum(['sessions', 'projects', 'settings', 'push', 'cards']).describe('What it is about.'),
    file: z.string().describe('Name of the file.'),
    found: z.number().int().describe('How many entries it has.'),
    taken: z.number().int().describe('How many are new here; on a dry run: would be.'),
    known: z.number().int().describe('How many were here already and stay as they are.'),
    problems: z
      .array(z.string())
      .describe(`What could not be taken over and why; the first ${limits.penatesProblems}.`),
  })
  .meta({ id: 'PenatesPart' })
export type PenatesPart = z.infer<typeof PenatesPart>

export const PenatesImported = z.object({
  from: z.string().describe('Folder that was read.'),
  dryRun: z.boolean().describe('Whether nothing was changed.'),
  parts: z.array(PenatesPart).describe('In the order in which they are taken over.'),
  restart: z
    .boolean()
    .describe('Whether the keys of Web Push were taken over, which counts from the next start.'),
})
export type PenatesImported = z.infer<typeof PenatesImported>
