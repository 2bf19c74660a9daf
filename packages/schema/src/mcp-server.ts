import { z } from 'zod'

/** One message of JSON-RPC 2.0, as the Model Context Protocol uses it: a request, a notification or an answer. */
export const McpMessage = z
  .looseObject({
    jsonrpc: z.literal('2.0').describe('Always 2.0.'),
    id: z
      .union([z.string(), z.number(), z.null()])
      .optional()
      .describe('Names a request, and its answer; a notification has none.'),
    method: z
      .string()
      .optional()
      .describe(
        'initialize, ping, tools/list, tools/call, resources/list, resources/read, and notifications.',
      ),
    params: z.record(z.string(), z.unknown()).optional().describe('What the method takes.'),
    result: z.record(z.string(), z.unknown()).optional().describe('Answer: what came of it.'),
    error: z
      .looseObject({
        code: z.number().int().describe('Number of the kind of error, as JSON-RPC has them.'),
        message: z.string().describe('One sentence.'),
        data: z
          .unknown()
          .optional()
          .describe('The body that the REST routes answer with for the same refusal.'),
      })
      .optional()
      .describe('Answer: why nothing came of it.'),
  })
  .meta({ id: 'McpMessage' })
export type McpMessage = z.infer<typeof McpMessage>
