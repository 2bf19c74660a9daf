import {
  type Allowed,
  limits,
  type McpConfig,
  type McpServer,
  type McpServerList,
  type McpTest,
  type McpTools,
  type TrustLevel,
} from '@atrium/schema'
import type { HubTool, McpServer as RunServer } from '../../agents/runner.ts'
import type { By } from '../../context.ts'
import type { Audit } from '../../core/audit.ts'
import { AppError, invalid, notFound } from '../../core/errors.ts'
import { createKeyedLock } from '../../core/keyed-lock.ts'
import type { Problems } from '../../core/problems.ts'
import { assertShown, type Trust, type Trusted } from '../../core/trusted.ts'
import { version } from '../../core/version.ts'
import type { McpAnswer, McpClient } from '../../host/mcp-client.ts'
import { ofOtherChats } from './builtin.ts'
import { addressOf, describe, toolsOf, without } from './describe.ts'
import { builtinName, type Lookup, type McpEntry, readEntry, unknownVariables } from './entry.ts'
import { createMcpFiles, type FilesDeps } from './files.ts'
import { leftMask, unmaskConfig } from './secrets.ts'

export type McpsDeps = Pick<FilesDeps, 'vault' | 'paths'> & {
  trusted: Trusted
  problems: Problems
  audit: Audit
  client: McpClient
  /** Variables of the hub's environment that a config may name. */
  lookup: Lookup
  /** Tools of the hub itself, which agents get in the process. */
  builtin: readonly HubTool[]
  stricter: (one: TrustLevel, other: TrustLevel) => TrustLevel
  /** @throws AppError vault_missing: a disk that is not there must not look like an empty vault */
  assertReadable: () => Promise<void>
  /** @throws AppError where nothing may be written now */
  assertWritable: () => Promise<void>
}

/** What a run gets of the servers. */
export type McpsForRun = {
  servers: Record<string, RunServer>
  hubTools: Record<string, HubTool[]>
  /** Which servers were left out and why, each as a sentence. */
  warnings: string[]
}

export function createMcps(deps: McpsDeps) {
  const { trusted, client, lookup, builtin, stricter, problems } = deps
  const locked = createKeyedLock()
  const files = createMcpFiles({ vault: deps.vault, paths: deps.paths, problems })

  /** Changes are rare: one at a time, so that none is lost and the limit holds. */
  const changing = <T>(work: () => Promise<T>): Promise<T> =>
    locked('servers', async () => {
      await deps.assertWritable()
      return work()
    })

  async function entries(): Promise<{ entries: McpEntry[]; problems: McpServerList['problems'] }> {
    await deps.assertReadable()
    const found = await files.all()
    const all = [...found.servers].map(([name, value]) => readEntry(name, value, lookup))
    for (const entry of all.slice(limits.mcpServers))
      entry.errors.push(`only the first ${limits.mcpServers} servers are used`)
    return { entries: all, problems: found.problems }
  }

  async function entry(name: string): Promise<McpEntry> {
    const found = await entries()
    const one = found.entries.find((each) => each.name === name)
    if (one) return one
    const broken = found.problems[0]
    if (broken) throw new AppError('conflict', broken.message)
    throw notFound('MCP server', name)
  }

  const shown = async (one: McpEntry): Promise<McpServer> =>
    describe(one, await trusted.state('mcp', one.name, one.hash))

  /** @throws AppError approval_needed */
  async function assertApproved({ name, hash }: McpEntry): Promise<void> {
    const state = await trusted.state('mcp', name, hash)
    if (state === 'approved') return
    throw new AppError(
      'approval_needed',
      `MCP server '${name}' ${whyNot[state]}; look at it and approve it`,
      {
        meta: { hash },
      },
    )
  }

  /** Asks a server that may be asked; null where there is nothing to ask. */
  async function ask(name: string, signal: AbortSignal): Promise<McpAnswer> {
    const one = await entry(name)
    await assertApproved(one)
    if (!one.config || one.errors.length > 0)
      return { ok: false, error: one.errors.join('; '), hint: 'Correct its entry.' }
    const address = addressOf(one.kind, one.config, lookup)
    const answer = without(await client.ask(address, signal), address, one.config, lookup)
    const unset = unknownVariables(one.config, lookup)
    if (answer.ok || unset.length === 0) return answer
    const hint = `Not set in the environment of the hub: ${unset.join(', ')}`
    return { ...answer, hint: [answer.hint, hint].filter(Boolean).join('\n') }
  }

  const builtinAnswer = (): McpAnswer => ({
    ok: true,
    serverInfo: { name: builtinName, version },
    tools: builtin.map(({ name, description, inputSchema }) => ({ name, description, inputSchema })),
  })
  const answerOf = (name: string, signal: AbortSignal): Promise<McpAnswer> =>
    name === builtinName ? Promise.resolve(builtinAnswer()) : ask(name, signal)

  return {
    async list(): Promise<McpServerList> {
      const found = await entries()
      const hashes = await trusted.all('mcp')
      const state = ({ name, hash }: McpEntry): Trust =>
        hashes.has(name) ? (hashes.get(name) === hash ? 'approved' : 'changed') : 'new'
      return {
        servers: [builtinServer, ...found.entries.map((one) => describe(one, state(one)))],
        problems: found.problems,
      }
    },

    get: async (name: string): Promise<McpServer> =>
      name === builtinName ? builtinServer : shown(await entry(name)),

    /** Adds or replaces; what an administrator sets here needs no further approval. */
    put: (by: By, name: string, wanted: McpConfig): Promise<McpServer> =>
      changing(async () => {
        if (name === builtinName) throw invalid('name', `The name '${builtinName}' is the hub's own`)
        const found = await entries()
        const old = found.entries.find((one) => one.name === name)
        if (!old && found.entries.length >= limits.mcpServers)
          throw new AppError('limit_reached', `There are ${limits.mcpServers} MCP servers; remove one first`)
        const raw = { ...hiddenOf(old?.raw ?? {}), ...withType(unmaskConfig(wanted, old?.raw ?? {})) }
        const mask = leftMask(raw)
        if (mask) throw invalid(mask[0] ?? 'config', `${mask.join('.')}: give the value, not its mask`)
        const next = readEntry(name, raw, lookup)
        if (next.errors.length > 0) throw refused(next)
        await files.put(name, raw)
        await trusted.approve('mcp', name, next.hash, by.actor?.id ?? '')
        await audit(by, 'mcps.put', name, next.hash)
        return describe(next, 'approved')
      }),

    remove: (by: By, name: string): Promise<void> =>
      changing(async () => {
        if (name === builtinName)
          throw new AppError('bad_request', `Cannot remove built-in server '${builtinName}'`)
        const { hash } = await entry(name)
        await files.remove(name)
        await trusted.forget('mcp', name)
        await audit(by, 'mcps.remove', name, hash)
      }),

    /** What is there now may run; `hash` says what the administrator was shown. */
    approve: (by: By, name: string, hash: string | undefined): Promise<McpServer> =>
      changing(async () => {
        if (name === builtinName) return builtinServer
        const one = await entry(name)
        assertShown(hash, one.hash, `MCP server '${name}'`)
        await trusted.approve('mcp', name, one.hash, by.actor?.id ?? '')
        await audit(by, 'mcps.approve', name, one.hash)
        return describe(one, 'approved')
      }),

    /** @throws AppError not_found, approval_needed */
    async test(name: string, signal: AbortSignal): Promise<McpTest> {
      const began = performance.now()
      const answer = await answerOf(name, signal)
      const facts = { name, builtin: name === builtinName, durationMs: Math.round(performance.now() - began) }
      if (!answer.ok) {
        const { ok: _, ...failure } = answer
        return { ...facts, status: 'error', ...failure }
      }
      const { serverInfo, tools } = answer
      const message = `${serverInfo.name || 'The server'} answered and offers ${tools.length} tools`
      return { ...facts, status: 'ok', message, serverInfo, toolCount: tools.length }
    },

    /** @throws AppError not_found, approval_needed */
    async tools(name: string, signal: AbortSignal): Promise<McpTools> {
      return toolsOf(name, await answerOf(name, signal))
    },

    /** Servers for one run: allowed by name, at least as strict as the chat, valid, and approved as they are now. */
    async forRun({
      trustLevel,
      allowed,
      ofChat = [],
      confined = false,
    }: {
      trustLevel: TrustLevel
      allowed: Allowed
      /** Tools of the hub for this chat alone, which go with the others. */
      ofChat?: readonly HubTool[]
      /** Somebody else speaks in this chat: what was said in others is not theirs. */
      confined?: boolean
    }): Promise<McpsForRun> {
      const may = (name: string): boolean =>
        allowed === 'all' || (allowed !== 'none' && allowed.includes(name))
      const run: McpsForRun = { servers: {}, hubTools: {}, warnings: [] }
      if (may(builtinName))
        run.hubTools[builtinName] = [
          ...builtin.filter(({ name }) => !confined || !ofOtherChats.includes(name)),
          ...ofChat,
        ]
      if (allowed === 'none') return run
      const found = await entries()
      const hashes = await trusted.all('mcp')
      for (const { message } of found.problems) run.warnings.push(`MCP servers are missing: ${message}.`)
      for (const one of found.entries) {
        const { name, kind, config, errors, hash } = one
        if (!may(name) || stricter(one.trustLevel, trustLevel) !== one.trustLevel) continue
        if (!config || errors.length > 0) run.warnings.push(leftOut(name, errors.join('; ')))
        else if (hashes.get(name) !== hash)
          run.warnings.push(leftOut(name, `it ${whyNot[hashes.has(name) ? 'changed' : 'new']}`))
        else run.servers[name] = addressOf(kind, config, lookup)
      }
      return run
    },
  }

  function audit(by: By, event: string, name: string, hash: string): Promise<void> {
    return deps.audit.append(event, by, { name, hash })
  }
}

const whyNot = {
  new: 'has not been approved yet',
  changed: 'changed since it was approved',
} as const

const leftOut = (name: string, why: string): string => `The MCP server '${name}' is not used: ${why}.`

const builtinServer: McpServer = {
  name: builtinName,
  builtin: true,
  type: 'builtin',
  trust_level: 'sandboxed',
  displayType: 'builtin',
  displayCommand: 'part of the hub',
  approval: 'approved',
  hash: '',
}

/** What answers leave out, and so nobody can write back. */
const hiddenOf = (config: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(config).filter(([key]) => key.startsWith('_')))

/** As the first system did, an address without a type is written as http. */
const withType = (config: Record<string, unknown>): Record<string, unknown> =>
  config['type'] === undefined && config['command'] === undefined && config['url'] !== undefined
    ? { type: 'http', ...config }
    : config

const refused = ({ errors }: McpEntry): AppError =>
  new AppError('invalid', errors.join('; '), {
    detail: errors.map((msg) => ({
      loc: ['body', /^(command|url|auth|type)\b/.exec(msg)?.[1] ?? 'config'],
      msg,
      type: 'value_error',
    })),
  })
