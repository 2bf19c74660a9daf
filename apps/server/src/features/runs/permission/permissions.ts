// Owns the way of one chat's requests: what the policy decides at once, what a person is asked, and what is kept of it.
import type { LogEvent } from '@atrium/schema'
import {
  type AgentAnswer,
  type AgentEvent,
  type AgentSession,
  confinedPlugins,
  type Equipment,
  hubToolName,
  skillsPlugin,
} from '../../../agents/runner.ts'
import type { Audit } from '../../../core/audit.ts'
import { callHash } from '../../../core/canonical.ts'
import { invalid } from '../../../core/errors.ts'
import type { RunChat, RunsStore } from '../store.ts'
import {
  commandOf,
  type Decision,
  decide,
  pathsOf,
  rulePath,
  type StandingRule,
  suggestGrants,
  type ToolCall,
} from './grants.ts'
import { createRequests, type Opened } from './requests.ts'

type Asked = Extract<AgentEvent, { type: 'permission' | 'question' }>
/** Where an agent asks from: its folder, whether a sandbox is around it, and what it was given. */
type Place = {
  session: AgentSession
  workingDirectory: string
  confined: boolean
  equipment: Equipment
}
type Current = Place & { runId: string; isLive(): boolean }

type Deps = {
  chatId: string
  store: RunsStore
  vault: string
  home: string
  total: { open: number }
  requestMs: number
  realPathOf(path: string): Promise<{ path: string }>
  /** Rules of the person for all agents, as they are for one that works in this folder. */
  standing(workingDirectory: string): Promise<StandingRule[]>
  audit: Pick<Audit, 'append'>
  write: (event: LogEvent) => void
  /** Requests came or went. */
  changed(): void
  opened(request: Opened): void
  closed(request: Opened): void
}

export function createPermissions(deps: Deps) {
  const { chatId, store, write } = deps
  const asking = new Map<string, Place>()

  const requests = createRequests({
    chatId,
    total: deps.total,
    lifetimeMs: deps.requestMs,
    resolved(request, answer, by) {
      const from = asking.get(request.id)
      asking.delete(request.id)
      write(resolvedEvent(request, answer, by))
      from?.session.answer(request.agentRequest, answer)
      // What a person answers is written down where it comes in, with who it was.
      if (by === 'expired' || by === 'agent' || by === 'aborted')
        void deps.audit.append(by === 'expired' ? 'approval.expired' : 'approval.settled', null, {
          ...factsOf(request),
          reason: by,
        })
      deps.closed(request)
      deps.changed()
    },
  })

  async function toCall(tool: string, input: Record<string, unknown>, from: Place): Promise<ToolCall> {
    const written = pathsOf(tool, input, from.workingDirectory)
    const real = await Promise.all(written.map((path) => deps.realPathOf(path)))
    const own = isOwnSkill(tool, input) ? ownSkill : hubTool(from.equipment, tool)
    return { tool, input, paths: real.map(({ path }) => path), written, ...(own && { own }) }
  }

  async function verdict(chat: RunChat, call: ToolCall, place: Place): Promise<Decision> {
    const [rules, standing] = await Promise.all([store.grants(chatId), deps.standing(place.workingDirectory)])
    return decide(call, {
      trust: chat.trustLevel,
      confined: place.confined,
      mode: chat.permissionMode,
      vault: deps.vault,
      workingDirectory: place.workingDirectory,
      home: deps.home,
      given: [...place.equipment.plugins, ...(place.confined ? [confinedPlugins] : [])],
      rules,
      standing,
    })
  }

  const factsOf = ({ id, tool_name: tool, input }: Opened) => ({
    id,
    session: chatId,
    tool,
    inputHash: callHash(tool, input),
  })

  function ask(request: Opened | null, current: Current, event: LogEvent & { request_id: string }): boolean {
    if (!request) {
      void deps.audit.append('approval.refused', null, { session: chatId, reason: 'Too many requests wait' })
      return false
    }
    asking.set(request.id, current)
    void deps.audit.append('approval.asked', null, factsOf(request))
    write(event)
    deps.opened(request)
    deps.changed()
    return true
  }

  async function permission(event: Extract<Asked, { type: 'permission' }>, current: Current): Promise<void> {
    const { session, runId } = current
    const chat = await store.chat(chatId)
    const call = await toCall(event.toolName, event.input, current)
    const decision = await verdict(chat, call, current)
    if (decision.rule !== undefined && decision.decision !== 'ask')
      void deps.audit.append(`approval.rule-${decision.decision}`, null, {
        session: chatId,
        tool: event.toolName,
        inputHash: callHash(event.toolName, event.input),
        rule: decision.rule,
      })
    if (decision.decision === 'allow')
      return void session.answer(event.requestId, { kind: 'permission', decision: 'allow' })
    const refuse = (message: string) =>
      void session.answer(event.requestId, { kind: 'permission', decision: 'deny', message })
    if (decision.decision === 'deny') return refuse(decision.message)
    if (!current.isLive()) return refuse('The run was stopped')
    const own = suggestGrants(call, deps.vault)
    const suggestions = [
      ...own,
      ...event.suggestions.filter(({ pattern }) => own.every((known) => known.pattern !== pattern)),
    ]
    const [path] = call.paths
    const request = requests.open({
      runId,
      agentRequest: event.requestId,
      kind: 'permission',
      toolName: event.toolName,
      subject: path === undefined ? commandOf(event.input) || null : rulePath(path, deps.vault),
      input: event.input,
      suggestions,
      questions: [],
    })
    const asked = ask(request, current, {
      type: 'permission_request',
      run_id: runId,
      request_id: request?.id ?? '',
      tool_use_id: event.toolUseId,
      tool_name: event.toolName,
      input: event.input,
      reason: event.reason,
      suggested_grants: suggestions,
      expires_at: request?.expires_at ?? '',
    })
    if (!asked) refuse('Too many requests wait for an answer.')
  }

  function question(event: Extract<Asked, { type: 'question' }>, current: Current): void {
    const request = requests.open({
      runId: current.runId,
      agentRequest: event.requestId,
      kind: 'question',
      toolName: 'AskUserQuestion',
      subject: null,
      input: { questions: event.questions },
      suggestions: [],
      questions: event.questions,
    })
    const asked = ask(request, current, {
      type: 'user_question',
      run_id: current.runId,
      request_id: request?.id ?? '',
      questions: event.questions,
      expires_at: request?.expires_at ?? '',
    })
    if (!asked) current.session.answer(event.requestId, { kind: 'question', answers: {} })
  }

  /** Nobody lifts what is never allowed, also not by changing what was asked. @throws AppError invalid */
  async function checkChanged(id: string, input: Record<string, unknown>): Promise<void> {
    const request = requests.find(id)
    const from = asking.get(id)
    if (!request || !from) return
    const call = await toCall(request.tool_name, input, from)
    const decision = await verdict(await store.chat(chatId), call, from)
    if (decision.decision === 'deny') throw invalid('input', decision.message)
  }

  return {
    requests,
    /** @throws AppError not_found, already_answered, gone, invalid */
    async answer(id: string, answer: AgentAnswer, by: string): Promise<void> {
      if (answer.kind === 'permission' && answer.decision === 'allow' && answer.input)
        await checkChanged(id, answer.input)
      requests.answer(id, answer, by)
    },
    /** Whatever goes wrong on the way to an answer, no answer means no. */
    async handle(event: Asked, current: Current): Promise<void> {
      if (event.type === 'question') return question(event, current)
      try {
        await permission(event, current)
      } catch (error) {
        current.session.answer(event.requestId, {
          kind: 'permission',
          decision: 'deny',
          message: 'The hub could not decide about this.',
        })
        throw error
      }
    },
  }
}

/** It only brings a text of the vault into the chat; what the agent then does is asked for on its own. */
const isOwnSkill = (tool: string, { skill }: Record<string, unknown>): boolean =>
  tool === 'Skill' && typeof skill === 'string' && skill.startsWith(`${skillsPlugin}:`)
const ownSkill = { readOnly: true, granted: true }

/** A tool of the hub by the name that the agent says; where two have it (`a` `b__c`, `a__b` `c`), what both may. */
function hubTool({ hubTools }: Equipment, name: string): ToolCall['own'] | undefined {
  const found = Object.entries(hubTools).flatMap(([server, tools]) =>
    tools.filter((one) => hubToolName(server, one.name) === name),
  )
  if (found.length === 0) return undefined
  return {
    readOnly: found.every(({ readOnly }) => readOnly === true),
    granted: found.every(({ granted }) => granted === true),
  }
}

function resolvedEvent(request: Opened, answer: AgentAnswer, by: string): LogEvent {
  const base = { type: 'request_resolved', run_id: request.runId, request_id: request.id, by } as const
  return answer.kind === 'question'
    ? { ...base, answers: answer.answers }
    : { ...base, decision: answer.decision }
}
