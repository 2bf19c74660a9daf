// Owns how the bots are set: a row a platform, and their tokens in a file of their own that only the hub's user may read.
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type BotPlatform, type BotsConfig, BotTrustLevel, type BotWanted } from '@atrium/schema'
import { z } from 'zod'
import { nowIso } from '../../core/clock.ts'
import { readYaml } from '../../core/front-matter.ts'
import type { Log } from '../../core/log.ts'
import type { Problems } from '../../core/problems.ts'
import { keepPrivate, readPrivate, writePrivate } from '../../host/private-file.ts'
import type { BotsStore } from './store.ts'

export const platforms = ['telegram', 'discord', 'matrix'] as const satisfies BotPlatform[]
export const isPlatform = (text: string): text is BotPlatform =>
  (platforms as readonly string[]).includes(text)

/** What a row keeps; every field has what holds where nobody has set it. */
const Stored = z.object({
  dm_trust_level: BotTrustLevel.catch('vault'),
  group_trust_level: BotTrustLevel.catch('sandboxed'),
  group_mention_mode: z.enum(['mention_only', 'all_messages']).catch('mention_only'),
  ack_emoji: z.string().max(16).nullable().catch('👀'),
  homeserver_url: z.string().catch(''),
  user_id: z.string().catch(''),
  device_id: z.string().catch('ATRIUM01'),
  allowed_rooms: z.array(z.string()).catch([]),
})
export type ConnectorSettings = z.infer<typeof Stored> & { enabled: boolean }
const Tokens = z.partialRecord(z.enum(platforms), z.string())

const defaults = (): ConnectorSettings => ({ ...Stored.parse({}), enabled: false })

export type BotSettings = Awaited<ReturnType<typeof createBotSettings>>

export async function createBotSettings(deps: {
  store: BotsStore
  home: string
  vault: string
  log: Log
  problems: Problems
  /** Whether an older vault may be looked at now. */
  active: boolean
}) {
  const { store, log } = deps
  const folder = join(deps.home, 'secrets')
  const file = join(folder, 'bots.json')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await keepPrivate(folder, 0o700)
  let tokens = await readTokens()
  const rows = await store.connectors.list()
  const settings = new Map<BotPlatform, ConnectorSettings>(platforms.map((name) => [name, defaults()]))
  for (const row of rows) {
    if (!isPlatform(row.platform)) continue
    settings.set(row.platform, { ...readRow(row.platform, row.config), enabled: row.enabled === 1 })
  }
  if (rows.length === 0 && deps.active) await takeOver()

  async function readTokens(): Promise<z.infer<typeof Tokens>> {
    const text = await readPrivate(file)
    if (text === null) return {}
    const parsed = Tokens.safeParse(parse(text))
    if (!parsed.success)
      deps.problems.report(
        'record_quarantined',
        `The tokens of the bots in ${file} cannot be read; give them anew`,
        'bots.json',
      )
    return parsed.data ?? {}
  }

  function readRow(platform: string, text: string): z.infer<typeof Stored> {
    const value = parse(text)
    if (typeof value === 'object' && value !== null) return Stored.parse(value)
    deps.problems.report(
      'record_quarantined',
      `The settings of ${platform} cannot be read`,
      `bot ${platform}`,
    )
    return Stored.parse({})
  }

  async function saveTokens(next: z.infer<typeof Tokens>): Promise<void> {
    await writePrivate(file, `${JSON.stringify(next)}\n`)
    tokens = next
    deps.problems.clear('record_quarantined', 'bots.json')
  }

  function save(on: Parameters<typeof store.connectors.save>[0], platform: BotPlatform) {
    const { enabled, ...config } = of(platform)
    const row = { platform, enabled: enabled ? (1 as const) : (0 as const), config: JSON.stringify(config) }
    return store.connectors.save(on, row)
  }

  function of(platform: BotPlatform): ConnectorSettings {
    return settings.get(platform) ?? defaults()
  }

  /**
   * Once: what an older vault has in its `bots.yaml`. Everything but the switch, because two programs that read one bot lose
   * messages to each other, and because a file of the vault must not connect anything by itself.
   */
  async function takeOver(): Promise<void> {
    const found = await readOlder(deps.vault)
    const taken: z.infer<typeof Tokens> = { ...tokens }
    for (const [platform, value] of Object.entries(found?.data ?? {})) {
      if (!isPlatform(platform) || typeof value !== 'object' || value === null) continue
      const older: Record<string, unknown> = { ...value }
      settings.set(platform, { ...Stored.parse(older), enabled: false })
      const token = older[platform === 'matrix' ? 'access_token' : 'bot_token']
      if (typeof token === 'string' && token.trim() !== '') taken[platform] ??= token.trim()
    }
    if (Object.keys(taken).length > Object.keys(tokens).length) await saveTokens(taken)
    await store.write(async ({ trx }) => {
      for (const platform of platforms) {
        await save(trx, platform)
        const users = Reflect.get(Object(found?.data[platform]), 'allowed_users') as unknown
        const listed = Array.isArray(users) ? users.flatMap(userIdOf) : []
        if (listed.length > 0) await store.people.replace(trx, platform, listed, nowIso())
      }
    })
    if (found) log.info({ feature: 'bots', file: found.path }, 'the bots of an older vault were taken over')
  }

  return {
    of,
    token: (platform: BotPlatform): string | null => tokens[platform] || null,
    /** What must not come out anywhere. */
    secrets: (): string[] => Object.values(tokens).filter((token) => token !== ''),
    async config(): Promise<BotsConfig> {
      const people = await store.people.list()
      const shown = (platform: BotPlatform) => {
        const { enabled, dm_trust_level, group_trust_level, group_mention_mode, ack_emoji } = of(platform)
        const has_token = Boolean(tokens[platform])
        return { enabled, has_token, dm_trust_level, group_trust_level, group_mention_mode, ack_emoji }
      }
      const users = (platform: BotPlatform): string[] =>
        people.filter((person) => person.platform === platform).map(({ userId }) => userId)
      const { homeserver_url, user_id, device_id, allowed_rooms } = of('matrix')
      return {
        telegram: {
          ...shown('telegram'),
          allowed_users: users('telegram').map(Number).filter(Number.isSafeInteger),
        },
        discord: { ...shown('discord'), allowed_users: users('discord') },
        matrix: {
          ...shown('matrix'),
          allowed_users: users('matrix'),
          homeserver_url,
          user_id,
          device_id,
          allowed_rooms,
        },
      }
    },
    /** Keeps the change of one platform; a token is kept first, so that nothing is ever enabled without it. */
    async change(
      platform: BotPlatform,
      change: Partial<ConnectorSettings>,
      token: string | undefined,
      users: readonly string[] | undefined,
    ): Promise<{ gone: string[] }> {
      if (token) await saveTokens({ ...tokens, [platform]: token })
      const before = of(platform)
      settings.set(platform, { ...before, ...change })
      try {
        return await store.write(async ({ trx }) => {
          await save(trx, platform)
          const gone = users ? await store.people.replace(trx, platform, users, nowIso()) : []
          return { gone }
        })
      } catch (error) {
        settings.set(platform, before)
        throw error
      }
    },
    /** What the program is told of a connector, but for its number; null when something it needs is missing. */
    wanted(
      platform: BotPlatform,
      roots: { telegram: string; discord: string },
    ): DistributiveOmit<BotWanted, 'generation'> | null {
      const token = tokens[platform]
      if (!token) return null
      const { group_mention_mode, ack_emoji, homeserver_url, user_id, device_id, allowed_rooms } =
        of(platform)
      const common = { token, group_mention_mode, ack_emoji }
      if (platform !== 'matrix') return { platform, ...common, api_root: roots[platform] }
      if (homeserver_url === '' || user_id === '') return null
      return { platform, ...common, homeserver_url, user_id, device_id, allowed_rooms }
    },
  }
}

type DistributiveOmit<T, Key extends PropertyKey> = T extends unknown ? Omit<T, Key> : never

const userIdOf = (user: unknown): string[] =>
  (typeof user === 'string' && user !== '' && user.length <= 255) || Number.isSafeInteger(user)
    ? [String(user)]
    : []

/** The file of the hub's own vaults wins over that of the first system. A broken one is like none. */
async function readOlder(vault: string): Promise<{ path: string; data: Record<string, unknown> } | null> {
  for (const path of ['.atrium/bots.yaml', '.parachute/bots.yaml']) {
    const text = await readFile(join(vault, path), 'utf8').catch(() => null)
    const data = text === null || text.length > 64 * 1024 ? null : readYaml(text)
    if (data && Object.keys(data).some(isPlatform)) return { path, data }
  }
  return null
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
