// Owns the one list of everything that waits for a person, chats and terminals alike, and the one way to answer it.
import type { ApprovalTable } from '@atrium/db'
import {
  type Approval,
  type ApprovalDecide,
  limits,
  type PendingRequest,
  Question,
  type Scope,
  type SuggestedGrant,
  type SuggestedRule,
} from '@atrium/schema'
import type { Actor, By } from '../../context.ts'
import { callHash } from '../../core/canonical.ts'
import { AppError, invalid, notFound } from '../../core/errors.ts'
import { hasScope } from '../../core/scopes.ts'
import type { Codes } from './codes.ts'
import type { Rules } from './rules.ts'
import type { Approvals } from './service.ts'
import { textOf } from './shown.ts'

type Input = Record<string, unknown>
type ChatAnswer = { decision?: 'allow' | 'deny'; answers?: Record<string, string | string[]> } & Pick<
  ApprovalDecide,
  'message' | 'input' | 'grant'
>

export type InboxDeps = {
  approvals: Approvals
  rules: Rules
  codes: Codes
  chats: {
    /** Chats whose agent works now. */
    active(): Promise<string[]>
    requests(chatId: string): Promise<PendingRequest[]>
    about(chatId: string): Promise<{ title: string | null; workingDirectory: string | null }>
    answer(chatId: string, requestId: string, answer: ChatAnswer, by: By): Promise<void>
  }
  suggest(call: { tool: string; input: Input; cwd: string }, base: string): Promise<SuggestedGrant[]>
  kindOf(tool: string): SuggestedRule['type']
  projectFolder(id: string): string | undefined
}

/** Ids of requests of chats begin with the chat's. */
const chatOf = (id: string): string | null => /^(.+)-[pq]-[\w-]{12}$/.exec(id)?.[1] ?? null

export function createInbox(deps: InboxDeps) {
  const { approvals, rules, chats } = deps

  function fromChat(chatId: string, about: { title: string | null; workingDirectory: string | null }) {
    return (request: PendingRequest): Approval => {
      const { id, kind, tool_name: tool, input } = request
      return {
        id,
        source: 'chat',
        kind,
        state: 'waiting',
        reason: null,
        name: chatId,
        title: about.title ?? 'New chat',
        tool,
        text: textOf(tool, input),
        input,
        inputHash: callHash(tool, input),
        questions: questionsIn(input),
        cwd: about.workingDirectory,
        projectId: about.workingDirectory === null ? null : rules.projectOf(about.workingDirectory),
        suggestedGrants: request.suggested_grants,
        suggestedRules: [],
        createdAt: request.timestamp,
        expiresAt: request.expires_at,
      }
    }
  }

  async function fromTerminal(row: ApprovalTable): Promise<Approval> {
    const { id, session, tool, cwd, state, reason, createdAt, expiresAt } = row
    const input = parse(row.input)
    return {
      id,
      source: 'terminal',
      kind: tool === 'AskUserQuestion' ? 'question' : 'permission',
      state: state === 'waiting' ? 'waiting' : 'expired',
      reason,
      name: session,
      title: session,
      tool,
      text: textOf(tool, input),
      input,
      inputHash: row.inputHash,
      questions: tool === 'AskUserQuestion' ? questionsIn(input) : [],
      cwd: cwd || null,
      projectId: rules.projectOf(cwd),
      suggestedGrants: [],
      suggestedRules: state === 'waiting' ? await suggestedFor({ tool, input, cwd }) : [],
      createdAt,
      expiresAt,
    }
  }

  async function suggestedFor(call: { tool: string; input: Input; cwd: string }): Promise<SuggestedRule[]> {
    if (call.cwd === '') return []
    const projectId = rules.projectOf(call.cwd)
    const base = (projectId === null ? undefined : deps.projectFolder(projectId)) ?? call.cwd
    const place = projectId === null ? { projectId: null, folder: base } : { projectId, folder: null }
    const type = deps.kindOf(call.tool)
    return (await deps.suggest(call, base)).flatMap(({ pattern, label, scope }) =>
      // What lies outside is not of the place that a rule would be about.
      scope === 'vault' || ((type === 'read' || type === 'write') && pattern.startsWith('/'))
        ? []
        : [{ label, type, pattern, ...place }],
    )
  }

  async function chatRequests(): Promise<Approval[]> {
    const found = await Promise.all(
      (await chats.active()).map(async (chatId) => {
        const requests = await chats.requests(chatId)
        return requests.length === 0 ? [] : requests.map(fromChat(chatId, await chats.about(chatId)))
      }),
    )
    return found.flat()
  }

  async function findChat(chatId: string, id: string): Promise<PendingRequest | undefined> {
    return (await chats.requests(chatId)).find((request) => request.id === id)
  }

  /** Whoever may talk to agents may answer those of chats; whoever may use terminals, those of terminals. */
  const scopeFor = (id: string): Scope => (chatOf(id) === null ? 'terminal' : 'chat')

  /** @throws AppError scope_missing, forbidden */
  function assertMay(actor: Actor, scope: Scope): void {
    if (actor.within) throw new AppError('forbidden', 'A program inside a session cannot answer for a person')
    if (!hasScope(actor, scope))
      throw new AppError('scope_missing', `This key lacks the '${scope}' permission`)
  }

  async function answerChat(chatId: string, call: ApprovalDecide, by: By): Promise<void> {
    const { id, decision, answers, message, input, grant } = call
    const request = await findChat(chatId, id)
    if (
      request &&
      call.inputHash !== undefined &&
      call.inputHash !== callHash(request.tool_name, request.input)
    )
      throw new AppError('conflict', 'This is not what was shown; look at it again')
    if (request?.kind === 'question') {
      if (decision === 'allow' && !answers)
        throw invalid('answers', 'A question is answered with answers', 'missing')
      return chats.answer(chatId, id, { answers: decision === 'allow' ? (answers ?? {}) : {} }, by)
    }
    return chats.answer(chatId, id, { decision, message, input, grant }, by)
  }

  return {
    /** What waits, newest first, then what expired; only what this caller may answer. */
    async list(actor: Actor): Promise<Approval[]> {
      if (actor.within) return []
      const sees = { chat: hasScope(actor, 'chat'), terminal: hasScope(actor, 'terminal') }
      const [ofChats, ofTerminals] = await Promise.all([
        sees.chat ? chatRequests() : [],
        sees.terminal ? approvals.list().then((rows) => Promise.all(rows.map(fromTerminal))) : [],
      ])
      const byAge = (one: Approval, other: Approval): number => (one.createdAt < other.createdAt ? 1 : -1)
      const all = [...ofChats, ...ofTerminals]
      return [
        ...all.filter(({ state }) => state === 'waiting').sort(byAge),
        ...all.filter(({ state }) => state === 'expired').sort(byAge),
      ].map(shortened)
    },

    /** One with its whole input. @throws AppError not_found */
    async get(actor: Actor, id: string): Promise<Approval> {
      // Whoever may not see it is not told that there is such a one.
      if (actor.within || !hasScope(actor, scopeFor(id))) throw notFound('Request', id)
      const chatId = chatOf(id)
      if (chatId === null) return fromTerminal(await approvals.get(id))
      const request = await findChat(chatId, id)
      if (!request) throw notFound('Request', id)
      return fromChat(chatId, await chats.about(chatId))(request)
    },

    /**
     * Answers one as the holder of a key; the first valid answer wins. A rule that comes with it is kept only when this
     * answer was the first.
     * @throws AppError not_found, already_answered, gone, conflict, invalid, scope_missing, forbidden
     */
    async decide(by: By & { actor: Actor }, call: ApprovalDecide): Promise<void> {
      assertMay(by.actor, scopeFor(call.id))
      const { rule, grant, ...answer } = call
      const chatId = chatOf(call.id)
      if (rule) {
        if (!hasScope(by.actor, 'terminal'))
          throw new AppError(
            'scope_missing',
            "This key lacks the 'terminal' permission, which standing rules need",
          )
        rules.check({ ...rule, behavior: call.decision })
      }
      if (chatId !== null) await answerChat(chatId, call, by)
      else if (grant)
        throw invalid('grant', 'A terminal has no rules of its own; send `rule` for a standing one')
      else await approvals.decide(call.id, answer, by, 'key')
      if (rule) await rules.create(by, { ...rule, behavior: call.decision })
    },

    /**
     * Answers one with its one-time code: this request, allow or deny, and nothing else.
     * @throws AppError forbidden (`bad-token`), already_answered, gone
     */
    async decideByCode(requestId: string, call: ApprovalDecide, code: string): Promise<void> {
      const { id, decision, message, inputHash } = call
      if (!deps.codes.matches(id, code))
        throw new AppError('forbidden', 'This code does not fit', { reason: 'bad-token' })
      if (call.input || call.answers || call.grant || call.rule)
        throw new AppError('forbidden', 'A one-time code allows or denies one request, and nothing else')
      const by: By = { actor: null, requestId }
      const chatId = chatOf(id)
      if (chatId === null) await approvals.decide(id, { decision, message, inputHash }, by, 'code')
      else await answerChat(chatId, { id, decision, message, inputHash }, by)
      deps.codes.drop(id)
    },
  }
}

/** A list stays small; the whole input of one is asked for by its id. */
function shortened(approval: Approval): Approval {
  if (
    Buffer.byteLength(approval.text) + JSON.stringify(approval.input).length <=
    limits.approvalListInputBytes
  )
    return approval
  return { ...approval, input: {}, isCut: true }
}

function parse(text: string): Input {
  try {
    return JSON.parse(text) as Input // only the service writes this column
  } catch {
    return {}
  }
}

const questionsIn = (input: Input): Question[] => {
  const { questions } = input
  if (!Array.isArray(questions)) return []
  return questions.flatMap((question) => {
    const read = Question.safeParse(question)
    return read.success ? [read.data] : []
  })
}
