// Owns the taking of a message: everything about it is checked, then stored in one transaction with its run.
import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import type { ChatRequest, LogEvent, PermissionMode, TrustLevel } from '@atrium/schema'
import type { AgentRunner } from '../../agents/runner.ts'
import type { Actor } from '../../context.ts'
import { nowIso } from '../../core/clock.ts'
import { AppError, notFound } from '../../core/errors.ts'
import { sortableId } from '../../core/ids.ts'
import { assertMayTrust } from '../../core/scopes.ts'
import type { Runs } from '../runs/service.ts'
import type { RunsStore } from '../runs/store.ts'
import { type Attachments, attachmentBlock, imagesOf, type Kept } from './attachments.ts'
import type { ChatRow, ChatStore } from './store.ts'
import { titleOf } from './title.ts'
import { createTurn, isUntouched, type Turn, type TurnDeps } from './turn.ts'

export type SendDeps = TurnDeps & {
  store: ChatStore
  runStore: RunsStore
  runs: Runs
  attachments: Attachments
  agents: { runner(name: string): AgentRunner; defaultName(): Promise<string> }
  /** @throws AppError sandbox_unavailable */
  assertSandbox(): Promise<void>
  /** @throws AppError vault_missing, insufficient_storage */
  assertWritable(): Promise<void>
}

/** Who begins a chat, when it is a part of the hub and not a person. `metadata` is kept with it. */
export type Origin = {
  chatId: string
  source: string
  title?: string
  metadata?: Record<string, unknown>
}

/** Where a message went: its chat and the run that answers it. */
export type Sent = { chatId: string; runId: string }

const defaultMode: PermissionMode = 'default'

export function createSend(deps: SendDeps) {
  const { store, runStore, runs } = deps
  const turnOf = createTurn(deps)

  async function usableRunner(
    name: string | null | undefined,
    chat: ChatRow | undefined,
    trust: TrustLevel,
  ): Promise<string> {
    const runner = deps.agents.runner(name ?? chat?.runner ?? (await deps.agents.defaultName()))
    const { status, message } = await runner.status()
    if (status !== 'ready')
      throw new AppError('agent_unavailable', message ?? `The agent '${runner.name}' is not usable here`)
    await runner.assertTrust?.(trust)
    return runner.name
  }

  const textOf = (request: ChatRequest, isNew: boolean): string =>
    isNew && request.initial_context?.trim()
      ? `## Context\n\n${request.initial_context}\n\n## Request\n\n${request.message}`
      : request.message

  /** The same message twice is one message: the second caller sees the run of the first. */
  async function earlier(
    actor: Actor,
    request: ChatRequest,
    key: string | null,
    hash: string,
  ): Promise<Sent | null> {
    if (key !== null) {
      const known = await store.findIdempotent(actor.id, key)
      if (known && known.requestHash !== hash)
        throw new AppError('idempotency_mismatch', 'This Idempotency-Key was used with another request')
      if (known?.response) return JSON.parse(known.response) as Sent // written below
    }
    const run =
      request.message_id === undefined ? undefined : await runStore.findByMessage(request.message_id)
    if (!run) return null
    if (run.request.hash !== hash)
      throw new AppError(
        'idempotency_mismatch',
        `This message id was used with another message: ${run.messageId}`,
      )
    return { chatId: run.chatId, runId: run.id }
  }

  function newChat(request: ChatRequest, facts: Facts): ChatRow {
    return {
      id: facts.chatId,
      title: facts.title,
      titleSource: 'default',
      module: facts.turn.module,
      source: facts.source,
      workingDirectory: facts.turn.folder.stored,
      vaultRoot: null,
      model: null,
      modelChoice: request.model ?? null,
      messageCount: 0,
      archived: 0,
      createdAt: facts.at,
      lastAccessed: facts.at,
      continuedFrom: request.continued_from ?? null,
      agentType: request.agent_type ?? facts.turn.agent?.stem ?? null,
      trustLevel: facts.turn.trust,
      workspaceId: facts.turn.workspaceId,
      linkedBotPlatform: null,
      linkedBotChatId: null,
      linkedBotChatType: null,
      metadata: facts.metadata === null ? null : JSON.stringify(facts.metadata),
      runner: facts.runner,
      permissionMode: request.permission_mode ?? defaultMode,
      state: 'queued',
      agentSessionId: null,
      nextSeq: 1,
    }
  }

  type Facts = {
    chatId: string
    title: string | null
    source: string
    at: string
    runner: string
    turn: Turn
    metadata: Record<string, unknown> | null
  }

  function changesOf(chat: ChatRow, request: ChatRequest, facts: Facts): Partial<ChatRow> {
    return {
      lastAccessed: facts.at,
      messageCount: chat.messageCount + 1,
      // The chat may have been narrowed since the message came. The bound of its workspace stays when it leaves it.
      trustLevel: deps.stricter(
        chat.trustLevel as TrustLevel, // written from the same schema
        deps.stricter(request.trust_level ?? 'full', facts.turn.floor),
      ),
      runner: facts.runner,
      workingDirectory: facts.turn.folder.stored,
      ...(facts.runner !== chat.runner && { agentSessionId: null }), // the other agent's session means nothing to it
      ...(request.model != null && { modelChoice: request.model }),
      ...(request.permission_mode != null && { permissionMode: request.permission_mode }),
      ...(request.workspace_id != null && { workspaceId: request.workspace_id }),
      ...(request.agent_path != null && { agentType: facts.turn.agent?.stem ?? null }),
      ...(chat.title === null && { title: titleOf(request.message) }),
      ...(chat.state !== 'working' && chat.state !== 'waiting' && { state: 'queued' }),
    }
  }

  /**
   * Takes a message. When this resolves it is durable.
   * @throws AppError not_found, forbidden, invalid, outside_roots, payload_too_large, queue_full, too_many_requests,
   * idempotency_mismatch, agent_unavailable, sandbox_unavailable
   */
  return async function send(
    actor: Actor,
    request: ChatRequest,
    idempotencyKey: string | null,
    origin?: Origin,
  ): Promise<Sent> {
    const hash = createHash('sha256').update(JSON.stringify(request)).digest('hex')
    const known = await earlier(actor, request, idempotencyKey, hash)
    if (known) return known
    await deps.assertWritable()
    const id = request.session_id && request.session_id !== 'new' ? request.session_id : null
    const chat = id === null ? undefined : await store.row(id)
    const before = chat && (await runStore.last(chat.id))?.request
    const turn = await turnOf(request, chat, before, async (trust) => {
      assertMayTrust(actor, trust)
      if (trust === 'sandboxed') await deps.assertSandbox()
    })
    const { trust, folder, prompt } = turn
    const asked = chat && isUntouched(chat, before) ? undefined : chat
    const runner = await usableRunner(request.runner, asked, trust)
    const at = nowIso()
    const kept = await deps.attachments.keep(request.attachments ?? [], new Date(at))
    const title = chat?.title ?? origin?.title ?? titleOf(request.message)
    const facts: Facts = {
      chatId: chat?.id ?? origin?.chatId ?? sortableId(),
      title,
      source: origin?.source ?? 'atrium',
      at,
      runner,
      turn,
      metadata: origin?.metadata ?? null,
    }
    const runId = sortableId()
    const sent: Sent = { chatId: facts.chatId, runId }
    const messageId = request.message_id ?? sortableId()
    const isNew = chat === undefined
    try {
      await runs.submit({
        chatId: facts.chatId,
        runId,
        messageId,
        at,
        request: {
          text: textOf(request, isNew) + attachmentBlock(kept),
          images: imagesOf(kept),
          delivery: request.delivery ?? 'queue',
          workingDirectory: folder.absolute,
          trustLevel: trust,
          runner,
          model: turn.model,
          systemPrompt: prompt.systemPrompt,
          appendPrompt: prompt.appendPrompt,
          agentPath: turn.agent?.path ?? null,
          contexts: turn.wanted,
          hash,
        },
        events: [
          {
            type: 'session',
            run_id: runId,
            id: facts.chatId,
            title,
            trust_level: trust,
            working_directory: folder.stored,
            workspace_id: turn.workspaceId,
            is_new: isNew,
            runner,
          },
          {
            type: 'prompt_metadata',
            run_id: runId,
            prompt_source: prompt.source,
            context_files: prompt.files,
            context_tokens: prompt.contextTokens,
            context_truncated: prompt.truncated,
            total_prompt_tokens: prompt.tokens,
            working_directory_instructions: prompt.instructions && basename(prompt.instructions),
          },
          ...turn.warnings.map((warning) => ({ type: 'warning' as const, run_id: runId, ...warning })),
          userMessage(runId, messageId, request.message, kept),
        ],
        async before(trx) {
          if (isNew) await store.insert(trx, { ...newChat(request, facts), messageCount: 1 })
          else {
            const now = await store.find(facts.chatId, trx)
            if (!now) throw notFound('Session', facts.chatId)
            await store.update(trx, facts.chatId, changesOf(now, request, facts))
          }
          if (idempotencyKey !== null)
            await store.addIdempotent(trx, {
              credentialId: actor.id,
              key: idempotencyKey,
              requestHash: hash,
              response: JSON.stringify(sent),
            })
        },
        async after(trx, seqs) {
          const row = { chatId: facts.chatId, at }
          if (title !== null && chat?.title == null)
            await store.addText(trx, { ...row, seq: 0, role: 'title', text: title })
          await store.addText(trx, { ...row, seq: seqs.at(-1) ?? 0, role: 'user', text: request.message })
        },
      })
      return sent
    } catch (error) {
      await deps.attachments.remove(kept)
      const raced = await earlier(actor, request, idempotencyKey, hash)
      if (raced) return raced // another call with the same key was faster
      throw error
    }
  }
}

function userMessage(runId: string, messageId: string, content: string, kept: readonly Kept[]): LogEvent {
  const attachments = kept.map(({ name, mimeType, sizeBytes, path }) => ({ name, mimeType, sizeBytes, path }))
  return { type: 'user_message', run_id: runId, content, message_id: messageId, attachments }
}
