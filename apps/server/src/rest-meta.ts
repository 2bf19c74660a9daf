/** Import-free on purpose: the published SDK carries the router's types, and this with them. */
export type Access =
  | 'public'
  | 'signed-in'
  | 'chat'
  | 'terminal'
  | 'files'
  | 'bots'
  | 'hooks'
  | 'admin'
  /** `chat` for every chat, `bots` for those of messengers: the door's input names one as `session_id`. */
  | 'bot-chat'

/** What a procedure says about itself. `openapi` has the shape that `trpc-openapi` reads. */
export type Meta = {
  /** Scope that the caller's credential needs; set by the procedure builders of `trpc.ts`. */
  access?: Access
  /** Status of success; default 200. */
  status?: number
  /** Name of a field of the answer: where that is true the status is 200 all the same. */
  okWhen?: string
  /** Calls a minute of one key, where the route has a rate of its own. */
  perMinute?: number
  /** Limit of the body in bytes; default that of ordinary JSON. */
  bodyLimit?: number
  /** Query parameter with a one-time code, which may stand in place of a credential. */
  code?: string
  /** Request headers that the route reads, and what they do; for the reference. */
  headers?: Record<string, string>
  openapi?: {
    method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
    path: `/${string}`
    summary?: string
    tags?: string[]
  }
}

/**
 * REST door of a procedure: `.meta(rest('POST /chat/{session_id}/abort', 'Stop the live run'))`. The path is below `/api`,
 * the summary is its line in the reference.
 */
export function rest(
  door: `${'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'} /${string}`,
  summary: string,
  options: Pick<Meta, 'status' | 'okWhen' | 'perMinute' | 'bodyLimit' | 'headers' | 'code'> & {
    tag?: string
  } = {},
): Meta {
  const { tag, ...facts } = options
  const [method, path] = door.split(' ') as ['GET', `/${string}`]
  return {
    ...facts,
    openapi: { method, path, summary, tags: [tag ?? path.split('/')[1] ?? ''] },
  }
}
