import { z } from 'zod'
import { limits } from './limits.ts'
import { SessionName } from './sessions.ts'

export const SessionFileQuery = z.object({
  name: SessionName,
  path: z
    .string()
    .min(1)
    .max(limits.pathBytes)
    .describe('File, counted from the folder of the session; absolute and `~/` paths are taken too.'),
})

/** What becomes of a file whose name is taken. */
export const OnConflict = z
  .enum(['rename', 'overwrite', 'error'])
  .default('rename')
  .describe('When a name is taken: another name is found, the file is replaced, or nothing is stored.')

export const SessionUploadQuery = z.object({ name: SessionName, onConflict: OnConflict })

/** Files as they lie now. Source: the second API page, `POST /api/sessions/{name}/upload`. */
export const UploadedFiles = z
  .object({
    uploaded: z
      .array(
        z.object({
          path: z.string().describe('Path below the folder that it was stored in.'),
          name: z.string().describe('Name that it got.'),
        }),
      )
      .describe('In the order in which they were sent.'),
  })
  .meta({ id: 'UploadedFiles' })
export type UploadedFiles = z.infer<typeof UploadedFiles>

/** A picture that was stored for a session. Source: the second API page, `POST /api/sessions/{name}/image`. */
export const SessionImage = z
  .object({
    rel: z.string().meta({
      description: 'Path below the folder of the session.',
      examples: ['.penates-images/2026-01-01-120000.png'],
    }),
  })
  .meta({ id: 'SessionImage' })
export type SessionImage = z.infer<typeof SessionImage>

/** Source: the second API page, `GET /api/mata/status`. */
export const MataStatus = z
  .object({
    installed: z.boolean().describe('Whether the program is on this machine.'),
    running: z.boolean().describe('Whether it runs.'),
    portOpen: z.boolean().describe('Whether it can be asked for a picture.'),
    pid: z.number().int().optional().describe('Its process.'),
    version: z.string().optional().describe('Its version.'),
    startedAt: z.string().optional().describe('When it was started, as it tells.'),
  })
  .meta({ id: 'MataStatus' })
export type MataStatus = z.infer<typeof MataStatus>

export const MataControl = z.object({
  action: z.enum(['start', 'stop', 'restart']).describe('What it shall do.'),
})
export type MataControl = z.infer<typeof MataControl>
export const MataControlled = z.object({ ok: z.literal(true).describe('Always true.') })
