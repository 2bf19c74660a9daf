/**
 * What of a newer OpenAPI description breaks a client that was made for an older one. Written for descriptions like ours
 * (3.1, `$ref` to components only); the diff of the linter compares unions and parameters by their place in a list.
 */
export type Json = { [name: string]: unknown }
export type ApiDocument = { paths: Json; components?: { schemas?: Json; responses?: Json } } & Json

/** `place` is a door (`GET /api/chat`) or a field of a shared schema (`Chat.title`); changesets name it. */
export type Breakage = { place: string; what: string; door: string }

type Way = 'request' | 'answer'
type Variant = { type: string; schema: Json; literals: unknown[] | null }
type Parameter = { name: string; in: string; required?: boolean; schema?: Json }
type Media = { [type: string]: { schema?: Json } }
type Operation = Json & {
  operationId?: string
  parameters?: Parameter[]
  requestBody?: { required?: boolean; content?: Media }
  responses?: { [status: string]: { $ref?: string; content?: Media } }
  security?: Json[]
}

const nameOf = (schema: Json): string | undefined =>
  typeof schema['$ref'] === 'string' ? schema['$ref'].split('/').at(-1) : undefined
const list = <Item>(value: unknown): Item[] => (Array.isArray(value) ? (value as Item[]) : [])
const record = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {})
const show = (value: unknown): string => (typeof value === 'string' ? `'${value}'` : JSON.stringify(value))

/** Everything that breaks, in the order of the older description. */
export function breakages(before: ApiDocument, after: ApiDocument): Breakage[] {
  const found: Breakage[] = []
  const compared = new Set<string>()
  let door = ''
  const say = (place: string, what: string): void => {
    found.push({ place, what, door })
  }

  for (const [path, item] of Object.entries(before.paths))
    for (const [method, older] of Object.entries(record(item))) {
      door = `${method.toUpperCase()} ${path}`
      const newer = record(after.paths[path])[method]
      if (newer) operation(older as Operation, newer as Operation)
      else say(door, 'is gone')
    }
  return found

  function operation(older: Operation, newer: Operation): void {
    if (older.operationId !== newer.operationId)
      say(door, `is now named ${newer.operationId}, so methods of generated clients have other names`)
    if (older['x-scope'] !== newer['x-scope'] && newer['x-scope'] !== undefined)
      say(door, `needs the scope ${show(newer['x-scope'])}`)
    const open = (security: Json[] | undefined) => !security || security.length === 0
    if (open(older.security) && !open(newer.security)) say(door, 'needs a credential')
    parameters(list(older.parameters), list(newer.parameters))
    request(older.requestBody, newer.requestBody)
    answers(older.responses ?? {}, newer.responses ?? {})
  }

  function parameters(older: Parameter[], newer: Parameter[]): void {
    const same = (one: Parameter) => (other: Parameter) => one.in === other.in && one.name === other.name
    for (const parameter of older) {
      const now = newer.find(same(parameter))
      if (!now) say(door, `no longer takes ${parameter.in} parameter ${parameter.name}`)
      else schemas(parameter.schema ?? {}, now.schema ?? {}, 'request', `${door} ${parameter.name}`)
    }
    for (const parameter of newer)
      if (parameter.required && !older.find(same(parameter))?.required)
        say(door, `cannot be called without ${parameter.in} parameter ${parameter.name}`)
  }

  function request(older: Operation['requestBody'], newer: Operation['requestBody']): void {
    if (newer?.required && !older?.required) say(door, 'cannot be called without a body')
    if (older && !newer) say(door, 'no longer takes a body')
    if (older && newer) content(older.content ?? {}, newer.content ?? {}, 'request')
  }

  function answers(older: NonNullable<Operation['responses']>, newer: NonNullable<Operation['responses']>) {
    for (const [status, response] of Object.entries(older)) {
      const now = newer[status]
      if (!now && /^[123]/.test(status)) say(door, `no longer answers ${status}`)
      if (now) content(resolved(response, before).content ?? {}, resolved(now, after).content ?? {}, 'answer')
    }
  }

  function resolved<Response extends { $ref?: string }>(response: Response, document: ApiDocument): Response {
    const name = nameOf(response)
    return name === undefined ? response : (record(document.components?.responses)[name] as Response)
  }

  function content(older: Media, newer: Media, way: Way): void {
    for (const [type, media] of Object.entries(older)) {
      const now = newer[type]
      if (now) schemas(media.schema ?? {}, now.schema ?? {}, way, door)
      else say(door, way === 'request' ? `no longer takes ${type}` : `no longer answers with ${type}`)
    }
  }

  function schemas(older: Json, newer: Json, way: Way, place: string): void {
    const [oldName, newName] = [nameOf(older), nameOf(newer)]
    const pair = `${way} ${oldName} ${newName}`
    if (oldName !== undefined && newName !== undefined) {
      if (compared.has(pair)) return
      compared.add(pair)
    }
    const at = oldName ?? place
    const was = variantsOf(older, before)
    const is = variantsOf(newer, after)
    if (was.length === 0 && is.length === 0) return
    if (was.length === 0) return say(at, way === 'request' ? 'takes less: it was any value' : 'was any value')
    if (is.length === 0) return way === 'answer' ? say(at, 'can be any value') : undefined
    kinds(was, is, way, at)
    for (const type of new Set(was.map((variant) => variant.type))) {
      const pairs = [was, is].map((variants) => variants.filter((variant) => variant.type === type)) as [
        Variant[],
        Variant[],
      ]
      if (pairs[1].length > 0) alike(...pairs, way, at)
    }
  }

  /** JSON types: a request may not take fewer, an answer may not have more. */
  function kinds(was: Variant[], is: Variant[], way: Way, at: string): void {
    const has = (variants: Variant[], type: string) =>
      variants.some((variant) => variant.type === type || (variant.type === 'number' && type === 'integer'))
    const [from, to] = way === 'request' ? [was, is] : [is, was]
    for (const type of new Set(from.map((variant) => variant.type)))
      if (!has(to, type)) say(at, way === 'request' ? `no longer takes ${type}` : `can be ${type}`)
  }

  function alike(was: Variant[], is: Variant[], way: Way, at: string): void {
    const [one] = was
    const [now] = is
    if (!one || !now) return
    if (one.type === 'object') return objects(was, is, way, at)
    if (one.type === 'array') {
      bounds(one.schema, now.schema, way, at)
      return schemas(record(one.schema['items']), record(now.schema['items']), way, `${at}[]`)
    }
    literals(was, is, way, at)
    if (one.literals === null && now.literals === null) bounds(one.schema, now.schema, way, at)
  }

  /** Values that were listed and no longer are; in requests also where every value was taken. */
  function literals(was: Variant[], is: Variant[], way: Way, at: string): void {
    const free = (variants: Variant[]) => variants.some((variant) => variant.literals === null)
    const all = (variants: Variant[]) => variants.flatMap((variant) => variant.literals ?? [])
    if (free(was)) {
      if (!free(is) && way === 'request') say(at, `takes only ${all(is).map(show).join(', ')}`)
      return
    }
    if (free(is)) return way === 'answer' ? say(at, 'is no longer one of a list') : undefined
    const gone = all(was).filter((value) => !all(is).includes(value))
    if (gone.length > 0)
      say(at, `${way === 'request' ? 'no longer takes' : 'is never again'} ${gone.map(show).join(', ')}`)
  }

  /** Limits of what a request may hold. Those of answers only say what to expect. */
  function bounds(older: Json, newer: Json, way: Way, at: string): void {
    if (way === 'answer') return
    const number = (schema: Json, name: string) => schema[name] as number | undefined
    for (const name of ['maxLength', 'maximum', 'exclusiveMaximum', 'maxItems', 'maxProperties']) {
      const [was = Number.POSITIVE_INFINITY, is = Number.POSITIVE_INFINITY] = [
        number(older, name),
        number(newer, name),
      ]
      if (is < was) say(at, `has ${name} ${is}`)
    }
    for (const name of ['minLength', 'minimum', 'exclusiveMinimum', 'minItems', 'minProperties']) {
      const [was = Number.NEGATIVE_INFINITY, is = Number.NEGATIVE_INFINITY] = [
        number(older, name),
        number(newer, name),
      ]
      if (is > was && !(is === 0 && name.endsWith('s'))) say(at, `has ${name} ${is}`)
    }
    for (const name of ['pattern', 'format', 'multipleOf'])
      if (newer[name] !== undefined && newer[name] !== older[name])
        say(at, `has ${name} ${show(newer[name])}`)
  }

  /** Shapes of a union are told apart by the field that is a constant in each, whatever their order. */
  function objects(was: Variant[], is: Variant[], way: Way, at: string): void {
    if (was.length === 1 && is.length === 1 && was[0] && is[0])
      return fields(was[0].schema, is[0].schema, way, at)
    const tag = tagOf([...was, ...is])
    if (tag === undefined) return untagged(was, is, way, at)
    for (const { schema } of was) {
      const value = constantOf(schema, tag)
      const now = is.find((variant) => constantOf(variant.schema, tag) === value)
      if (now) fields(schema, now.schema, way, `${at}(${value})`)
      else say(at, `${tag} ${value} is gone`)
    }
  }

  /** A shape stays if one of the newer shapes is as good; else the nearest tells what is missing. */
  function untagged(was: Variant[], is: Variant[], way: Way, at: string): void {
    for (const { schema } of was) {
      const attempts = is.map((variant) => {
        const start = found.length
        const known = new Set(compared)
        fields(schema, variant.schema, way, at)
        compared.clear()
        for (const pair of known) compared.add(pair)
        return found.splice(start)
      })
      const [nearest] = attempts.sort((a, b) => a.length - b.length)
      found.push(...(nearest ?? []))
    }
  }

  function fields(older: Json, newer: Json, way: Way, at: string): void {
    const [was, is] = [record(older['properties']), record(newer['properties'])]
    const [needed, needs] = [list<string>(older['required']), list<string>(newer['required'])]
    for (const [name, field] of Object.entries(was)) {
      const now = is[name]
      if (now === undefined) {
        say(`${at}.${name}`, way === 'request' ? 'is no longer taken' : 'is gone')
        continue
      }
      schemas(record(field), record(now), way, `${at}.${name}`)
      if (way === 'answer' && needed.includes(name) && !needs.includes(name))
        say(`${at}.${name}`, 'can be missing')
    }
    if (way === 'request')
      for (const name of needs) if (!needed.includes(name)) say(`${at}.${name}`, 'is required')
    const [more, stillMore] = [older['additionalProperties'], newer['additionalProperties']]
    if (way === 'request' && stillMore === false && more !== false)
      say(at, 'refuses fields that it does not know')
    if (typeof more === 'object' && typeof stillMore === 'object')
      schemas(record(more), record(stillMore), way, `${at}{}`)
  }
}

/** The kinds of value a schema allows: unions and type lists taken apart, references followed. Empty: any value. */
function variantsOf(schema: Json, document: ApiDocument, depth = 0): Variant[] {
  const name = nameOf(schema)
  if (depth > 20) return []
  if (name !== undefined)
    return variantsOf(record(record(document.components?.schemas)[name]), document, depth + 1)
  const options = list<Json>(schema['anyOf'] ?? schema['oneOf'])
  if (options.length > 0) return options.flatMap((option) => variantsOf(option, document, depth + 1))
  const parts = list<Json>(schema['allOf'])
  if (parts.length > 0) return [merged(parts.flatMap((part) => variantsOf(part, document, depth + 1)))]
  const values = 'const' in schema ? [schema['const']] : Array.isArray(schema['enum']) ? schema['enum'] : null
  const types = [schema['type'] ?? values?.map(typeOf) ?? []].flat() as string[]
  return [...new Set(types)].map((type) => ({
    type,
    schema,
    literals: type === 'null' ? null : (values?.filter((value) => fits(value, type)) ?? null),
  }))
}

const typeOf = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value
const fits = (value: unknown, type: string): boolean =>
  typeOf(value) === type || (type === 'integer' && Number.isInteger(value))

/** All parts hold at once: their fields together, the later ones over the earlier. */
const merged = (variants: Variant[]): Variant => ({
  type: variants[0]?.type ?? 'object',
  literals: null,
  schema: {
    type: 'object',
    properties: Object.assign({}, ...variants.map(({ schema }) => schema['properties'])),
    required: [...new Set(variants.flatMap(({ schema }) => list<string>(schema['required'])))],
  },
})

const constantOf = (schema: Json, field: string): string | undefined => {
  const property = record(record(schema['properties'])[field])
  return 'const' in property ? String(property['const']) : undefined
}

/** The field that is a constant in every shape. */
const tagOf = (variants: Variant[]): string | undefined =>
  Object.keys(record(variants[0]?.schema['properties'])).find((field) =>
    variants.every(({ schema }) => constantOf(schema, field) !== undefined),
  )

const prose = new Set([
  'description',
  'summary',
  'title',
  'example',
  'examples',
  'tags',
  'default',
  'x-transport',
  'x-module',
])

/** The description without its prose: what a release is compared by. */
export function skeleton(document: ApiDocument): ApiDocument {
  const strip = (value: unknown, isMap = false): unknown => {
    if (Array.isArray(value)) return value.map((item) => strip(item))
    if (typeof value !== 'object' || value === null) return value
    const entries = Object.entries(value).filter(([name]) => isMap || !prose.has(name))
    return Object.fromEntries(
      entries.map(([name, part]) => [
        name,
        strip(part, !isMap && /^(properties|schemas|paths|responses|content)$/.test(name)),
      ]),
    )
  }
  const { openapi, info, paths, components } = document
  return {
    openapi,
    info: { title: record(info)['title'], version: record(info)['version'] },
    paths: strip(paths, true) as Json,
    components: {
      schemas: strip(components?.schemas ?? {}, true) as Json,
      responses: strip(components?.responses ?? {}, true) as Json,
    },
  }
}
