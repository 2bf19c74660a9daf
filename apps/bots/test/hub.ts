import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { createTestApp, type TestOptions } from '@atrium/server/testing'
import { expect, vi } from 'vitest'
import { createTelegramDouble, type Person, type Shown, type TelegramOptions } from './doubles/telegram.ts'

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const quick = new URL('./quick.ts', import.meta.url).href
/** Telegram that never asks to slow down. */
const patient: TelegramOptions = { chatBurst: 1_000_000, perMinuteInGroup: 1_000_000, perSecond: 1_000_000 }

/** What a test waits for may take long on a busy machine. */
export const patience = { timeout: 25_000, interval: 50 }

export type TelegramHub = Awaited<ReturnType<typeof openTelegramHub>>

/** A hub whose program of the bots speaks with Telegram on loopback; `realPace`: as slowly as with Telegram itself. */
export async function openTelegramHub({
  realPace = false,
  telegram: options = realPace ? {} : patient,
  config = {},
  ...hub
}: { realPace?: boolean; telegram?: TelegramOptions; config?: Record<string, unknown> } & TestOptions = {}) {
  const telegram = await createTelegramDouble(options)
  const app = await createTestApp({
    claudePath: '/nowhere/claude',
    bots: {
      telegramRoot: telegram.apiRoot,
      discordRoot: 'http://127.0.0.1:9',
      matrixHosts: [],
      program: { file: process.execPath, args: [...(realPace ? [] : ['--import', quick]), main] },
      pace: { backoff: { base: 20, cap: 100 }, steadyMs: 1 },
    },
    ...hub,
  })
  const set = (change: Record<string, unknown>) => app.rest('PUT', '/api/bots/config', { telegram: change })
  const { status, body } = await set({ enabled: true, bot_token: telegram.token, ...config })
  expect({ status, body }).toMatchObject({ status: 200 })
  const isRead = () => vi.waitFor(() => expect(telegram.polled).toBe(true), patience)
  await isRead()

  const seen = (person: Person): Shown[] => telegram.seen(person.id)
  return {
    telegram,
    app,
    set,
    seen,
    texts: (person: Person): string[] => seen(person).map(({ text }) => text),
    /** Waits for a message of the bot that says this; gives it. */
    async hears(person: Person, says: string | RegExp): Promise<Shown> {
      const find = () =>
        seen(person).findLast(({ text }) =>
          typeof says === 'string' ? text.includes(says) : says.test(text),
        )
      await expect
        .poll(() => (find() ? 'heard' : seen(person).map(({ text }) => text)), patience)
        .toBe('heard')
      const found = find()
      if (!found) throw new Error('it was taken back')
      return found
    },
    /** Somebody who may speak with the bot. */
    async friend(name: string): Promise<Person> {
      const person = telegram.person(name)
      const { body: now } = await app.rest('GET', '/api/bots/config')
      await app.rest('PUT', '/api/bots/config', {
        telegram: { allowed_users: [...now.telegram.allowed_users, person.id] },
      })
      await isRead()
      return person
    },
    pairings: async () => (await app.rest('GET', '/api/bots/pairing')).body.requests as { id: string }[],
    status: async () => (await app.rest('GET', '/api/bots/status')).body,
    async [Symbol.asyncDispose]() {
      await app[Symbol.asyncDispose]()
      await telegram[Symbol.asyncDispose]()
    },
  }
}

/** The program of the bots that the hub in this process has started now. */
export async function programPid(): Promise<number> {
  const found: number[] = []
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const [command, status] = await Promise.all([
      readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => ''),
      readFile(`/proc/${name}/status`, 'utf8').catch(() => ''),
    ])
    if (command.includes(main) && status.includes(`PPid:\t${process.pid}\n`) && !status.includes('State:\tZ'))
      found.push(Number(name))
  }
  const [pid] = found
  if (pid === undefined) throw new Error('the program of the bots does not run')
  return pid
}

/** Ends it as a power cut would; the hub starts it again. */
export async function killProgram(): Promise<void> {
  process.kill(await programPid(), 'SIGKILL')
}

export const words = (count: number): string =>
  Array.from({ length: count }, (_, i) => `word${i + 1}`).join(' ')
