import { fileURLToPath } from 'node:url'
import { createTestApp, type TestOptions } from '@atrium/server/testing'
import type { APIMessage } from 'discord.js'
import { expect, vi } from 'vitest'
import { createDiscord, type DiscordOptions } from './doubles/discord.ts'
import type { Channel } from './doubles/discord-world.ts'
import { createMatrix, type Room, type Said } from './doubles/matrix.ts'
import { patience } from './hub.ts'

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const nowhere = 'http://127.0.0.1:9'

/** A hub whose program of the bots speaks with platforms on loopback; `realPace`: as slowly as with the real ones. */
async function openHub(
  platform: 'discord' | 'matrix',
  {
    discordRoot = nowhere,
    matrixHosts = [],
    realPace = false,
    options = {},
  }: { discordRoot?: string; matrixHosts?: string[]; realPace?: boolean; options?: TestOptions },
) {
  const quick = new URL(`./quick-${platform}.ts`, import.meta.url).href
  const app = await createTestApp({
    claudePath: '/nowhere/claude',
    bots: {
      telegramRoot: nowhere,
      discordRoot,
      matrixHosts,
      program: { file: process.execPath, args: [...(realPace ? [] : ['--import', quick]), main] },
      pace: { backoff: { base: 20, cap: 100 }, steadyMs: 1 },
    },
    ...options,
  })
  const { key } = (await app.rest('POST', '/api/auth/keys', { label: 'looking', scopes: ['bots'] })).body
  const headers = { authorization: `Bearer ${key}` }
  const connector = async () => (await app.rest('GET', '/api/bots/status')).body.connectors[platform]
  return {
    app,
    connector,
    status: async () => (await app.rest('GET', '/api/bots/status')).body,
    /** Everything that went to somebody has arrived. */
    settled: () =>
      vi.waitFor(async () => {
        const { body } = await app.rest('GET', `/api/bots/${platform}/deliveries`, undefined, { headers })
        expect(body.deliveries).toEqual([])
      }, patience),
    runs: () =>
      vi.waitFor(
        async () => expect(await connector()).toMatchObject({ status: 'running', last_error: null }),
        {
          ...patience,
          timeout: 55_000,
        },
      ),
    set: async (change: Record<string, unknown>) => {
      const { status, body } = await app.rest('PUT', '/api/bots/config', { [platform]: change })
      expect({ status, body }).toMatchObject({ status: 200 })
    },
    /** Everything up to there has reached the hub. */
    async read(reached: (cursor: string) => boolean): Promise<void> {
      const cursor = async () =>
        (await app.rest('GET', `/api/bots/${platform}/notes/cursor`)).body.value ?? ''
      await vi.waitFor(async () => expect(reached(await cursor())).toBe(true), patience)
    },
    pairings: async () => (await app.rest('GET', '/api/bots/pairing')).body.requests as { id: string }[],
    /** The chat behind a conversation, answering at once. */
    async activate(linked: string): Promise<void> {
      const { body } = await app.rest('GET', '/api/chat')
      const made = body.sessions.find((one: { linkedBotChatId: string }) => one.linkedBotChatId === linked)
      await app.rest('POST', `/api/chat/${made.id}/activate`)
      await app.rest('PUT', `/api/chat/${made.id}/config`, { trust_level: 'vault' })
    },
  }
}

/** Looks until something is there; says what was there when it never came. */
async function seen<T>(find: () => T | undefined, all: () => unknown): Promise<T> {
  await expect.poll(() => (find() === undefined ? JSON.stringify(all()) : 'there'), patience).toBe('there')
  const found = find()
  if (found === undefined) throw new Error('it went away again')
  return found
}

const matches = (text: string, says: string | RegExp): boolean =>
  typeof says === 'string' ? text.includes(says) : says.test(text)

export type DiscordHub = Awaited<ReturnType<typeof openDiscordHub>>

export async function openDiscordHub({
  discord: of = { perChannel: 1_000_000, globalPerSecond: 1_000_000 },
  token,
  ...more
}: {
  discord?: DiscordOptions
  token?: string
  realPace?: boolean
  options?: TestOptions
} = {}) {
  const discord = await createDiscord(of)
  const hub = await openHub('discord', { discordRoot: discord.api, ...more })
  await hub.set({ enabled: true, bot_token: token ?? discord.token })
  if (token === undefined) await hub.runs()
  /** Without the signs of Markdown. */
  const bare = (content: string): string => content.replaceAll(/[*`]/g, '')
  const texts = (channel: Channel): string[] => discord.answers(channel).map(({ content }) => bare(content))
  return {
    ...hub,
    discord,
    texts,
    hears: (channel: Channel, says: string | RegExp): Promise<APIMessage> =>
      seen(
        () => discord.answers(channel).findLast(({ content }) => matches(bare(content), says)),
        () => texts(channel),
      ),
    buttons: (message: APIMessage) =>
      (message.components as { components: { label: string; custom_id: string }[] }[]).flatMap(
        ({ components }) => components,
      ),
    async [Symbol.asyncDispose]() {
      await hub.app[Symbol.asyncDispose]()
      await discord[Symbol.asyncDispose]()
    },
  }
}

export type MatrixHub = Awaited<ReturnType<typeof openMatrixHub>>

export async function openMatrixHub(options: { realPace?: boolean } = {}) {
  const matrix = await createMatrix()
  const hub = await openHub('matrix', { matrixHosts: [new URL(matrix.url).host], ...options })
  await hub.set({
    enabled: true,
    homeserver_url: matrix.url,
    user_id: matrix.botId,
    access_token: matrix.token,
  })
  await hub.runs()
  const texts = (room: Room): string[] => matrix.answers(room).map(({ body }) => body)
  return {
    ...hub,
    matrix,
    texts,
    hears: (room: Room, says: string | RegExp): Promise<Said> =>
      seen(
        () => matrix.answers(room).findLast(({ body }) => matches(body, says)),
        () => texts(room),
      ),
    async [Symbol.asyncDispose]() {
      await hub.app[Symbol.asyncDispose]()
      await matrix[Symbol.asyncDispose]()
    },
  }
}
