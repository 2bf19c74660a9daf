/** JSON Schema as the OpenAPI document holds it. */
export type JsonSchema = { [keyword: string]: unknown }

/** Example values by field: `Schema.field` or `tag/field` where the word means something else there; the first that fits. */
export type Words = Record<string, readonly unknown[]>

type Place = { field: string; tag: string; schemas: readonly string[]; at: string }
type Taking = {
  components: Record<string, JsonSchema>
  words: Words
  /** Whether optional fields are shown: all of an answer, only some of a request. */
  io: 'request' | 'response'
}

/** A value that this schema allows, in the words of the product, and the fields for which there are none. */
export function sample(
  schema: JsonSchema,
  { field = '', tag, owner, ...taking }: Taking & { field?: string; tag: string; owner?: string | undefined },
): { value: unknown; missing: string[] } {
  const missing: string[] = []
  const schemas = owner === undefined ? [] : [owner]
  const value = take(schema, { field, tag, schemas, at: field || owner || 'the body' })
  return { value, missing }

  function take(schema: JsonSchema, place: Place): unknown {
    const id = refOf(schema)
    if (id !== undefined) {
      const target = taking.components[id] ?? {}
      return take(target, {
        ...place,
        schemas: [...place.schemas, id],
        at: place.at === place.field ? id : place.at,
      })
    }
    if ('const' in schema) return schema['const']
    if ('example' in schema) return schema['example']
    const [known] = (schema['examples'] ?? []) as unknown[]
    if (known !== undefined) return known
    const word = wordsOf(place).find((candidate) => fits(candidate, schema, taking.components))
    if (word !== undefined) return word
    const options = (schema['anyOf'] ?? schema['oneOf']) as JsonSchema[] | undefined
    if (options) return take(options.find((option) => option['type'] !== 'null') ?? options[0] ?? {}, place)
    const all = schema['allOf'] as JsonSchema[] | undefined
    if (all) return Object.assign({}, ...all.map((part) => take(part, place)))
    const [first] = (schema['enum'] ?? []) as unknown[]
    if (first !== undefined) return first
    return plain(schema, place)
  }

  function plain(schema: JsonSchema, place: Place): unknown {
    switch (typeOf(schema)) {
      case 'object':
        return object(schema, place)
      case 'array':
        return array(schema, place)
      case 'boolean':
        return false
      case 'integer':
      case 'number':
        return Math.max(Number(schema['minimum'] ?? 0), Number(schema['exclusiveMinimum'] ?? -1) + 1)
      case 'null':
        return null
      case 'string':
        if (typeof schema['default'] === 'string') return schema['default']
        missing.push(place.at)
        return ''
      default:
        return {}
    }
  }

  function object(schema: JsonSchema, place: Place): Record<string, unknown> {
    const properties = Object.entries((schema['properties'] ?? {}) as Record<string, JsonSchema>)
    const required = new Set((schema['required'] ?? []) as string[])
    const few =
      taking.io === 'request' ? Math.max(required.size, 3) - required.size : Number.POSITIVE_INFINITY
    const optional = properties.filter(
      ([name, field]) =>
        !required.has(name) &&
        field['not'] === undefined &&
        !isRepeated(field, place) &&
        !isOrdinarilyAbsent(field, { ...place, field: name }),
    )
    const shown = new Set([...required, ...optional.slice(0, few).map(([name]) => name)])
    const value: Record<string, unknown> = {}
    for (const [name, field] of properties)
      if (shown.has(name)) value[name] = take(field, { ...place, field: name, at: `${place.at}.${name}` })
    const more = schema['additionalProperties']
    if (properties.length > 0 || typeof more !== 'object' || more === null) return value
    const key = take((schema['propertyNames'] ?? { type: 'string' }) as JsonSchema, {
      ...place,
      field: `${place.field}.key`,
      at: `${place.at}.key`,
    })
    return { [String(key)]: take(more as JsonSchema, { ...place, at: `${place.at}.{}` }) }
  }

  /** The first word is `null`, and the field has no other way to be empty. */
  function isOrdinarilyAbsent(schema: JsonSchema, place: Place): boolean {
    return wordsOf(place)[0] === null && !fits(null, schema, taking.components)
  }

  function array(schema: JsonSchema, place: Place): unknown[] {
    const tuple = (schema['prefixItems'] ?? []) as JsonSchema[]
    if (tuple.length > 0) return tuple.map((item) => take(item, place))
    const item = (schema['items'] ?? {}) as JsonSchema
    if (schema['maxItems'] === 0 || isRepeated(item, place)) return []
    const one = take(item, { ...place, at: `${place.at}[]` })
    return Array.from({ length: Math.max(1, Number(schema['minItems'] ?? 1)) }, () => one)
  }

  function wordsOf({ field, tag, schemas }: Place): unknown[] {
    const owner = schemas.findLast((id) => Object.hasOwn(taking.words, `${id}.${field}`))
    return [
      ...((owner === undefined ? undefined : taking.words[`${owner}.${field}`]) ?? []),
      ...(Object.hasOwn(taking.words, `${tag}/${field}`) ? (taking.words[`${tag}/${field}`] ?? []) : []),
      ...(Object.hasOwn(taking.words, field) ? (taking.words[field] ?? []) : []),
    ]
  }
}

/** Name of the shared schema that this one stands for. */
export const refOf = (schema: JsonSchema): string | undefined =>
  typeof schema['$ref'] === 'string' ? schema['$ref'].split('/').at(-1) : undefined

const typeOf = (schema: JsonSchema): unknown =>
  Array.isArray(schema['type']) ? schema['type'].find((type) => type !== 'null') : schema['type']

/** A thing within a thing of its kind: shown once. */
const isRepeated = (schema: JsonSchema, place: Place): boolean => {
  const id = refOf(schema) ?? refOf((schema['items'] ?? {}) as JsonSchema)
  return id !== undefined && place.schemas.includes(id)
}

const kinds: Record<string, (value: unknown) => boolean> = {
  null: (value) => value === null,
  string: (value) => typeof value === 'string',
  boolean: (value) => typeof value === 'boolean',
  integer: Number.isInteger,
  number: (value) => typeof value === 'number',
  array: Array.isArray,
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
}

/** Whether a word may stand here. Looks at a value and one level of it; what it lets through wrongly, the tests catch. */
function fits(value: unknown, schema: JsonSchema, components: Record<string, JsonSchema>): boolean {
  const id = refOf(schema)
  if (id !== undefined) return fits(value, components[id] ?? {}, components)
  const options = (schema['anyOf'] ?? schema['oneOf']) as JsonSchema[] | undefined
  if (options) return options.some((option) => fits(value, option, components))
  if ('const' in schema) return schema['const'] === value
  if (Array.isArray(schema['enum'])) return schema['enum'].includes(value)
  const types = [schema['type'] ?? []].flat() as string[]
  if (types.length > 0 && !types.some((type) => kinds[type]?.(value))) return false
  if (typeof value === 'string') return fitsText(value, schema)
  if (typeof value === 'number')
    return (
      value >= Number(schema['minimum'] ?? Number.NEGATIVE_INFINITY) &&
      value <= Number(schema['maximum'] ?? Number.POSITIVE_INFINITY)
    )
  if (Array.isArray(value))
    return value.every((item) => fits(item, (schema['items'] ?? {}) as JsonSchema, components))
  if (typeof value !== 'object' || value === null) return true
  const required = (schema['required'] ?? []) as string[]
  const properties = (schema['properties'] ?? {}) as Record<string, JsonSchema>
  return (
    required.every((name) => name in value) &&
    Object.entries(value).every(([name, item]) => fits(item, properties[name] ?? {}, components))
  )
}

const fitsText = (value: string, schema: JsonSchema): boolean =>
  value.length >= Number(schema['minLength'] ?? 0) &&
  value.length <= Number(schema['maxLength'] ?? Number.POSITIVE_INFINITY) &&
  (typeof schema['pattern'] !== 'string' || new RegExp(schema['pattern'], 'u').test(value)) &&
  (schema['format'] !== 'date-time' || /^\d{4}-\d\d-\d\dT/.test(value)) &&
  (schema['format'] !== 'uuid' || /^[0-9a-f-]{36}$/.test(value)) &&
  (schema['format'] !== 'uri' || URL.canParse(value))
