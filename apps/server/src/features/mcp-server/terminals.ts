import { stripVTControlCharacters } from 'node:util'
import {
  limits,
  Scrollback,
  Session,
  SessionCreate,
  SessionCreated,
  SessionName,
  TerminalKey,
} from '@atrium/schema'
import { z } from 'zod'
import { AppError } from '../../core/errors.ts'
import { tool } from './tool.ts'

const SessionFacts = Session.pick({
  name: true,
  path: true,
  status: true,
  activity: true,
  tool: true,
  command: true,
  created: true,
  attached: true,
  exit: true,
  git: true,
  project: true,
  boardCard: true,
})
const name = SessionName.describe('Name of the session, as list_sessions gives it.')

export const terminalTools = [
  tool({
    name: 'list_sessions',
    title: 'List terminal sessions',
    description:
      'Terminals of this hub: what runs in each, where, and whether the agent in it works or waits for a person.',
    access: 'terminal',
    hints: { readOnly: true },
    input: z.object({}),
    output: z.object({
      sessions: z.array(SessionFacts).describe('Running, then dormant, then foreign; by name within each.'),
    }),
    run: async ({ hub }) => ({ sessions: await hub.sessions.list() }),
  }),
  tool({
    name: 'create_session',
    title: 'Start a terminal session',
    description:
      'Start a program in a new terminal that goes on by itself. Use send_to_terminal to type into it.',
    access: 'terminal',
    input: z.object({
      name: SessionCreate.shape.name,
      directory: SessionCreate.shape.directory,
      command: SessionCreate.shape.command,
    }),
    output: SessionCreated,
    run: ({ hub }, input) => hub.sessions.create(input),
  }),
  tool({
    name: 'read_terminal',
    title: 'Read a terminal',
    description: 'What a terminal shows now as plain text, and on demand the lines above the screen.',
    access: 'terminal',
    hints: { readOnly: true },
    input: z.object({
      name,
      scrollback_lines: z
        .number()
        .int()
        .min(0)
        .max(limits.scrollbackLines)
        .default(0)
        .describe(`Lines above the screen, 0 to ${limits.scrollbackLines}; default 0.`),
    }),
    output: z.object({
      screen: z.string().describe('The visible screen.'),
      scrollback: z.string().nullable().describe('Lines above it; null when none were asked for.'),
      truncated: Scrollback.shape.truncated,
    }),
    async run({ ctx, hub }, { name: session, scrollback_lines: lines }) {
      const screen = await ctx.app.sessions.screen(session)
      if (lines === 0) return { screen, scrollback: null, truncated: false }
      const { data, truncated } = await hub.sessions.scrollback({ name: session, lines })
      return { screen, scrollback: plain(data), truncated }
    },
  }),
  tool({
    name: 'send_to_terminal',
    title: 'Type into a terminal',
    description:
      'Put text into the program of a terminal, byte for byte: nothing in it is read as a key, and no Enter is added. Then press `keys`, in their order; ["Enter"] runs a command line.',
    access: 'terminal',
    hints: { destructive: true },
    input: z.object({
      name,
      text: z.string().max(limits.terminalInputBytes).optional().describe('Text to put in, as it is.'),
      paste: z
        .boolean()
        .default(false)
        .describe('Mark the text as pasted, for programs that tell pasted text from typed.'),
      keys: z.array(TerminalKey).max(50).optional().describe('Keys to press after the text, in this order.'),
    }),
    output: z.object({ sent: z.literal(true).describe('Always true: the program has it.') }),
    async run({ ctx }, { name: session, text, paste, keys }) {
      if (!text && !keys?.length) throw new AppError('bad_request', 'Give text, keys, or both')
      await ctx.app.sessions.type(session, { text: text ?? '', bracketed: paste, keys: keys ?? [] })
      await ctx.app.audit.append('session.type', ctx, { session, bytes: Buffer.byteLength(text ?? '') })
      return { sent: true as const }
    },
  }),
]

/** A model reads no colours, nor changes of the character set. */
const plain = (text: string): string =>
  stripVTControlCharacters(text).replaceAll('\u000e', '').replaceAll('\u000f', '')
