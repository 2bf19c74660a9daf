/** What hooks tell of one session, as a pure step from one state to the next: calls come late, twice and out of order. */
import type { Activity } from '../sessions/activity.ts'

export type HookState = {
  activity: Activity
  /** The tool in use, or the one that waits for a person. */
  tool: string | null
  /** When a hook last spoke. */
  at: number
}

export type Told = {
  event: string
  tool: string | null
  notification: string | null
}

export type Step = {
  /** Null: nothing is known any more. */
  state: HookState | null
  /** Whether the clients hear of it. */
  heard: boolean
  /** Whether a person may want to know. */
  attention: boolean
}

/** A notification that asks for nobody: the agent has been at rest for a while. */
const restful = new Set(['idle_prompt', 'agent_completed'])
/** One that says nothing of what the agent does. */
const beside = new Set(['auth_success', 'push_notification', 'computer_use_enter', 'computer_use_exit'])

/** `at` is the time of the call; what the hub does not know changes nothing. */
export function step(before: HookState | null, told: Told, at: number): Step {
  const be = (activity: Activity, tool: string | null, attention = false): Step => ({
    state: { activity, tool, at },
    heard: true,
    attention,
  })
  const unchanged: Step = { state: before && { ...before, at }, heard: false, attention: false }
  switch (told.event) {
    case 'UserPromptSubmit':
      return be('working', null)
    case 'PreToolUse':
      return be('working', told.tool)
    case 'PermissionRequest':
      return be('waiting', told.tool, true)
    case 'PostToolUse':
    case 'PostToolUseFailure':
      if (before?.activity === 'waiting')
        // Another call of the same message may end while this one still waits.
        return isOther(before.tool, told.tool) ? unchanged : be('working', null)
      if (before === null || isOther(before.tool, told.tool)) return unchanged
      return before.tool === null ? unchanged : be(before.activity, null)
    case 'PostToolBatch':
      return before?.activity === 'waiting' ? be('working', null) : unchanged
    case 'Notification':
      if (told.notification !== null && beside.has(told.notification)) return unchanged
      if (told.notification !== null && restful.has(told.notification))
        return before?.activity === 'idle' ? unchanged : be('idle', null)
      return be('waiting', before?.activity === 'idle' ? null : (before?.tool ?? null), true)
    case 'Stop':
    case 'StopFailure':
      return be('idle', null, true)
    case 'Interrupt':
      return be('idle', null)
    case 'SessionStart':
      return before
        ? unchanged
        : { state: { activity: 'unknown', tool: null, at }, heard: false, attention: false }
    case 'SessionEnd':
      return { state: null, heard: true, attention: false }
    default:
      return unchanged
  }
}

const isOther = (one: string | null, two: string | null): boolean =>
  one !== null && two !== null && one !== two
