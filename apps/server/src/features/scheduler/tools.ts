// The tools of a scheduled agent's chat: they read the journal, and write one file, the one that was approved with the agent.
import { readFile } from 'node:fs/promises'
import { relative } from 'node:path'
import { limits } from '@atrium/schema'
import type { HubTool } from '../../agents/runner.ts'
import { nowIso } from '../../core/clock.ts'
import { AppError } from '../../core/errors.ts'
import { readFrontMatter, writeFrontMatter } from '../../core/front-matter.ts'
import { readTextInside, resolveInside } from '../../host/paths.ts'
import { isGuarded } from '../../host/vault-places.ts'
import { writeWhole } from '../../host/write-file.ts'
import { fill, type ReadTool } from './agent-file.ts'
import { daysBefore, isDay } from './schedule.ts'
import type { PlannedRow } from './store.ts'

export type ToolDeps = {
  /** Real path. */
  vault: string
  /** @throws AppError vault_missing, insufficient_storage */
  assertWritable(): Promise<void>
  /** Chats that were used since, newest first. */
  recentChats(since: string): Promise<{ title: string | null; module: string; lastAccessed: string }[]>
  /** The agent has written its output. */
  wrote(rowId: string, path: string): Promise<void>
}

const maxDays = 30
const maxFileBytes = 4 * 1024 * 1024
const maxMatterChars = 10_000
const dayInput = (description: string) => ({
  type: 'object',
  properties: { date: { type: 'string', description } },
  required: ['date'],
})
const daysInput = {
  type: 'object',
  properties: { days: { type: 'integer', minimum: 1, maximum: maxDays, description: '1 to 30; default 7.' } },
}

/** What the tools of one run's chat are. */
export function toolsOf(row: PlannedRow, deps: ToolDeps): HubTool[] {
  const { vault } = deps
  const read = async (path: string): Promise<string | null> => {
    try {
      return (await readTextInside(await place(path, vault), [vault], maxFileBytes)).text
    } catch (error) {
      if (error instanceof AppError && error.code === 'not_found') return null
      throw error
    }
  }

  const reading: Record<ReadTool, Omit<HubTool, 'name'>> = {
    read_journal: {
      description: 'Reads the journal of one day.',
      inputSchema: dayInput('Day, YYYY-MM-DD.'),
      async run(input) {
        const day = dayOf(input['date'])
        return cut(
          (await read(`Daily/journals/${day}.md`)) ?? `No journal found for ${day}`,
          limits.journalChars,
        )
      },
    },
    read_chat_log: {
      description: 'Reads the chat log of one day.',
      inputSchema: dayInput('Day, YYYY-MM-DD.'),
      async run(input) {
        const day = dayOf(input['date'])
        return cut(
          (await read(`Daily/chat-log/${day}.md`)) ?? `No chat log found for ${day}`,
          limits.chatLogChars,
        )
      },
    },
    read_recent_journals: {
      description: 'Reads the journals of the last days, newest first.',
      inputSchema: daysInput,
      async run(input) {
        const found: string[] = []
        let room: number = limits.journalChars
        for (let back = 0; back < daysIn(input['days']) && room > 0; back++) {
          const day = daysBefore(row.date, back)
          const text = await read(`Daily/journals/${day}.md`)
          if (text === null) continue
          found.push(`# ${day}\n\n${cut(text, room)}`)
          room -= text.length
        }
        return found.join('\n\n') || 'No journals found'
      },
    },
    read_recent_sessions: {
      description: 'Lists the chats of the last days, newest first.',
      inputSchema: daysInput,
      async run(input) {
        const since = new Date(Date.now() - daysIn(input['days']) * 24 * 3_600_000).toISOString()
        const chats = await deps.recentChats(since)
        const lines = chats.map(
          ({ title, module, lastAccessed }) => `- ${lastAccessed} (${module}) ${title ?? 'Untitled'}`,
        )
        return lines.join('\n') || 'No chats found'
      },
    },
  }

  const write: HubTool = {
    name: 'write_output',
    description: `Hands in your result: Markdown that is kept in the vault under the day ${row.outputDate}. Call it once; a second call replaces the first.`,
    granted: true,
    inputSchema: {
      type: 'object',
      properties: {
        date: { type: 'string', description: `Day, YYYY-MM-DD; default ${row.outputDate}.` },
        content: { type: 'string', description: 'Markdown, without front matter.' },
      },
      required: ['content'],
    },
    async run(input) {
      const path = await writeOutput(row, input, deps)
      await deps.wrote(row.id, path)
      return `Wrote ${path}`
    },
  }
  const chosen = Object.entries(reading).filter(([name]) => row.plan.tools.includes(name))
  return [...chosen.map(([name, tool]) => ({ name, readOnly: true, granted: true, ...tool })), write]
}

async function writeOutput(row: PlannedRow, input: Record<string, unknown>, deps: ToolDeps): Promise<string> {
  const day = input['date'] === undefined ? row.outputDate : dayOf(input['date'])
  if (day !== row.outputDate && day !== row.date)
    throw new Error(`This run writes under ${row.outputDate} (or ${row.date}), not under ${day}`)
  const { content } = input
  if (typeof content !== 'string' || content.trim() === '') throw new Error('content must be a text')
  if (Buffer.byteLength(content) > limits.textFileBytes) throw new Error('content is larger than 2 MB')
  const path = fill(row.plan.output, { name: row.agent, date: day, output_date: day })
  await deps.assertWritable()
  const data = { date: day, agent: row.agent, generated_at: nowIso() }
  const real = await place(path, deps.vault)
  await writeWhole(real, [deps.vault], writeFrontMatter({ data, body: `${content.trimEnd()}\n` }), {
    async before(existing) {
      if (existing && !(await isBy(row.agent, existing.path)))
        throw new Error(`${path} is there already, and this agent did not write it`)
    },
  })
  return path
}

/** Where a path of the vault really leads: a link into what is not for agents is refused, like one out of the vault. */
async function place(path: string, vault: string): Promise<string> {
  const real = await resolveInside(path, [vault])
  if (isGuarded(relative(vault, real)))
    throw new AppError('outside_roots', 'Path is outside the allowed folders')
  return real
}

/** What somebody else wrote is not replaced. */
async function isBy(agent: string, path: string): Promise<boolean> {
  const text = await readFile(path, 'utf8')
  return readFrontMatter(text.slice(0, maxMatterChars)).data['agent'] === agent
}

function dayOf(value: unknown): string {
  if (typeof value === 'string' && isDay(value)) return value
  throw new Error('date must be a day, YYYY-MM-DD')
}

function daysIn(value: unknown): number {
  if (value === undefined) return 7
  if (Number.isInteger(value)) return Math.min(Math.max(Number(value), 1), maxDays)
  throw new Error('days must be a whole number from 1 to 30')
}

const cut = (text: string, chars: number): string =>
  text.length > chars ? `${text.slice(0, chars)}\n\n… cut` : text
