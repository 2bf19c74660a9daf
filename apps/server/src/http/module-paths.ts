import { refusalsOf } from './openapi-answers.ts'

/** A route of a module, as the reference describes it. */
export type ModuleRoutes = {
  name: string
  about: string
  routes: readonly {
    method: string
    path: string
    summary: string
    scope: string
    input?: Record<string, unknown> | undefined
    output?: Record<string, unknown> | undefined
  }[]
}

type Operation = Record<string, unknown> & { responses: Record<string, unknown> }
type Paths = Record<string, Record<string, Operation>>

const takesBody = (method: string): boolean => method !== 'GET' && method !== 'DELETE'

/** What modules serve, as paths of the OpenAPI document. Each operation says which module it is of. */
export function modulePaths(modules: readonly ModuleRoutes[]): Paths {
  const paths: Paths = {}
  for (const { name, routes } of modules)
    for (const route of routes) {
      const path = `/api/${name}${route.path.replaceAll('+}', '}')}`
      paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(name, route) }
    }
  return paths
}

function operationOf(name: string, route: ModuleRoutes['routes'][number]): Operation {
  const { method, path, summary, scope, input = {}, output } = route
  const properties = (input['properties'] ?? {}) as Record<string, Record<string, unknown>>
  const required = (input['required'] ?? []) as string[]
  const inPath = [...path.matchAll(/\{(\w+)\+?\}/g)].map(([, field = '']) => field)
  const rest = Object.entries(properties).filter(([field]) => !inPath.includes(field))
  const parameter = (field: string, place: 'path' | 'query') => {
    const { description, ...schema } = properties[field] ?? { type: 'string' }
    return {
      name: field,
      in: place,
      required: place === 'path' || required.includes(field),
      ...(description !== undefined && { description }),
      schema,
    }
  }
  const { properties: _, required: __, ...keywords } = input
  const body = {
    ...keywords,
    type: 'object',
    properties: Object.fromEntries(rest),
    required: required.filter((field) => !inPath.includes(field)),
  }
  return {
    operationId: [name, method.toLowerCase(), ...path.split('/').slice(1)].join('-').replace(/[{}+]/g, ''),
    summary,
    tags: [name],
    parameters: [
      ...inPath.map((field) => parameter(field, 'path')),
      ...(takesBody(method) ? [] : rest.map(([field]) => parameter(field, 'query'))),
    ],
    ...(takesBody(method) &&
      rest.length > 0 && {
        requestBody: {
          required: body.required.length > 0,
          content: { 'application/json': { schema: body } },
        },
      }),
    responses: {
      200: {
        description: 'Done.',
        content: { 'application/json': { schema: output ?? { description: 'What the module says.' } } },
      },
      ...refusalsOf({
        access: 'admin',
        hasBody: takesBody(method) && rest.length > 0,
        hasInput: Object.keys(properties).length > 0,
        namesAThing: inPath.length > 0,
      }),
    },
    security: [{ bearer: [] }, { apiKey: [] }, { browser: [] }],
    'x-scope': scope,
    'x-module': name,
  }
}
