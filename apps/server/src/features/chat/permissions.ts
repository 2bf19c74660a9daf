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
import type { By } from '../../context.ts'
import type { Audit } from '../../core/audit.ts'
import { callHash } from '../../core/canonical.ts'
import { nowIso } from '../../core/clock.ts'
import { AppError, invalid, notFound } from '../../core/errors.ts'
import { sortableId } from '../../core/ids.ts'
import type { Runs } from '../runs/service.ts'
import type { RunsStore } from '../runs/store.ts'
import type { ChatStore } from './store.ts'

/** A one-time code has no holder that is known. */
const labelOf = ({ actor }: By): string => actor?.label ?? 'code'

type Behavior = 'allow' | 'deny'
type Deps = {
  store: ChatStore
  runStore: RunsStore
  runs: Runs
  audit: Pick<Audit, 'append'>
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

  const tell = (
    event: string,
    by: By,
    chatId: string,
    id: string,
    request: PendingRequest | undefined,
    more: Record<string, unknown> = {},
  ): Promise<void> =>
    deps.audit.append(event, by, {
      session: chatId,
      id,
      ...(request && { tool: request.tool_name, inputHash: callHash(request.tool_name, request.input) }),
      how: by.actor ? 'key' : 'code',
      ...more,
    })

  async function decide(
    call: { chatId: string; requestId: string; decision: Behavior; pattern?: string | null | undefined },
    by: By,
    more: { message?: string | undefined; input?: Record<string, unknown> | undefined } = {},
  ): Promise<void> {
    const { chatId, requestId, decision, pattern } = call
    const request = await openRequest(chatId, requestId)
    const rule = request && pattern != null ? await ruleFor(chatId, request, decision, pattern) : null
    const answer =
      decision === 'allow'
        ? ({ kind: 'permission', decision, ...(more.input && { input: more.input }) } as const)
        : ({ kind: 'permission', decision, message: more.message ?? 'A person refused this.' } as const)
    await runs.answer(chatId, requestId, answer, labelOf(by)) // the loser of two answers keeps no rule either
    if (rule) await runStore.addGrant(rule)
    const kept = rule && { type: rule.type, pattern: rule.pattern }
    await tell(`approval.${decision}`, by, chatId, requestId, request, {
      ...(kept && { kept }),
      ...(more.input && { changed: true }),
    })
  }

  return {
    decide,
    /** @throws AppError not_found, already_answered, gone, invalid */
    async answer(chatId: string, body: ChatAnswer, by: By): Promise<void> {
      const { request_id: requestId, answers, decision, grant, message, input } = body
      if ((answers === undefined) === (decision === undefined))
        throw invalid('decision', 'Send either answers or a decision')
      if (answers !== undefined) {
        const request = await openRequest(chatId, requestId)
        await runs.answer(chatId, requestId, { kind: 'question', answers }, labelOf(by))
        return tell('approval.answer', by, chatId, requestId, request)
      }
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
