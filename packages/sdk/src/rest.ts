import type { paths } from './generated/openapi.d.ts'
import { type CallOptions, segment, type Transport } from './transport.ts'

type Method = 'get' | 'put' | 'post' | 'patch' | 'delete'
type Success = 200 | 201 | 202
type JsonOf<O> = O extends { responses: infer R }
  ? R extends { 204: unknown }
    ? undefined
    : {
        [S in keyof R & Success]: R[S] extends { content: { 'application/json': infer B } } ? B : never
      }[keyof R & Success]
  : never
type Below<P extends string> = P extends `/api${infer Rest}` ? Rest : P

type Operations = {
  [P in keyof paths]: {
    [M in Method & keyof paths[P] as [JsonOf<paths[P][M]>] extends [never]
      ? never
      : `${Uppercase<M>} ${Below<P>}`]: paths[P][M]
  }
}[keyof paths]
/** One table of many. */
export type Merged<U> = (U extends unknown ? (one: U) => void : never) extends (all: infer I) => void
  ? I
  : never
type Table = Merged<Operations>

/** A JSON route of the hub, such as `'GET /chat/{session_id}'`: method and path below `/api`. */
export type Route = Exclude<Door, `${string} /trpc/${string}`>
/** Every JSON route, those that only the console calls included. */
export type Door = keyof Table

type Part<Name extends string, T> = [T] extends [undefined]
  ? unknown
  : Record<never, never> extends T
    ? { [N in Name]?: Exclude<T, undefined> | undefined }
    : undefined extends T
      ? { [N in Name]?: Exclude<T, undefined> | undefined }
      : { [N in Name]: T }
type Parameters<O, Kind extends string> = O extends { parameters: { [K in Kind]?: infer T } } ? T : undefined
type BodyOf<C> = C extends { 'application/json': infer B }
  ? B
  : C extends { 'multipart/form-data': unknown }
    ? FormData
    : unknown
type Body<O> = O extends { requestBody: { content: infer C } }
  ? BodyOf<C>
  : O extends { requestBody?: { content: infer C } }
    ? BodyOf<C> | undefined
    : undefined

/** What an operation takes, as the hub documents it. */
export type Asked<O> = Part<'path', Parameters<O, 'path'>> &
  Part<'query', Parameters<O, 'query'>> &
  Part<'body', Body<O>>

/** What a route takes: `path`, `query` and `body` as the hub documents them; an upload takes a `FormData` as its body. */
export type RestOptions<R extends Door> = Asked<Table[R]> & CallOptions

/** What a route answers. */
export type RestResult<R extends Door> = JsonOf<Table[R]>

type Options<R extends Route> =
  Record<never, never> extends RestOptions<R> ? [options?: RestOptions<R>] : [options: RestOptions<R>]

/** A call of any JSON route, typed by the hub's OpenAPI document. */
export type Rest = <R extends Route>(route: R, ...options: Options<R>) => Promise<RestResult<R>>

/** Options of any route, as they are at run time. */
export type Loose = {
  path?: Record<string, unknown> | undefined
  query?: Record<string, unknown> | undefined
  body?: unknown
}

/** Method and path of a route, its parameters filled in. */
export function addressOf(route: string, parameters: Record<string, unknown> = {}) {
  const [method = '', template = ''] = route.split(' ')
  const path = template.replace(/\{([^}]+)\}/g, (_, name: string) => {
    const value = parameters[name]
    if (typeof value !== 'string' && typeof value !== 'number')
      throw new TypeError(`${route} needs path.${name}`)
    return segment(String(value))
  })
  return { method, path: `/api${path}` }
}

export function createRest(transport: Transport): Rest {
  const rest = async (route: string, { path, query, body, ...call }: Loose & CallOptions = {}) => {
    const address = addressOf(route, path)
    return transport.json(address.path, { method: address.method, query, body }, call)
  }
  // The table of types stands for what the hub answers; at run time a route is only a string.
  return rest as Rest
}
