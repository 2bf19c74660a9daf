import type { z } from 'zod'

type Kind = 'number' | 'boolean' | 'list'
type Field = { name: string; kind: Kind; item: Kind | null }

/** What the strings of a path or query have to become, field by field; strings stay as they are. */
export type Coercion = readonly Field[]

type Def = {
  type: string
  innerType?: z.ZodType
  in?: z.ZodType
  element?: z.ZodType
  shape?: Record<string, z.ZodType>
}
// zod keeps the kind of a schema in `_zod.def`, typed by subclass; these are the fields that wrappers and containers have
const defOf = (schema: z.ZodType): Def => schema._zod.def as unknown as Def

/** The schema inside optional, nullable, default, catch, readonly and pipe. */
function core(schema: z.ZodType): Def {
  let def = defOf(schema)
  for (let depth = 0; depth < 16; depth++) {
    const inner = def.innerType ?? (def.type === 'pipe' ? def.in : undefined)
    if (!inner) return def
    def = defOf(inner)
  }
  return def
}

function kindOf(schema: z.ZodType): Kind | null {
  const { type } = core(schema)
  if (type === 'number' || type === 'int') return 'number'
  if (type === 'boolean') return 'boolean'
  return type === 'array' ? 'list' : null
}

/** Whether the schema is one object with named fields, and not a union, a pipe or a default of one. */
export const isPlainObject = (schema: z.ZodType): boolean => defOf(schema).type === 'object'

export const fieldsOf = (schema: z.ZodType): Record<string, z.ZodType> => core(schema).shape ?? {}

export function planCoercion(schema: z.ZodType): Coercion {
  return Object.entries(fieldsOf(schema)).flatMap(([name, field]) => {
    const kind = kindOf(field)
    if (kind === null) return []
    const element = core(field).element
    return [{ name, kind, item: element ? kindOf(element) : null }]
  })
}

const booleans = new Map([
  ...['true', '1', 'yes', 'on'].map((text) => [text, true] as const),
  ...['false', '0', 'no', 'off'].map((text) => [text, false] as const),
])

/** A number or boolean written as text; text that is neither stays, so that the schema refuses it. */
function convert(kind: Kind | null, value: unknown): unknown {
  if (typeof value !== 'string') return value
  if (kind === 'number') return /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value
  if (kind === 'boolean') return booleans.get(value.toLowerCase()) ?? value
  return value
}

/** Changes the values in place. */
export function coerce(plan: Coercion, values: Record<string, unknown>): void {
  for (const { name, kind, item } of plan) {
    const value = values[name]
    if (value === undefined) continue
    values[name] =
      kind === 'list'
        ? (Array.isArray(value) ? value : [value]).map((each) => convert(item, each))
        : convert(kind, value)
  }
}
