// Owns what was chosen of an agent's models and modes, and hears when it changes them by itself.
import type { PermissionMode } from '@atrium/schema'
import type { Json } from '../claude-json.ts'
import type { AgentEvent } from '../runner.ts'
import type { AcpAgent } from './agents.ts'
import { type Choices, type Chooser, choicesOf, modeFor, modeNamed } from './choices.ts'

type Deps = {
  agent: AcpAgent
  confined: boolean
  mode: PermissionMode
  /** Sends a choice to the agent. */
  call: (method: string, params: Json) => Promise<Json>
  /** Another model answers from now on. */
  model(name: string): void
  emit(event: AgentEvent): void
  warn(code: string, title: string, message: string): void
  /** Whether a turn runs. */
  isLive(): boolean
  /** Whether a person has let it leave plan mode. */
  mayLeavePlan(): boolean
}

export function createAcpChoosing(deps: Deps) {
  const { agent, call } = deps
  let choices: Choices = { models: null, modes: null, plan: null }
  let { mode } = deps

  /** Takes in what the agent says can be chosen, and is. */
  function took(answer: Json): void {
    const next = choicesOf(answer)
    choices = {
      models: next.models ?? choices.models,
      modes: next.modes ?? choices.modes,
      plan: next.plan ?? choices.plan,
    }
    if (choices.models?.current) deps.model(choices.models.current)
    if (next.modes?.current) modeChanged(next.modes.current)
  }

  /** The agent works in another mode now. It never gives itself more freedom than the chat has. */
  function modeChanged(value: string | null): void {
    if (value === null) return
    if (choices.modes) choices.modes.current = value
    const next = modeNamed(choices.modes, value, agent.modes)
    if (next === null || next === mode || !deps.isLive()) return
    const narrower = next === 'plan' || (mode === 'acceptEdits' && next === 'default')
    if (!narrower && !(mode === 'plan' && next === 'default' && deps.mayLeavePlan())) return
    mode = next
    deps.emit({ type: 'permission_mode', mode: next })
  }

  async function choose(chooser: Chooser | null, value: string | null): Promise<boolean> {
    if (!chooser || !chooser.choices.some((one) => one.value === value)) return false
    if (chooser.current === value) return true
    const methods: Record<Chooser['by'], [string, Json]> = {
      mode: ['session/set_mode', { modeId: value }],
      model: ['session/set_model', { modelId: value }],
      option: ['session/set_config_option', { configId: chooser.id, value }],
    }
    const answer = await call(...methods[chooser.by])
    chooser.current = value
    if (Array.isArray(answer['configOptions'])) took(answer)
    return true
  }

  async function leavePlan(): Promise<void> {
    const other = choices.plan?.choices.find(({ value }) => value !== 'plan')
    if (choices.plan?.current === 'plan' && other) await choose(choices.plan, other.value)
  }

  /** Whether the agent has a mode of its own for this one. */
  async function take(next: PermissionMode): Promise<boolean> {
    // A sandbox of its own inside of ours would not work: the one around it is what holds it.
    const free = deps.confined ? (agent.modes.confined ?? null) : null
    if (next === 'plan' && choices.plan) {
      await choose(choices.modes, free ?? modeFor(choices.modes, 'default', agent.modes))
      return choose(choices.plan, 'plan')
    }
    if (next !== 'plan' && (await choose(choices.modes, free))) return true
    return choose(choices.modes, modeFor(choices.modes, next, agent.modes))
  }

  return {
    get mode() {
      return mode
    },
    get choices() {
      return choices
    },
    took,
    modeChanged,
    async setModel(model: string | null): Promise<void> {
      if (model === null || (await choose(choices.models, model))) return
      const message = `${agent.title} has no model '${model}'; it goes on with ${choices.models?.current ?? 'its own'}.`
      deps.warn('model_unavailable', 'Another model answers', message)
    },
    async setMode(next: PermissionMode): Promise<void> {
      mode = next
      if (next !== 'plan') await leavePlan()
      if ((await take(next)) || next === 'default') return
      const message = `${agent.title} has no mode '${next}' of its own: the hub holds to it in what the agent asks about.`
      deps.warn('mode_unavailable', 'The agent has no such mode', message)
    },
  }
}
