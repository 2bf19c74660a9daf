import { z } from 'zod'
import { limits } from './limits.ts'
import { TrustWord } from './workspaces.ts'

/** Name of an MCP server, which begins the names of its tools. */
export const McpName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_-]{0,63}$/)
  .meta({
    description: 'Name of the server: lower-case letters, digits, `_` and `-`, at most 64.',
    examples: ['notes'],
  })

/** No NUL: a program's arguments and environment cannot carry one. */
const plain = (max: number) =>
  z
    .string()
    .max(max)
    .refine((text) => !text.includes('\0'), 'must not contain NUL')

/** How an MCP server is started or reached, as `.mcp.json` has it. `${NAME}` stands for a variable of the hub's environment. */
export const McpConfig = z
  .looseObject({
    type: z
      .string()
      .max(limits.nameChars)
      .optional()
      .describe(
        'stdio, http or sse; `command`, `https` and `streamable-http` are understood. Default: by the other fields.',
      ),
    command: plain(limits.commandChars).optional().describe('Program to start, for stdio.'),
    args: z
      .array(plain(limits.commandChars))
      .max(limits.commandWords)
      .optional()
      .describe('Its arguments, one by one; no shell reads them.'),
    env: z
      .record(
        z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,254}$/, 'is not a name of a variable'),
        plain(limits.textChars),
      )
      .optional()
      .describe('Its environment, beside what every program gets. In answers the values are masked.'),
    url: plain(limits.queryValueChars).optional().describe('Address, for http and sse.'),
    auth: z.enum(['none', 'bearer']).optional().describe('bearer: an Authorization header is needed.'),
    headers: z
      .record(
        z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,255}$/, 'is not a name of a header'),
        z
          .string()
          .max(limits.textChars)
          .regex(/^[\t\u0020-\u007e\u0080-\u00ff\u2022]*$/, 'must be one line of text'),
      )
      .optional()
      .describe('Headers of every request. In answers the values are masked.'),
    trust_level: TrustWord.optional().describe(
      'Strictest kind of chat it may be used in; default vault. A sandboxed server is usable everywhere.',
    ),
  })
  .meta({ id: 'McpConfig' })
export type McpConfig = z.infer<typeof McpConfig>

export const McpApproval = z.enum(['approved', 'new', 'changed']).meta({
  id: 'McpApproval',
  description:
    'approved: runs. new: found in the file, nobody has approved it. changed: not what was approved. Only approved ones are started.',
})
export type McpApproval = z.infer<typeof McpApproval>

/** An MCP server: the fields of its entry in `.mcp.json`, secrets masked, and what the hub says about it. */
export const McpServer = z
  .looseObject({
    type: z.string().optional().describe('As its entry has it.'),
    command: z.string().optional().describe('Program that is started, for stdio.'),
    args: z.array(z.string()).optional().describe('Its arguments.'),
    env: z.record(z.string(), z.string()).optional().describe('Its environment, values masked.'),
    url: z.string().optional().describe('Address, for http and sse; secrets in it masked.'),
    headers: z.record(z.string(), z.string()).optional().describe('Headers of every request, values masked.'),
    trust_level: z
      .string()
      .optional()
      .describe('Strictest kind of chat it may be used in; vault when absent.'),
    auth: z.string().optional().describe('none or bearer.'),
    name: z.string().describe('Its name.'),
    builtin: z.boolean().describe('Whether it is part of the hub; such a one cannot be removed.'),
    displayType: z
      .enum(['builtin', 'stdio', 'http', 'sse', 'unknown'])
      .describe('What it is, whatever words its entry uses.'),
    displayCommand: z
      .string()
      .describe(
        'The whole command line, quoted where needed and with hidden characters made visible; or the address.',
      ),
    validationErrors: z
      .array(z.string())
      .optional()
      .describe('Why it cannot be used; absent when nothing is wrong.'),
    approval: McpApproval,
    hash: z.string().describe('Hash of all that decides what runs: what an approval is for.'),
  })
  .meta({ id: 'McpServer' })
export type McpServer = z.infer<typeof McpServer>

export const McpServerList = z.object({
  servers: z.array(McpServer).describe('The built-in one first, then those of the file, in its order.'),
  problems: z
    .array(
      z.object({
        file: z.string().describe('Path relative to the vault.'),
        message: z.string().describe('What is wrong with it.'),
      }),
    )
    .describe('Files that cannot be read; their servers are missing here.'),
})
export type McpServerList = z.infer<typeof McpServerList>

/** A server to add: `{name, config: {…}}`, or the fields of the config beside the name. */
export const McpServerCreate = McpConfig.extend({
  name: McpName,
  config: McpConfig.optional().describe('Its config; absent when the fields stand beside the name.'),
})
export type McpServerCreate = z.infer<typeof McpServerCreate>

/** Servers found in the file may have any name. */
const anyName = z.string().min(1).max(limits.pathParameterChars).describe('Name of the server.')
export const McpRef = z.object({ name: anyName })
export const McpApprove = z.object({
  name: anyName,
  hash: z
    .string()
    .max(128)
    .optional()
    .describe('What was shown; refused when the server is another one by now.'),
})

export const McpServerSaved = z.object({
  success: z.literal(true).describe('Always true.'),
  server: McpServer.describe('The server as it is now.'),
})
export const McpServerRemoved = z.object({
  success: z.literal(true).describe('Always true.'),
  removed: z.string().describe('Name of the server.'),
})

/** How a server answered. Status 200 also when it is broken: that is a result. */
export const McpTest = z
  .object({
    name: z.string().describe('Name of the server.'),
    builtin: z.boolean().describe('Whether it is part of the hub.'),
    status: z.enum(['ok', 'error']).describe('ok: it speaks MCP.'),
    message: z.string().optional().describe('What it said, for people.'),
    error: z.string().optional().describe('Why it failed, when it did.'),
    hint: z
      .string()
      .optional()
      .describe('What may help: the first 500 characters it wrote to its standard error, or a next step.'),
    httpStatus: z.number().int().optional().describe('Status of its refusal, over HTTP.'),
    serverInfo: z
      .object({
        name: z.string().describe('What it calls itself.'),
        version: z.string().describe('Its version.'),
      })
      .optional()
      .describe('Who answered.'),
    toolCount: z.number().int().optional().describe('How many tools it offers.'),
    durationMs: z.number().int().describe('How long it took, in milliseconds.'),
  })
  .meta({ id: 'McpTest' })
export type McpTest = z.infer<typeof McpTest>

export const McpTool = z
  .object({
    name: z.string().describe('Name; an agent sees it as `mcp__<server>__<name>`.'),
    description: z.string().describe('What it does, in the words of the server.'),
    inputSchema: z.record(z.string(), z.unknown()).optional().describe('JSON Schema of its input.'),
  })
  .meta({ id: 'McpTool' })
export type McpTool = z.infer<typeof McpTool>

export const McpTools = z
  .object({
    name: z.string().describe('Name of the server.'),
    tools: z.array(McpTool).describe('Its tools; empty when it could not be asked.'),
    error: z.string().optional().describe('Why it could not be asked.'),
    hint: z.string().optional().describe('What may help.'),
  })
  .meta({ id: 'McpTools' })
export type McpTools = z.infer<typeof McpTools>
