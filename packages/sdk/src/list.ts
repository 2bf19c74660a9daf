import { addressOf, type Loose, type RestOptions, type RestResult, type Route } from './rest.ts'
import type { CallOptions, Transport } from './transport.ts'
import { throwIfAborted } from './wait.ts'

/**
 * How each list that comes in pages is gone through. `cursor`: the field `next` of a page is sent as `by` for the one behind
 * it; `back`: the same, but each page is oldest first and leads to the one before it; `after`: the same, and an empty page is
 * the end. `offset`: `by` counts what to pass over.
 */
const paged = {
  'GET /audit': { how: 'cursor', by: 'before', next: 'next', items: 'entries' },
  'GET /bots/{platform}/deliveries': { how: 'after', by: 'after', next: 'after', items: 'deliveries' },
  'GET /chat': { how: 'offset', by: 'offset', items: 'sessions', id: 'id' },
  'GET /chat/{session_id}/history': { how: 'back', by: 'before', next: 'before', items: 'events' },
  'GET /claude-code/recent': { how: 'offset', by: 'offset', items: 'sessions', id: 'sessionId' },
  'GET /claude-code/sessions': { how: 'offset', by: 'offset', items: 'sessions', id: 'sessionId' },
  'GET /claude-code/sessions/{session_id}': { how: 'back', by: 'before', next: 'before', items: 'messages' },
  'GET /daily/entries': { how: 'offset', by: 'offset', items: 'entries', id: 'id' },
  'GET /daily/search': { how: 'offset', by: 'offset', items: 'entries', id: 'id' },
  'GET /fs/ls': { how: 'cursor', by: 'cursor', next: 'nextCursor', items: 'entries' },
  'GET /projects/{id}/files': { how: 'cursor', by: 'cursor', next: 'next', items: 'entries' },
  'GET /projects/{id}/git/log': { how: 'offset', by: 'skip', items: 'commits', id: 'sha' },
  'GET /scheduler/runs': { how: 'cursor', by: 'before', next: 'next', items: 'runs' },
  'GET /sessions/{name}/git/log': { how: 'offset', by: 'skip', items: 'commits', id: 'sha' },
  'GET /sync/changes': { how: 'cursor', by: 'cursor', next: 'next_cursor', items: 'files' },
  'GET /sync/manifest': { how: 'cursor', by: 'cursor', next: 'next_cursor', items: 'files' },
  'GET /webhooks/{id}/deliveries': { how: 'cursor', by: 'cursor', next: 'next_cursor', items: 'deliveries' },
  'GET /workspaces/{slug}/sessions': { how: 'offset', by: 'offset', items: 'sessions', id: 'id' },
} as const satisfies { [R in Route]?: Way }

type Way =
  | { how: 'cursor' | 'back' | 'after'; by: string; next: string; items: string }
  | { how: 'offset'; by: string; items: string; id: string }

/** A route that answers with pages. */
export type ListRoute = keyof typeof paged

/** One thing of such a list. */
export type ListItem<R extends ListRoute> =
  RestResult<R> extends {
    [K in (typeof paged)[R]['items']]: readonly (infer T)[]
  }
    ? T
    : never

/**
 * What a list takes: `path` and `query` of its route. `limit` is the size of a page (at least 2), not of the list; the offset
 * or cursor says where to begin.
 */
export type ListOptions<R extends ListRoute> = Omit<RestOptions<R>, 'idempotencyKey'>

/** A list of any length. Each loop over it, and over its pages, begins anew. */
export interface List<T, Page> extends AsyncIterable<T> {
  /** The pages as the hub gives them, with what else is in them. */
  pages(): AsyncIterable<Page>
}

type Options<R extends ListRoute> =
  Record<never, never> extends ListOptions<R> ? [options?: ListOptions<R>] : [options: ListOptions<R>]

/**
 * Goes through a list to its end, page by page, one page in memory. In the hub's order; histories of chats and Claude Code
 * sessions from the newest to the oldest. Leave the loop when you have enough.
 *
 * Where the hub gives a cursor nothing comes twice and nothing is missing, however the list grows meanwhile. Lists that count
 * (chats, Claude Code sessions, journal, commits) are put right as they shift: nothing comes twice, and what goes away in front
 * takes nothing else with it. What is new, or moves to the front by a change while the loop runs, may not be told.
 * @throws ApiError, ConnectionError, TimeoutError, AbortedError as `rest` does
 *
 * @example
 * for await (const chat of hub.list('GET /chat', { query: { archived: true } })) console.log(chat.title)
 */
export type Lists = <R extends ListRoute>(
  route: R,
  ...options: Options<R>
) => List<ListItem<R>, RestResult<R>>

type Page = Record<string, unknown>
type Asking = Loose & CallOptions

export function createList(transport: Transport): Lists {
  const list = (route: ListRoute, options: Asking = {}): List<unknown, Page> => {
    const way: Way | undefined = paged[route]
    if (!way) throw new TypeError(`${String(route)} does not come in pages`)
    const { path, query, body: _, ...call } = options
    const ask = async (at: Record<string, unknown>) => {
      throwIfAborted(call.signal)
      const address = addressOf(route, path)
      return (await transport.json(address.path, { query: { ...query, ...at } }, call)) as Page // the hub's own shape
    }
    const pages = () =>
      way.how === 'offset' ? counted(way, query ?? {}, ask) : chained(way, query ?? {}, ask)
    return {
      pages,
      async *[Symbol.asyncIterator]() {
        for await (const page of pages()) {
          const items = itemsOf(page, way)
          yield* way.how === 'back' ? [...items].reverse() : items
        }
      },
    }
  }
  // The table of types stands for what the hub answers; at run time a route is only a string.
  return list as Lists
}

const itemsOf = (page: Page, { items }: Way): unknown[] => page[items] as unknown[] // as the table says

async function* chained(
  way: Extract<Way, { next: string }>,
  query: Record<string, unknown>,
  ask: (at: Record<string, unknown>) => Promise<Page>,
): AsyncGenerator<Page, void, void> {
  for (let at = query[way.by]; ; ) {
    const page = await ask({ [way.by]: at })
    yield page
    if (way.how === 'after' && itemsOf(page, way).length === 0) return
    at = page[way.next]
    if (at === null || at === undefined) return
  }
}

/** Items a page where the caller has no wish; no route has a lower maximum. */
const pageSize = 100

async function* counted(
  way: Extract<Way, { how: 'offset' }>,
  query: Record<string, unknown>,
  ask: (at: Record<string, unknown>) => Promise<Page>,
): AsyncGenerator<Page, void, void> {
  // Pages overlap by one, so one alone would lead nowhere.
  const limit = Math.max(2, Number(query['limit'] ?? pageSize))
  const begin = Number(query[way.by] ?? 0)
  const seen = new Set<unknown>()
  const idOf = (item: unknown) => (item as Record<string, unknown> | undefined)?.[way.id] // each has one; a page may be empty
  const isSeen = (item: unknown) => seen.has(idOf(item))
  for (let at = begin, isFirst = true; ; isFirst = false) {
    let page = await ask({ limit, [way.by]: at })
    // One that was told already is at its head: else something in front of it went away, and what moved up was passed over.
    while (at > begin && !isSeen(itemsOf(page, way)[0])) {
      at = Math.max(begin, at - limit)
      page = await ask({ limit, [way.by]: at })
    }
    const all = itemsOf(page, way)
    const fresh = all.filter((item) => !isSeen(item))
    for (const item of fresh) seen.add(idOf(item))
    if (fresh.length > 0 || isFirst)
      yield fresh.length === all.length ? page : { ...page, [way.items]: fresh }
    if (all.length < limit) return
    at += limit - 1
  }
}
