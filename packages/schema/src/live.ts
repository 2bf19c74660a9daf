import { z } from 'zod'
import { Chat } from './chat.ts'
import { ChatId } from './common.ts'
import { ImportProgress } from './imports.ts'
import { ProjectId } from './projects.ts'
import { SessionName } from './sessions.ts'

/** What a client of the live subscription hears, so that lists are never stale. */
export const LiveEvent = z
  .discriminatedUnion('type', [
    z.object({ type: z.literal('chat.changed'), chat: Chat.describe('The chat as it is now.') }),
    z.object({ type: z.literal('chat.removed'), id: ChatId }),
    z.object({ type: z.literal('import.changed'), import: ImportProgress.describe('How it goes now.') }),
    z.object({ type: z.literal('session.changed'), name: SessionName }),
    z.object({ type: z.literal('project.changed'), id: ProjectId }),
    z.object({ type: z.literal('project.removed'), id: ProjectId }),
    z.object({ type: z.literal('session.removed'), name: SessionName }),
    z.object({
      type: z.literal('board.changed'),
      projectId: z.string().describe('Project whose cards changed.'),
    }),
    z.object({ type: z.literal('approval.changed'), id: z.string().describe('Id of the request.') }),
    z.object({ type: z.literal('rules.changed') }),
    z.object({ type: z.literal('bots.changed') }),
    z.object({ type: z.literal('agent.changed'), name: z.string().describe('Name of the agent.') }),
  ])
  .meta({ id: 'LiveEvent' })
export type LiveEvent = z.infer<typeof LiveEvent>
