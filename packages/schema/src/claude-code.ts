import { z } from 'zod'
import { ChatId, IsoDate, QueryInt } from './common.ts'
import { limits } from './limits.ts'

/** Id of a session of Claude Code, as its transcript file is named. */
export const ClaudeSessionId = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,128}$/)
  .meta({
    description: 'Id of the session: the name of its transcript file.',
    examples: ['d7b9e1f4-2c1d-4f57-9a3e-6a0b9f1c2d3e'],
  })

/** A session that Claude Code has a transcript of. Source: the first API page; the last four fields are ours. */
export const ClaudeSession = z
  .object({
    sessionId: ClaudeSessionId,
    title: z
      .string()
      .nullable()
      .describe('Name that a person gave it, else a summary, else its first message, 60 characters of it.'),
    firstMessage: z.string().nullable().describe('First thing a person said, at most 500 characters.'),
    messageCount: z
      .number()
      .int()
      .describe('Lines of people (results of tools included) and of the agent; see `messageCountExact`.'),
    model: z.string().nullable().describe('Model of the last answer that was looked at.'),
    cwd: z.string().nullable().describe('Folder it worked in, as the transcript itself says.'),
    projectPath: z.string().describe('The same; the encoded folder name where the transcript says nothing.'),
    projectDisplayName: z.string().describe('The same without the first slash.'),
    createdAt: IsoDate.describe('When it began.'),
    lastTimestamp: IsoDate.describe('When something was last said.'),
    messageCountExact: z
      .boolean()
      .describe('false: estimated from parts of a large transcript; reading it makes it be counted.'),
    sizeBytes: z.number().int().describe('Size of the transcript.'),
    encodedName: z.string().describe('Folder of its project under `projects`.'),
    chatId: ChatId.nullable().describe('Chat that goes on with this session; null when none was made.'),
  })
  .meta({ id: 'ClaudeSession' })
export type ClaudeSession = z.infer<typeof ClaudeSession>

const offset = QueryInt.min(0).max(1_000_000).default(0).describe('How many to skip; default 0.')
const limit = QueryInt.min(1)
  .max(limits.transcriptPageMax)
  .default(limits.transcriptPage)
  .describe('1 to 500; default 100.')
const path = z
  .string()
  .min(1)
  .max(limits.pathBytes)
  .describe('Folder of the project, as `projects` names it.')

export const ClaudeRecentQuery = z.object({ limit, offset })
export const ClaudeProjectQuery = z.object({ path, limit: limit.default(limits.transcriptPageMax), offset })
export const ClaudeSessionList = z
  .object({
    sessions: z.array(ClaudeSession).describe('Newest activity first.'),
    indexing: z
      .number()
      .int()
      .describe('Transcripts that were found and not looked into yet: they are missing here.'),
  })
  .meta({ id: 'ClaudeSessionList' })
export type ClaudeSessionList = z.infer<typeof ClaudeSessionList>

export const ClaudeProject = z
  .object({
    encodedName: z.string().describe('Name of its folder under `projects`; it cannot be read back.'),
    path: z.string().describe('The real folder, from inside its transcripts.'),
    sessionCount: z.number().int().describe('Sessions with messages.'),
    lastTimestamp: IsoDate.describe('When something was last said in one of them.'),
  })
  .meta({ id: 'ClaudeProject' })
export const ClaudeProjectList = z
  .object({
    projects: z.array(ClaudeProject).describe('Folders with sessions, by path.'),
    indexing: z.number().int().describe('Transcripts that were found and not looked into yet.'),
  })
  .meta({ id: 'ClaudeProjectList' })
export type ClaudeProjectList = z.infer<typeof ClaudeProjectList>

const where = path.optional().describe('Project to look in; default: all.')

export const ClaudeTranscriptQuery = z.object({
  session_id: ClaudeSessionId,
  path: where,
  limit: QueryInt.min(1).max(1_000).default(200).describe('Messages at most, the last ones; default 200.'),
  before: QueryInt.min(0)
    .max(Number.MAX_SAFE_INTEGER)
    .optional()
    .describe('Only what stands before this place; `before` of the page that follows.'),
})

const tool = z.object({
  id: z.string().describe('Id of the call.'),
  name: z.string().describe('Tool.'),
  input: z.string().describe('Its input as JSON, at most 1,000 characters.'),
})
const toolResult = z.object({
  id: z.string().describe('Id of the call.'),
  isError: z.boolean().describe('Whether the call failed.'),
  text: z.string().describe('What came back, at most 1,000 characters.'),
})

export const ClaudeMessage = z
  .object({
    type: z.enum(['user', 'assistant']).describe('Who said it; results of tools are `user`.'),
    content: z.string().describe('Its text, at most 100,000 characters.'),
    timestamp: IsoDate.nullable().describe('When it was said.'),
    uuid: z.string().nullable().describe('Id of its (first) line in the transcript.'),
    tools: z.array(tool).describe('Calls of tools that it makes.'),
    toolResults: z.array(toolResult).describe('What calls gave.'),
    truncated: z.boolean().describe('Whether something of it was cut or left out.'),
  })
  .meta({ id: 'ClaudeMessage' })
export type ClaudeMessage = z.infer<typeof ClaudeMessage>

export const ClaudeTranscript = z
  .object({
    sessionId: ClaudeSessionId,
    title: z.string().nullable().describe('Title of the session.'),
    cwd: z.string().nullable().describe('Folder it worked in.'),
    model: z.string().nullable().describe('Model of the last answer.'),
    createdAt: IsoDate.describe('When it began.'),
    messages: z.array(ClaudeMessage).describe('Oldest first; thinking is left out.'),
    before: z
      .number()
      .int()
      .nullable()
      .describe('Send as `before` for the page before this one; null at the beginning.'),
    messageCount: z.number().int().describe('As in the lists.'),
    chatId: ChatId.nullable().describe('Chat that goes on with this session.'),
  })
  .meta({ id: 'ClaudeTranscript' })
export type ClaudeTranscript = z.infer<typeof ClaudeTranscript>

/** `POST /api/claude-code/adopt/{session_id}`: `path` is in the query of the first page, so both places are taken. */
export const ClaudeAdopt = z.object({
  session_id: ClaudeSessionId,
  path: where,
  workingDirectory: z
    .string()
    .min(1)
    .max(limits.pathBytes)
    .nullable()
    .optional()
    .describe('Folder to go on in; default: the one it worked in.'),
})

export const ClaudeAdopted = z
  .object({
    success: z.literal(true).describe('Always true; a refusal is an HTTP error.'),
    alreadyAdopted: z.boolean().describe('Whether there was a chat for it already.'),
    parachuteSessionId: ChatId.describe('The chat, under the name that the first page gives it.'),
    messageCount: z.number().int().describe('Messages of the session.'),
    openIn: z
      .number()
      .int()
      .nullable()
      .describe('Process that has the session open in a terminal, as far as is known: leave it there first.'),
    message: z.string().describe('What happened.'),
  })
  .meta({ id: 'ClaudeAdopted' })
export type ClaudeAdopted = z.infer<typeof ClaudeAdopted>
