import { ErrorBody } from '@atrium/schema'
import type { AnyTRPCRouter } from '@trpc/server'
import { generateOpenApiDocument, type OpenApiRouter } from 'trpc-openapi'
import { z } from 'zod'
import type { ZodOpenApiOperationObject, ZodOpenApiPathsObject } from 'zod-openapi'
import type { Meta } from '../rest-meta.ts'
import { fieldsOf, isPlainObject, planCoercion } from './coerce.ts'
import type { RawRoute, SocketDoor } from './doors.ts'
import { type ModuleRoutes, modulePaths } from './module-paths.ts'
import { type DoorFacts, errorResponses, refusalsOf, successOf, validationError } from './openapi-answers.ts'
import { addExamples, isBytes } from './openapi-examples.ts'
import type { JsonSchema } from './openapi-sample.ts'
import { tags } from './openapi-tags.ts'
import { webhookOperations } from './openapi-webhooks.ts'
import { proceduresOf } from './rest.ts'

type Operation = Record<string, unknown> & {
  responses: Record<string, unknown>
  tags?: string[]
  security?: unknown
}
type Parameter = { name: string; description?: string | undefined; schema?: JsonSchema }
type Document = {
  info: Record<string, unknown>
  tags?: { name: string; description: string }[]
  paths: Record<string, Record<string, Operation>>
  components: { schemas?: Record<string, JsonSchema>; responses?: Record<string, unknown> }
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

const bytes = z.string().meta({ format: 'binary', description: 'The bytes.' })
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
            [response.contentType]: {
              schema: isBytes(response.contentType) ? bytes : (response.schema ?? bytes),
            },
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
  const doors = new Map<string, DoorFacts>()
  for (const { meta, openapi, def } of procedures)
    doors.set(`${openapi.method} ${openapi.path}`, {
      ...(def.inputs[0] && { fields: fieldsOf(def.inputs[0]) }),
      access: meta.access ?? 'admin',
      status: meta.status ?? 200,
      okToo: meta.okWhen !== undefined,
    })
  for (const { method, path, access, response, headers } of rawRoutes)
    doors.set(`${method} ${path}`, {
      access,
      status: response.status,
      ranges: headers !== undefined && 'Range' in headers,
      stream: response.stream !== undefined || response.contentType === 'text/event-stream',
    })
  for (const door of sockets)
    doors.set(`GET ${door.path}`, { access: door.access, status: 101, socket: true })
  return withModules(finish(document, doors), modules)
}

/** The same document with what these modules serve in place of what others did. */
export function withModules(document: Document, modules: readonly ModuleRoutes[]): Document {
  const own = Object.entries(document.paths).filter(([, item]) =>
    Object.values(item).every((operation) => !('x-module' in operation)),
  )
  const added = modulePaths(modules)
  for (const [path, item] of Object.entries(added))
    for (const [method, operation] of Object.entries(item))
      addExamples(`${method.toUpperCase()} ${path}`, operation, document.components.schemas ?? {})
  const all = [...own, ...Object.entries(added)]
  const ofHub = Object.entries(tags).map(([name, description]) => ({ name, description }))
  const ofModules = modules.map(({ name, about }) => ({
    name,
    description: about || `What the module ${name} serves.`,
  }))
  const used = new Set(
    all.flatMap(([, item]) => Object.values(item).flatMap((operation) => operation.tags ?? [])),
  )
  return {
    ...document,
    tags: [...ofHub, ...ofModules.filter(({ name }) => !Object.hasOwn(tags, name))].filter(({ name }) =>
      used.has(name),
    ),
    paths: Object.fromEntries(all.sort(([a], [b]) => a.localeCompare(b))),
  }
}

/** Our statuses, errors, levels of access, examples and prefix in place of the generator's. */
function finish(document: Document, doors: Map<string, DoorFacts>): Document {
  const components = {
    ...document.components,
    schemas: namedOnce({ ...document.components.schemas, ValidationError: validationError }),
    responses: errorResponses,
  }
  const paths: Document['paths'] = {}
  for (const [path, item] of Object.entries(document.paths).sort(([a], [b]) => a.localeCompare(b))) {
    for (const [method, operation] of Object.entries(item)) {
      const key = `${method.toUpperCase()} ${path}`
      const facts = doors.get(key) ?? { access: 'admin' as const, status: 200 }
      const { access } = facts
      const hasBody = operation['requestBody'] !== undefined
      const parameters = (operation['parameters'] ?? []) as Parameter[]
      for (const parameter of parameters) parameter.description ??= wordsOf(facts.fields?.[parameter.name])
      operation.responses = {
        ...successOf(operation.responses, facts),
        ...refusalsOf({
          access,
          hasBody,
          hasInput: hasBody || parameters.length > 0,
          namesAThing: path.includes('{'),
        }),
      }
      if (access === 'public') operation.security = []
      else operation.security = [{ bearer: [] }, { apiKey: [] }, { browser: [] }]
      if (access !== 'public' && access !== 'signed-in')
        operation['x-scope'] = access === 'bot-chat' ? 'chat' : access
      if (facts.socket) operation['x-transport'] = 'websocket'
      addExamples(key, operation, components.schemas)
    }
    paths[`/api${path}`] = item
  }
  return {
    ...document,
    info: { ...document.info, license: { name: 'MIT', identifier: 'MIT' } },
    servers: [
      { url: '/', description: 'The hub that serves this description.' },
      { url: 'http://127.0.0.1:3333', description: 'A hub on this machine, as it starts by default.' },
    ],
    paths,
    webhooks: webhookOperations(),
    components,
  }
}

/** What the schema says of itself, or what it wraps: the generator unwraps optional fields and loses it. */
function wordsOf(schema: z.ZodType | undefined): string | undefined {
  if (!schema || schema.description !== undefined) return schema?.description
  return wordsOf((schema._zod.def as unknown as { innerType?: z.ZodType }).innerType) // zod's own record of a schema
}

/** The generator's own errors left out, and the one shape that it names twice, by the name it has elsewhere. */
function namedOnce(schemas: Record<string, JsonSchema>): Record<string, JsonSchema> {
  const entries = Object.entries(schemas).filter(([name]) => !name.startsWith('error.'))
  const output = schemas['ValidationIssueOutput']
  const kept = entries.filter(([name]) => name !== 'ValidationIssueOutput')
  const text = JSON.stringify(
    Object.fromEntries(
      kept
        .map(([name, schema]) => [name, name === 'ValidationIssue' ? (output ?? schema) : schema] as const)
        .sort(([a], [b]) => a.localeCompare(b)),
    ),
  )
  return JSON.parse(text.replaceAll('/ValidationIssueOutput"', '/ValidationIssue"')) as Record<
    string,
    JsonSchema
  >
}
