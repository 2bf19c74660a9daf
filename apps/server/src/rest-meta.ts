/** Import-free on purpose: the published SDK carries the router's types, and this with them. */
export type Access = 'public' | 'signed-in' | 'chat' | 'terminal' | 'files' | 'bots' | 'admin'

/** What a procedure says about itself. `openapi` has the shape that `trpc-openapi` reads. */
export type Meta = {
  /** Scope that the caller's credential needs; set by the procedure builders of `trpc.ts`. */
  access?: Access
  /** Status of success; default 200. */
  status?: number
  /** Calls a minute of one key, where the route has a rate of its own. */
  perMinute?: number
  /** Limit of the body in bytes; default that of ordinary JSON. */
  bodyLimit?: number
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
  options: Pick<Meta, 'status' | 'perMinute' | 'bodyLimit' | 'headers'> & { tag?: string } = {},
): Meta {
  const { tag, ...facts } = options
  const [method, path] = door.split(' ') as ['GET', `/${string}`]
  return {
    ...facts,
    openapi: { method, path, summary, tags: [tag ?? path.split('/')[1] ?? ''] },
  }
}
