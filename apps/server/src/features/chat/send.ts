// Owns the taking of a message: everything about it is checked, then stored in one transaction with its run.
import { createHash } from 'node:crypto'
import {
  type ChatRequest,
  defaultTrustLevel,
  type LogEvent,
  type PermissionMode,
  type TrustLevel,
} from '@atrium/schema'
import type { AgentRunner } from '../../agents/runner.ts'
import type { Actor } from '../../context.ts'
import { nowIso } from '../../core/clock.ts'
import { AppError, notFound } from '../../core/errors.ts'
import { sortableId } from '../../core/ids.ts'
import { assertMayTrust } from '../../core/scopes.ts'
import type { Runs } from '../runs/service.ts'
import type { RunRequest, RunsStore } from '../runs/store.ts'
import { type Attachments, attachmentBlock, imagesOf, type Kept } from './attachments.ts'
import { type Contexts, type createContexts, tokensOf } from './contexts.ts'
import type { Folders } from './folders.ts'
import { type ChatRow, type ChatStore, toChat } from './store.ts'
import { titleOf } from './title.ts'

export type SendDeps = {
  store: ChatStore
  runStore: RunsStore
  runs: Runs
  attachments: Attachments
  contexts: ReturnType<typeof createContexts>
  folders: Folders
  agents: { runner(name: string): AgentRunner; defaultName(): Promise<string> }
  /** @throws AppError sandbox_unavailable */
  assertSandbox(): Promise<void>
  /** @throws AppError vault_missing, insufficient_storage */
  assertWritable(): Promise<void>
  stricter(one: TrustLevel, other: TrustLevel): TrustLevel
}

/** Where a message went: its chat and the run that answers it. */
export type Sent = { chatId: string; runId: string }

const defaultMode: PermissionMode = 'default'

export function createSend(deps: SendDeps) {
  const { store, runStore, runs } = deps

  async function usableRunner(name: string | null | undefined, chat: ChatRow | undefined): Promise<string> {
    const runner = deps.agents.runner(name ?? chat?.runner ?? (await deps.agents.defaultName()))
    const { status, message } = await runner.status()
    if (status !== 'ready')
      throw new AppError('agent_unavailable', message ?? `The agent '${runner.name}' is not usable here`)
    return runner.name
  }

  async function contextsFor(
    request: ChatRequest,
    before: RunRequest | undefined,
    workingDirectory: string | null,
  ): Promise<{ wanted: RunRequest['contexts']; found: Contexts }> {
    const wanted = {
      files: request.context_files ?? before?.contexts.files ?? [],
      folders: request.context_folders ?? before?.contexts.folders ?? [],
      priorConversation: request.prior_conversation ?? before?.contexts.priorConversation ?? null,
    }
    const named = request.context_files !== undefined || request.context_folders !== undefined
    try {
      return { wanted, found: await deps.contexts.resolve({ ...wanted, workingDirectory }) }
    } catch (error) {
      // What an earlier message named may be gone by now; that is no reason to refuse this one.
      if (named || !before) throw error
      return { wanted, found: { prompt: before.appendPrompt, files: [], tokens: 0, truncated: false } }
    }
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
      title: titleOf(request.message),
      titleSource: 'default',
      module: request.module ?? 'chat',
      source: 'atrium',
      workingDirectory: facts.folder.stored,
      vaultRoot: null,
      model: null,
      modelChoice: request.model ?? null,
      messageCount: 0,
      archived: 0,
      createdAt: facts.at,
      lastAccessed: facts.at,
      continuedFrom: request.continued_from ?? null,
      agentType: request.agent_type ?? null,
      trustLevel: facts.trust,
      workspaceId: request.workspace_id ?? null,
      linkedBotPlatform: null,
      linkedBotChatId: null,
      linkedBotChatType: null,
      metadata: null,
      runner: facts.runner,
      permissionMode: request.permission_mode ?? defaultMode,
      state: 'queued',
      agentSessionId: null,
      nextSeq: 1,
    }
  }

  type Facts = {
    chatId: string
    at: string
    trust: TrustLevel
    runner: string
    folder: { absolute: string; stored: string | null }
  }

  function changesOf(chat: ChatRow, request: ChatRequest, facts: Facts): Partial<ChatRow> {
    return {
      lastAccessed: facts.at,
      messageCount: chat.messageCount + 1,
      // The chat may have been narrowed since the message came.
      trustLevel: deps.stricter(chat.trustLevel as TrustLevel, request.trust_level ?? 'full'), // written from the same schema
      runner: facts.runner,
      workingDirectory: facts.folder.stored,
      ...(facts.runner !== chat.runner && { agentSessionId: null }), // the other agent's session means nothing to it
      ...(request.model != null && { modelChoice: request.model }),
      ...(request.permission_mode != null && { permissionMode: request.permission_mode }),
      ...(request.workspace_id != null && { workspaceId: request.workspace_id }),
      ...(chat.title === null && { title: titleOf(request.message) }),
      ...(chat.state !== 'working' && chat.state !== 'waiting' && { state: 'queued' }),
    }
  }

  /**
   * Takes a message. When this resolves it is durable.
   * @throws AppError not_found, invalid, outside_roots, payload_too_large, queue_full, too_many_requests,
   * idempotency_mismatch, agent_unavailable, sandbox_unavailable
   */
  return async function send(
    actor: Actor,
    request: ChatRequest,
    idempotencyKey: string | null,
  ): Promise<Sent> {
    const hash = createHash('sha256').update(JSON.stringify(request)).digest('hex')
    const known = await earlier(actor, request, idempotencyKey, hash)
    if (known) return known
    await deps.assertWritable()
    const id = request.session_id && request.session_id !== 'new' ? request.session_id : null
    const chat = id === null ? undefined : await store.row(id)
    if (chat) toChat(chat) // a damaged record is said as such
    const overrides = overridesOf(chat)
    const before = chat && (await runStore.last(chat.id))?.request
    const trust = deps.stricter(
      (chat?.trustLevel as TrustLevel | undefined) ?? request.trust_level ?? defaultTrustLevel, // written from the same schema
      request.trust_level ?? 'full',
    )
    assertMayTrust(actor, trust)
    if (trust === 'sandboxed') await deps.assertSandbox()
    const named = request.working_directory ?? overrides.workingDirectory
    const folder =
      named === null
        ? await deps.folders.again(chat?.workingDirectory ?? null)
        : await deps.folders.resolve(named)
    const runner = await usableRunner(request.runner, chat)
    const systemPrompt = request.system_prompt ?? overrides.systemPrompt ?? before?.systemPrompt ?? null
    // Who replaces the prompt replaces the folder's instructions with it.
    const { wanted, found } = await contextsFor(
      request,
      before,
      systemPrompt === null ? folder.absolute : null,
    )
    const instructions = await deps.contexts.instructionsIn(folder.absolute)
    const at = nowIso()
    const kept = await deps.attachments.keep(request.attachments ?? [], new Date(at))
    const facts: Facts = { chatId: chat?.id ?? sortableId(), at, trust, runner, folder }
    const runId = sortableId()
    const sent: Sent = { chatId: facts.chatId, runId }
    const messageId = request.message_id ?? sortableId()
    const title = chat?.title ?? titleOf(request.message)
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
          model: request.model ?? chat?.modelChoice ?? null,
          systemPrompt,
          appendPrompt: found.prompt,
          contexts: wanted,
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
            workspace_id: request.workspace_id ?? chat?.workspaceId ?? null,
            is_new: isNew,
            runner,
          },
          {
            type: 'prompt_metadata',
            run_id: runId,
            prompt_source: systemPrompt === null ? 'default' : 'custom',
            context_files: found.files,
            context_tokens: found.tokens,
            context_truncated: found.truncated,
            total_prompt_tokens: tokensOf(found.prompt) + tokensOf(systemPrompt ?? ''),
            working_directory_instructions: instructions,
          },
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

/** What the configuration route keeps in the chat's metadata. */
function overridesOf(chat: ChatRow | undefined): {
  systemPrompt: string | null
  workingDirectory: string | null
} {
  const none = { systemPrompt: null, workingDirectory: null }
  if (!chat?.metadata) return none
  const metadata = JSON.parse(chat.metadata) as { config_overrides?: Record<string, unknown> } // written by `config`
  const { system_prompt, working_directory } = metadata.config_overrides ?? {}
  return {
    systemPrompt: typeof system_prompt === 'string' ? system_prompt : null,
    workingDirectory: typeof working_directory === 'string' ? working_directory : null,
  }
}
