import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createTestApp, type RestAnswer, type TestApp, type TestOptions } from '../../testing.ts'

const child = fileURLToPath(new URL('../../../test/bots-child.js', import.meta.url))

export type ChildMode = 'good' | 'exit' | 'once' | 'deaf' | 'hang' | 'bad' | 'fatal' | 'failing' | 'crash'

/** Waits for what comes in its own time. */
export async function until<Value>(look: () => Promise<Value | undefined | false | null>): Promise<Value> {
  for (;;) {
    const found = await look()
    if (found !== undefined && found !== false && found !== null) return found
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** As many at once as a program has connections. */
export async function inCrowds<Item, Value>(
  items: readonly Item[],
  work: (item: Item) => Promise<Value>,
  atOnce = 100,
): Promise<Value[]> {
  const done: Value[] = []
  for (let from = 0; from < items.length; from += atOnce)
    done.push(...(await Promise.all(items.slice(from, from + atOnce).map(work))))
  return done
}

/** A hub with bots whose program is ours, and the calls that the real one would make. */
export async function createBotsApp({ mode = 'good', ...options }: TestOptions & { mode?: ChildMode } = {}) {
  const notes = join('/tmp', `atrium-bots-${process.pid}-${Math.random().toString(36).slice(2)}`)
  const base = await createTestApp({
    ...options,
    bots: {
      telegramRoot: 'https://api.telegram.org',
      discordRoot: 'https://discord.com/api',
      matrixHosts: [],
      pace: { backoff: { base: 20, cap: 100 } },
      ...options.bots,
      program: { file: process.execPath, args: [child, mode, notes] },
    },
  })
  const { key } = (await base.rest('POST', '/api/auth/keys', { label: 'bots', scopes: ['bots'] })).body
  return { ...wrap(base, key), notes }
}

export type BotsApp = Awaited<ReturnType<typeof createBotsApp>>

function wrap(app: TestApp, key: string) {
  let updates = 0
  const headers = { authorization: `Bearer ${key}` }
  const asBots = (method: string, path: string, body?: unknown): Promise<RestAnswer> =>
    app.rest(method, path, body, { headers })

  const message = (text: string, more: Record<string, unknown> = {}) => ({
    update_id: `u${++updates}`,
    chat_id: 'c1',
    chat_kind: 'dm',
    user_id: '55501',
    user_display: 'Zoe',
    message_id: `m${updates}`,
    sent_at: new Date().toISOString(),
    text,
    addressed: true,
    ...more,
  })
  const deliveries = async (after = 0, platform = 'telegram') =>
    (await asBots('GET', `/api/bots/${platform}/deliveries?after=${after}`)).body.deliveries

  return {
    app,
    key,
    asBots,
    rest: app.rest,
    message,
    send: (body: Record<string, unknown>, platform = 'telegram'): Promise<RestAnswer> =>
      asBots('POST', `/api/bots/${platform}/messages`, body),
    say: (text: string, more: Record<string, unknown> = {}): Promise<RestAnswer> =>
      asBots('POST', '/api/bots/telegram/messages', message(text, more)),
    answer: (body: Record<string, unknown>): Promise<RestAnswer> =>
      asBots('POST', '/api/bots/telegram/answers', {
        update_id: `u${++updates}`,
        chat_id: 'c1',
        user_id: '55501',
        user_display: 'Zoe',
        ...body,
      }),
    deliveries,
    done: (id: string, more: Record<string, unknown> = {}): Promise<RestAnswer> =>
      asBots('PATCH', `/api/bots/telegram/deliveries/${id}`, { state: 'done', ...more }),
    /** Lets Zoe, or whoever it is, speak. */
    allow: (...users: number[]): Promise<RestAnswer> =>
      app.rest('PUT', '/api/bots/config', {
        telegram: { allowed_users: users.length > 0 ? users : [55501] },
      }),
    /** The next open answer of an agent, and all that it said. */
    async answered(after = 0) {
      const delivery = await until(async () =>
        (await deliveries(after)).find(({ kind }: { kind: string }) => kind === 'answer'),
      )
      const events = await readEvents(app, delivery, headers)
      return { delivery, events, text: events.at(-1)?.['response'] as string | undefined }
    },
    [Symbol.asyncDispose]: () => app[Symbol.asyncDispose](),
  }
}

/** The events of a run until its outcome, with the key of the bots. */
export async function readEvents(
  app: TestApp,
  { session_id: session, run_id: run }: { session_id: string; run_id: string },
  headers: Record<string, string>,
): Promise<Record<string, unknown>[]> {
  const url = `${app.url}/api/chat/${session}/events?run=${run}&until=outcome`
  const text = await (await fetch(url, { headers })).text()
  return [...text.matchAll(/^data: (.*)$/gm)].map(([, line]) => JSON.parse(line ?? ''))
}

/** What the child was told, and when it began. */
// oxlint-disable-next-line typescript/no-explicit-any -- tests look into lines of every shape
export async function told(notes: string): Promise<any[]> {
  const text = await readFile(notes, 'utf8').catch(() => '')
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line))
}
