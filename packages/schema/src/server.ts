import { z } from 'zod'
import { QueryInt } from './common.ts'
import { limits } from './limits.ts'

/** Source: the second API page, `POST /api/server/restart`. */
export const ServerRestarting = z.object({
  ok: z.literal(true).describe('Always true.'),
  restarting: z
    .literal(true)
    .describe('Always true; the hub is back within seconds, with another `X-Penates-Boot`.'),
  target: z
    .string()
    .describe(
      'Who restarts it: a systemd unit, a launchd service, or `self` where the hub does so by itself.',
    ),
})

/** Source: the second API page, `GET /api/server/logs`. */
export const ServerLogsQuery = z.object({
  stream: z
    .enum(['stdout', 'stderr'])
    .default('stdout')
    .describe('stdout: every entry. stderr: warnings and errors alone.'),
  lines: QueryInt.min(1)
    .default(limits.logLines)
    .describe('How many of the youngest entries; at most 2,000 (more are clamped). Default 200.'),
})
export type ServerLogsQuery = z.infer<typeof ServerLogsQuery>
export const ServerLogs = z
  .object({
    stream: ServerLogsQuery.shape.stream,
    lines: z.number().int().describe('How many were asked for, after the clamp.'),
    data: z.string().describe('Entries, oldest first: one JSON object a line; empty when there are none.'),
  })
  .meta({ id: 'ServerLogs' })
export type ServerLogs = z.infer<typeof ServerLogs>

/** One frame of the live log: an entry as it is written. */
export const LogEntry = z
  .looseObject({
    level: z.number().int().describe('20 debug, 30 info, 40 warning, 50 error.'),
    time: z.string().describe('UTC time.'),
    msg: z.string().optional().describe('What happened.'),
  })
  .meta({ id: 'LogEntry' })
