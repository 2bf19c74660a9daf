// Owns how a person answers what an agent asked, and the standing rules of a chat.
import {
  type ChatAnswer,
  type ChatPermissions,
  type Grant,
  type GrantType,
  limits,
  type PendingRequest,
  type TrustLevel,
} from '@atrium/schema'
import type { z } from 'zod'
import { nowIso } from '../../core/clock.ts'
import { AppError, invalid, notFound } from '../../core/errors.ts'
import { sortableId } from '../../core/ids.ts'
import type { Runs } from '../runs/service.ts'
import type { RunsStore } from '../runs/store.ts'
import type { ChatStore } from './store.ts'

type Behavior = 'allow' | 'deny'
type Deps = {
  store: ChatStore
  runStore: RunsStore
  runs: Runs
  kindOf(tool: string): z.infer<typeof GrantType>
  isCompound(command: string): boolean
}

export function createChatPermissions(deps: Deps) {
  const { store, runStore, runs } = deps
  async function openRequest(chatId: string, requestId: string): Promise<PendingRequest | undefined> {
    return (await runs.openRequests(chatId)).find(({ id }) => id === requestId)
  }

  /** @throws AppError invalid, limit_reached */
  async function ruleFor(chatId: string, request: PendingRequest, behavior: Behavior, pattern: string) {
    const type = deps.kindOf(request.tool_name)
    if (type === 'bash' && deps.isCompound(pattern))
      throw invalid('pattern', 'A rule about commands holds plain words, nothing that joins or redirects')
    if ((type === 'read' || type === 'write') && pattern.split('/').includes('..'))
      throw invalid('pattern', 'A pattern of paths must not contain ..')
    if ((await runStore.grants(chatId)).length >= limits.chatGrants)
      throw new AppError('limit_reached', 'This chat has too many standing rules; remove one first')
    return { id: sortableId(), chatId, behavior, type, pattern, createdAt: nowIso() }
  }

  async function decide(
    call: { chatId: string; requestId: string; decision: Behavior; pattern?: string | null | undefined },
    by: string,
    more: { message?: string | undefined; input?: Record<string, unknown> | undefined } = {},
  ): Promise<void> {
    const { chatId, requestId, decision, pattern } = call
    const request = pattern == null ? undefined : await openRequest(chatId, requestId)
    const rule = request && pattern != null ? await ruleFor(chatId, request, decision, pattern) : null
    const answer =
      decision === 'allow'
        ? ({ kind: 'permission', decision, ...(more.input && { input: more.input }) } as const)
        : ({ kind: 'permission', decision, message: more.message ?? 'A person refused this.' } as const)
    await runs.answer(chatId, requestId, answer, by) // the loser of two answers keeps no rule either
    if (rule) await runStore.addGrant(rule)
  }

  return {
    decide,
    /** @throws AppError not_found, already_answered, gone, invalid */
    async answer(chatId: string, body: ChatAnswer, by: string): Promise<void> {
      const { request_id: requestId, answers, decision, grant, message, input } = body
      if ((answers === undefined) === (decision === undefined))
        throw invalid('decision', 'Send either answers or a decision')
      if (answers !== undefined) return runs.answer(chatId, requestId, { kind: 'question', answers }, by)
      if (decision !== undefined)
        await decide({ chatId, requestId, decision, pattern: grant?.pattern }, by, { message, input })
    },
    async list(chatId: string): Promise<ChatPermissions> {
      const chat = await store.row(chatId)
      const rules = await runStore.grants(chatId)
      const shown = (behavior: Behavior): Grant[] =>
        rules
          .filter((rule) => rule.behavior === behavior)
          .map(({ id, type, pattern, createdAt }) => ({ id, type, pattern, created_at: createdAt }))
      return {
        sessionId: chatId,
        trustLevel: chat.trustLevel as TrustLevel, // written from the same schema
        pending: await runs.openRequests(chatId),
        grants: shown('allow'),
        denies: shown('deny'),
      }
    },
    /** @throws AppError not_found */
    async removeGrant(chatId: string, id: string): Promise<void> {
      if (!(await runStore.removeGrant(chatId, id))) throw notFound('Grant', id)
    },
  }
}
