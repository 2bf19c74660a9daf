import { z } from 'zod'
import { limits } from './limits.ts'

/** What a client may send on `WS /api/terminal/{name}`, as text or as the same JSON in a binary frame. Source: the second API page. */
export const TerminalClientFrame = z.discriminatedUnion('type', [
  z.object({ type: z.literal('input'), data: z.string().describe('Keys, as UTF-8 text; at most 256 KiB.') }),
  z.object({
    type: z.literal('resize'),
    cols: z
      .number()
      .int()
      .min(limits.terminalCols.min)
      .max(limits.terminalCols.max)
      .describe('Columns, 2 to 500.'),
    rows: z
      .number()
      .int()
      .min(limits.terminalRows.min)
      .max(limits.terminalRows.max)
      .describe('Rows, 1 to 300.'),
  }),
  z.object({ type: z.literal('ping') }),
])
export type TerminalClientFrame = z.infer<typeof TerminalClientFrame>

/** A text frame of the server; binary frames are raw PTY bytes. */
export const TerminalServerFrame = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('error'),
    message: z.string().describe('What was wrong with a frame, or why the terminal ends.'),
  }),
  z.object({ type: z.literal('pong') }),
])
export type TerminalServerFrame = z.infer<typeof TerminalServerFrame>

/** Keys that a program can be sent by name, as tmux calls them. */
export const TerminalKey = z
  .string()
  .regex(
    /^(?:Enter|Escape|Tab|BTab|Space|BSpace|Up|Down|Left|Right|Home|End|PageUp|PageDown|Insert|Delete|F(?:[1-9]|1[0-2])|C-[a-z]|M-[a-z0-9])$/,
    'must be a key: Enter, Escape, Tab, BTab, Space, BSpace, Up, Down, Left, Right, Home, End, PageUp, PageDown, Insert, Delete, F1 to F12, C-a to C-z, M-a to M-z, M-0 to M-9',
  )
  .describe(
    'Enter, Escape, Tab, BTab, Space, BSpace, Up, Down, Left, Right, Home, End, PageUp, PageDown, Insert, Delete, F1 to F12, C- and a letter (Control), M- and a letter or digit (Alt).',
  )
export type TerminalKey = z.infer<typeof TerminalKey>

/** Query of the terminal socket. */
export const TerminalQuery = z.object({
  cols: z.coerce
    .number()
    .int()
    .min(limits.terminalCols.min)
    .max(limits.terminalCols.max)
    .catch(120)
    .describe('Columns; default 120.'),
  rows: z.coerce
    .number()
    .int()
    .min(limits.terminalRows.min)
    .max(limits.terminalRows.max)
    .catch(40)
    .describe('Rows; default 40.'),
})

/** Close codes of every WebSocket of the hub, and whether a client should come back. */
export const closeCodes = {
  detached: { code: 1000, reconnect: false, when: 'The viewer detached inside tmux, or left.' },
  goingAway: { code: 1001, reconnect: true, when: 'The server stops.' },
  tooBig: { code: 1009, reconnect: false, when: 'A message was over the limit.' },
  internal: { code: 1011, reconnect: true, when: 'Something failed inside.' },
  unauthorized: { code: 4001, reconnect: false, when: 'The credential is missing, wrong or revoked.' },
  notFound: { code: 4004, reconnect: false, when: 'The session does not exist.' },
  silent: { code: 4008, reconnect: true, when: 'No sign of life from the client for 90 s.' },
  slow: { code: 4009, reconnect: true, when: 'The client read nothing for 30 s; come back and redraw.' },
  ended: { code: 4010, reconnect: false, when: 'The program in the session ended; the reason says how.' },
  tooMany: { code: 4029, reconnect: true, when: 'Too many connections or messages with this key.' },
} as const satisfies Record<string, { code: number; reconnect: boolean; when: string }>
export type CloseReason = keyof typeof closeCodes
