import { z } from 'zod'

const Port = z.number().int().min(1024).max(65_535)

/** Source: the second API page, `GET /preview/config`. */
export const PreviewConfig = z.object({
  enabled: z.boolean().describe('Whether previews are served.'),
  host: z.string().nullable().describe('Host name under which they are; null when they are not.'),
  activePort: z
    .number()
    .int()
    .nullable()
    .describe('Port that the bare host name shows; null when none is chosen.'),
  ports: z
    .array(z.number().int())
    .describe('Ports that were chosen and may be seen: each at `<port>.<host>`.'),
  signIn: z.boolean().describe('Whether a browser must come from the console.'),
})
export type PreviewConfig = z.infer<typeof PreviewConfig>

export const PreviewPorts = z.object({
  ports: z
    .array(
      z.object({
        port: z.number().int().describe('Port that a program of this computer listens on.'),
        process: z.string().describe('Name of the program; empty when it cannot be seen.'),
      }),
    )
    .describe('Ports from 1024 on, without those of the hub itself.'),
})
export type PreviewPorts = z.infer<typeof PreviewPorts>

export const PreviewSelect = z.object({
  port: z
    .union([
      Port,
      z
        .string()
        .regex(/^\d{4,5}$/)
        .transform(Number)
        .pipe(Port),
    ])
    .nullable()
    .optional()
    .describe('Port to show, 1024 to 65535; null or absent shows none any more.'),
  source: z.literal('mata').optional().describe('The viewer of the simulator, in place of a port.'),
})
export type PreviewSelect = z.infer<typeof PreviewSelect>
export const PreviewSelected = z.object({
  ok: z.literal(true).describe('Always true.'),
  port: z.number().int().nullable().describe('Port that is shown now.'),
  source: z.literal('mata').optional().describe('As it was asked for.'),
  url: z
    .string()
    .optional()
    .describe('Opens the preview; good for one browser within a minute, where sign-in is required.'),
})
export type PreviewSelected = z.infer<typeof PreviewSelected>
