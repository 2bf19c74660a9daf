import { limits } from '@atrium/schema'
import { expect, test } from 'vitest'
import type { HubTool } from './agents/runner.ts'
import { createLog } from './core/log.ts'
import { createEquip, type EquipDeps } from './equip.ts'
import type { EquipmentFor } from './features/runs/handover.ts'

const chat: EquipmentFor = {
  chatId: 'c1',
  trustLevel: 'vault',
  workspaceId: null,
  workingDirectory: '/',
  source: 'atrium',
  agentType: null,
}
const never = <Value>() => new Promise<Value>(() => undefined)
const tool = (name: string, run: HubTool['run'] = async () => name): HubTool => ({
  name,
  description: name,
  inputSchema: {},
  run,
})

const equipWith = (deps: Partial<EquipDeps>) =>
  createEquip({
    log: createLog('silent'),
    filters: async () => ({
      mcps: 'all',
      skills: 'all',
      agents: 'all',
      plugins: { include_user: true, dirs: [] },
    }),
    mcps: async () => ({ servers: {}, hubTools: {}, warnings: [] }),
    skills: async () => null,
    modules: async () => ({ tools: {}, leftOut: {} }),
    subagents: async () => ({}),
    ownTools: async () => ({}),
    times: { partMs: 50, toolMs: 50 },
    ...deps,
  })

test('what fails or hangs is left out and said, and the rest is given', async () => {
  const equip = equipWith({
    skills: () => Promise.reject(new Error('the disk is away')),
    modules: never,
    subagents: async () => ({ helper: { description: 'Helps', prompt: 'You help.' } }),
  })
  const { equipment, warnings } = await equip(chat)
  expect(equipment).toMatchObject({ plugins: [], hubTools: {}, subagents: { helper: {} } })
  expect(warnings).toEqual([
    'Skills could not be given to this chat: the disk is away',
    expect.stringMatching(/^Tools of modules could not be given to this chat: .*timeout/),
  ])
  // Where nobody can say what is allowed, nothing is.
  const closed = await equipWith({
    filters: never,
    subagents: async (allowed) => ({ [String(allowed)]: { description: 'x', prompt: 'x' } }),
  })(chat)
  expect(Object.keys(closed.equipment.subagents)).toEqual(['none'])
})

test('a tool that hangs is given up, one that says too much is cut, and a stop reaches both', async () => {
  const hanging = Promise.withResolvers<AbortSignal>()
  const equip = equipWith({
    modules: async () => ({
      tools: {
        odd: [
          tool('hang', (_, signal) => (hanging.resolve(signal), never())),
          tool('flood', async () => 'x'.repeat(100_000_000)),
        ],
      },
      leftOut: {},
    }),
  })
  const [hang, flood] = (await equip(chat)).equipment.hubTools['odd'] ?? []
  const { signal } = new AbortController()
  await expect(hang?.run({}, signal)).rejects.toThrow('timeout')
  expect((await hanging.promise).aborted).toBe(true)
  expect((await flood?.run({}, signal))?.length).toBeLessThan(limits.toolResultBytes + 20)
  await expect(hang?.run({}, AbortSignal.abort(new Error('stopped')))).rejects.toThrow('stopped')
})

test('the same things found in another order are the same, and no server stands in for the hub', async () => {
  const server = (command: string) => ({ type: 'stdio' as const, command, args: [], env: {} })
  const given = (names: string[]) =>
    equipWith({
      mcps: async () => ({
        servers: Object.fromEntries(names.map((name) => [name, server(name)])),
        hubTools: { atrium: [tool('look')] },
        warnings: [],
      }),
    })(chat)
  const [one, other, less] = await Promise.all([given(['a', 'b']), given(['b', 'a']), given(['a'])])
  expect(one.equipment.fingerprint).toBe(other.equipment.fingerprint)
  expect(one.equipment.fingerprint).not.toBe(less.equipment.fingerprint)
  const posing = await given(['atrium', 'atrium__look', 'mine'])
  expect(Object.keys(posing.equipment.mcpServers)).toEqual(['mine'])
  expect(posing.warnings).toHaveLength(2)
})
