import { ErrorBody } from '@atrium/schema'
import type { AnyTRPCRouter } from '@trpc/server'
import { generateOpenApiDocument, type OpenApiRouter } from 'trpc-openapi'
import { z } from 'zod'
import type { ZodOpenApiOperationObject, ZodOpenApiPathsObject } from 'zod-openapi'
import type { Access, Meta } from '../rest-meta.ts'
import { fieldsOf, isPlainObject, planCoercion } from './coerce.ts'
import type { RawRoute, SocketDoor } from './doors.ts'
import { examples } from './examples.ts'
import { type ModuleRoutes, modulePaths } from './module-paths.ts'
import { proceduresOf } from './rest.ts'

type Operation = Record<string, unknown> & {
  responses: Record<string, unknown>
  tags?: string[]
  security?: unknown
}
type Document = {
  paths: Record<string, Record<string, Operation>>
  components: { schemas?: Record<string, unknown>; responses?: Record<string, unknown> }
} & Record<string, unknown>

const securitySchemes = {
  bearer: { type: 'http', scheme: 'bearer', description: 'Owner token or API key.' },
  apiKey: {
    type: 'apiKey',
    in: 'header',
    name: 'X-API-Key',
    description: 'The same in a header of its own.',
  },
  browser: { type: 'apiKey', in: 'cookie', name: 'atrium_session', description: 'Session of the console.' },
} as const

const takesBody = (method: string): boolean => method !== 'GET' && method !== 'DELETE'
const pathNames = (path: string): string[] => [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '')
const tagOf = (path: string): string => path.split('/')[1] ?? ''

/** Whether the generator can describe this input; it knows plain objects, and simple values in a query. */
function isSimple(method: string, input: z.ZodType | undefined): boolean {
  if (!input || !isPlainObject(input)) return input === undefined
  return takesBody(method) || planCoercion(input).every(({ kind }) => kind !== 'list')
}

type Described = {
  method: string
  path: string
  summary: string
  tag: string
  id: string
  input: z.ZodType | undefined
  headers?: Record<string, string>
  upload?: boolean
  response: RawRoute['response']
}

const fileForm = z.object({ file: z.string().meta({ format: 'binary', description: 'The file.' }) })

/** Path, query and body of one input, as the document wants them. */
function operationOf({
  method,
  path,
  summary,
  tag,
  id,
  input,
  headers = {},
  upload = false,
  response,
}: Described): ZodOpenApiOperationObject {
  const names = pathNames(path)
  const fields = Object.entries(input ? fieldsOf(input) : {})
  const inPath = fields.filter(([name]) => names.includes(name))
  const rest = fields.filter(([name]) => !names.includes(name))
  const hasBody = takesBody(method) && !upload
  const body = input && hasBody ? bodyOf(input, names, rest) : null
  return {
    operationId: id,
    summary,
    tags: [tag],
    requestParams: {
      header: z.object(
        Object.fromEntries(
          Object.entries(headers).map(([name, effect]) => [name, z.string().optional().describe(effect)]),
        ),
      ),
      path: z.object(Object.fromEntries(inPath)),
      ...(!hasBody && { query: z.object(Object.fromEntries(rest)) }),
    },
    ...(upload && {
      requestBody: { required: true, content: { 'multipart/form-data': { schema: fileForm } } },
    }),
    ...(body && { requestBody: { required: true, content: { 'application/json': { schema: body } } } }),
    responses: {
      [String(response.status)]: {
        description: response.description,
        ...(response.status !== 204 && {
          content: {
            [response.contentType]: { schema: response.schema ?? z.string() },
            ...(response.stream && { 'text/event-stream': { schema: response.stream } }),
          },
        }),
      },
    } as ZodOpenApiOperationObject['responses'], // its keys are the statuses, which are only known here
  }
}

function bodyOf(input: z.ZodType, names: string[], rest: [string, z.ZodType][]): z.ZodType | null {
  if (!isPlainObject(input)) return input
  if (rest.length === 0) return null
  return names.length === 0 ? input : z.object(Object.fromEntries(rest))
}

const handMade = (doors: readonly Described[]): ZodOpenApiPathsObject => {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {}
  for (const door of doors)
    paths[door.path] = { ...paths[door.path], [door.method.toLowerCase()]: operationOf(door) }
  return paths
}

const ofRawRoute = (route: RawRoute): Described => ({
  ...route,
  tag: tagOf(route.path),
  id: `${route.path.replace(/[/{}]+/g, '-').replace(/^-|-$/g, '')}-${route.method.toLowerCase()}`,
})

const ofSocket = (door: SocketDoor): Described => ({
  method: 'GET',
  path: door.path,
  summary: door.summary,
  tag: tagOf(door.path),
  id: `${door.path.replace(/[/{}]+/g, '-').replace(/^-|-$/g, '')}-socket`,
  input: z.object({
    ...Object.fromEntries(pathNames(door.path).map((name) => [name, z.string().describe('Name.')])),
    ...door.query?.shape,
  }),
  response: {
    status: 101,
    contentType: 'application/json',
    description:
      'A WebSocket from here on; these are its JSON frames. The token may come as subprotocol `bearer.<token>`.',
    ...(door.frames && {
      schema: z.object({
        client: door.frames.client.describe('What a client may send.'),
        server: door.frames.server.describe('What the hub sends.'),
      }),
    }),
  },
})

export type DocumentOptions = {
  router: AnyTRPCRouter
  rawRoutes: readonly RawRoute[]
  sockets: readonly SocketDoor[]
  /** Modules that are part of the hub. */
  modules: readonly ModuleRoutes[]
  version: string
}

/** The OpenAPI 3.1 document of every door below `/api`. */
export function buildDocument({ router, rawRoutes, sockets, modules, version }: DocumentOptions): Document {
  const procedures = proceduresOf(router).flatMap(([name, { _def }]) =>
    _def.meta?.openapi ? [{ name, meta: _def.meta, openapi: _def.meta.openapi, def: _def }] : [],
  )
  const odd = procedures.filter(
    ({ meta, openapi, def }) => meta.headers || !isSimple(openapi.method, def.inputs[0]),
  )
  const refused = new Set<Meta>(odd.map(({ meta }) => meta))
  const byHand = [
    ...odd.map(
      ({ name, meta, openapi, def }): Described => ({
        method: openapi.method,
        path: openapi.path,
        summary: openapi.summary ?? '',
        tag: openapi.tags?.[0] ?? tagOf(openapi.path),
        id: name.replaceAll('.', '-'),
        input: def.inputs[0],
        headers: meta.headers ?? {},
        response: {
          status: meta.status ?? 200,
          contentType: 'application/json',
          description: 'Done.',
          ...(def.output && { schema: def.output }),
        },
      }),
    ),
    ...rawRoutes.map(ofRawRoute),
    ...sockets.map(ofSocket),
  ]
  const document = generateOpenApiDocument(router as unknown as OpenApiRouter, {
    title: 'Atrium',
    description: 'One self-hosted hub for AI agents: chats and terminals over HTTP, SSE and WebSocket.',
    version,
    baseUrl: '/',
    securitySchemes,
    defs: { Error: ErrorBody },
    filter: ({ metadata }) => !refused.has(metadata as unknown as Meta), // the very object of the procedure
    paths: handMade(byHand),
  }) as unknown as Document // plain JSON from here on
  const access = new Map<string, { access: Access; status: number }>()
  for (const { meta, openapi } of procedures)
    access.set(`${openapi.method} ${openapi.path}`, {
      access: meta.access ?? 'admin',
      status: meta.status ?? 200,
    })
  for (const route of rawRoutes)
    access.set(`${route.method} ${route.path}`, { access: route.access, status: route.response.status })
  for (const door of sockets) access.set(`GET ${door.path}`, { access: door.access, status: 101 })
  return withModules(finish(document, access), modules)
}

/** The same document with what these modules serve in place of what others did. */
export function withModules(document: Document, modules: readonly ModuleRoutes[]): Document {
  const own = Object.entries(document.paths).filter(([, item]) =>
    Object.values(item).every((operation) => !('x-module' in operation)),
  )
  const all = [...own, ...Object.entries(modulePaths(modules))]
  return { ...document, paths: Object.fromEntries(all.sort(([a], [b]) => a.localeCompare(b))) }
}

/** Our statuses, errors, levels of access, examples and prefix in place of the generator's. */
function finish(document: Document, doors: Map<string, { access: Access; status: number }>): Document {
  const paths: Document['paths'] = {}
  for (const [path, item] of Object.entries(document.paths).sort(([a], [b]) => a.localeCompare(b))) {
    for (const [method, operation] of Object.entries(item)) {
      const key = `${method.toUpperCase()} ${path}`
      const { access, status } = doors.get(key) ?? { access: 'admin' as const, status: 200 }
      operation.responses = responsesOf(operation.responses, access, status)
      if (access === 'public') operation.security = []
      else operation.security = [{ bearer: [] }, { apiKey: [] }, { browser: [] }]
      if (access !== 'public' && access !== 'signed-in') operation['x-scope'] = access
      addExamples(operation, examples[key], status)
    }
    paths[`/api${path}`] = item
  }
  const schemas = Object.entries(document.components.schemas ?? {}).filter(
    ([name]) => !name.startsWith('error.'),
  )
  return {
    ...document,
    paths,
    components: {
      ...document.components,
      schemas: Object.fromEntries(schemas.sort(([a], [b]) => a.localeCompare(b))),
      responses: { Error: errorResponse },
    },
  }
}

const errorResponse = {
  description: 'A refusal. `code` is stable; docs/errors.md says what each one means.',
  content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
}

function responsesOf(
  described: Record<string, unknown>,
  access: Access,
  status: number,
): Record<string, unknown> {
  const success = described[String(status)] ?? described['200']
  const error = { $ref: '#/components/responses/Error' }
  return {
    [String(status)]: success,
    ...(access !== 'public' && { 401: error }),
    ...(access !== 'public' && access !== 'signed-in' && { 403: error }),
    422: error,
    default: error,
  }
}

type Content = { content?: Record<string, { example?: unknown }> }

function addExamples(
  operation: Operation,
  example: { request?: unknown; response?: unknown } | undefined,
  status: number,
): void {
  if (!example) return
  const put = (holder: Content | undefined, value: unknown) => {
    for (const media of Object.values(holder?.content ?? {})) media.example = value
  }
  if (example.request !== undefined) put(operation['requestBody'] as Content | undefined, example.request)
  if (example.response !== undefined)
    put(operation.responses[String(status)] as Content | undefined, example.response)
}
