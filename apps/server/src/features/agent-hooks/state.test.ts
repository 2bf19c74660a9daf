import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type HookState, step, type Told } from './state.ts'

type Doing = {
  doing: 'working' | 'waiting' | 'idle' | 'unknown' | null
  asks: string | null
  uses: string | null
}

/** The rules as the contract lists them, one line a rule. */
function model(calls: readonly Told[]): Doing {
  const now: Doing = { doing: null, asks: null, uses: null }
  const be = (doing: Doing['doing'], tool: string | null = null): void => {
    now.doing = doing
    now.asks = doing === 'waiting' ? tool : null
    now.uses = doing === 'working' || doing === 'idle' ? tool : null
  }
  const fits = (one: string | null, two: string | null): boolean =>
    one === null || two === null || one === two
  for (const { event, tool, notification } of calls) {
    if (event === 'SessionStart' && now.doing === null) be('unknown')
    if (event === 'UserPromptSubmit') be('working')
    if (event === 'PreToolUse') be('working', tool)
    if (event === 'PermissionRequest') be('waiting', tool)
    if (event === 'Stop' || event === 'Interrupt') be('idle')
    if (event === 'SessionEnd') be(null)
    if (event === 'Notification' && notification === 'idle_prompt') be('idle')
    if (event === 'Notification' && (notification === null || notification === 'permission_prompt'))
      be('waiting', now.asks ?? now.uses)
    if (event === 'PostToolBatch' && now.doing === 'waiting') be('working')
    if (event === 'PostToolUse' || event === 'PostToolUseFailure') {
      if (now.doing === 'waiting' && fits(now.asks, tool)) be('working')
      else if (now.doing === 'working' && fits(now.uses, tool)) be('working')
    }
  }
  return now
}

const event = fc.constantFrom(
  'UserPromptSubmit',
  'PreToolUse',
  'PostToolUse',
  'PostToolUseFailure',
  'PostToolBatch',
  'PermissionRequest',
  'Notification',
  'Stop',
  'SubagentStop',
  'SessionStart',
  'SessionEnd',
  'Interrupt',
  'Whatever',
)
const told: fc.Arbitrary<Told> = fc.record({
  event,
  tool: fc.constantFrom('Bash', 'Edit', null),
  notification: fc.constantFrom('idle_prompt', 'permission_prompt', 'auth_success', null),
})

const run = (calls: readonly Told[]): HookState | null =>
  calls.reduce<HookState | null>((state, one, at) => step(state, one, at).state, null)

test('P35 whatever comes in whatever order, the state is the one the rules give', () => {
  fc.assert(
    fc.property(fc.array(told, { maxLength: 40 }), (calls) => {
      const { doing, asks, uses } = model(calls)
      const state = run(calls)
      expect(state && { activity: state.activity, tool: state.tool }).toEqual(
        doing === null ? null : { activity: doing, tool: asks ?? uses },
      )
    }),
    { numRuns: Number(process.env['FUZZ_RUNS'] ?? 300) },
  )
})

test('a call that comes twice changes nothing the second time', () => {
  fc.assert(
    fc.property(fc.array(told, { maxLength: 20 }), told, (calls, one) => {
      const once = run([...calls, one])
      const twice = run([...calls, one, one])
      expect(twice && { ...twice, at: 0 }).toEqual(once && { ...once, at: 0 })
    }),
    { numRuns: Number(process.env['FUZZ_RUNS'] ?? 300) },
  )
})

test('a helper that ends does not end the turn of the agent', () => {
  const working: HookState = { activity: 'working', tool: 'Task', at: 1 }
  expect(step(working, { event: 'SubagentStop', tool: null, notification: null }, 2)).toEqual({
    state: { ...working, at: 2 },
    heard: false,
    attention: false,
  })
})
