// What a module says it is made of, bounded and checked before anything of it is believed or shown.
import { limits } from '@atrium/schema'
import { Cron } from 'croner'
import { z } from 'zod'

const schemaDepth = 32

/** Whether a JSON Schema holds a reference, or is nested too deep to be looked through. */
function isAwkward(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (depth > schemaDepth || '$ref' in value || '$dynamicRef' in value) return true
  return Object.values(value).some((each) => isAwkward(each, depth + 1))
}

const JsonSchema = z
  .record(z.string(), z.unknown())
  .refine((schema) => schema['type'] === undefined || schema['type'] === 'object', 'must be of type object')
  .refine((schema) => !isAwkward(schema), 'must not use $ref, nor be nested too deep')

/** `/a/{b}/c/{d+}` */
const path = z
  .string()
  .max(200)
  .regex(
    /^(\/([a-z0-9][a-z0-9._-]*|\{[A-Za-z_]\w*\}))*(\/\{[A-Za-z_]\w*\+\})?$/,
    'must be like /entries/{id}; a last {name+} takes slashes',
  )
  .min(2)

const Route = z.object({
  method: z.enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
  path,
  summary: z.string().min(1).max(200),
  scope: z.enum(['chat', 'files', 'admin']).default('chat'),
  input: JsonSchema.optional(),
  output: z
    .record(z.string(), z.unknown())
    .refine((schema) => !isAwkward(schema), 'must not use $ref')
    .optional(),
})

const Tool = z.object({
  name: z.string().regex(/^[a-z][a-z0-9_]{0,63}$/, 'must be like search_notes'),
  description: z.string().min(1).max(4_000),
  inputSchema: JsonSchema,
  readOnly: z.boolean().default(false),
})

const Job = z
  .object({
    name: z.string().min(1).max(limits.nameChars),
    cron: z.string().max(100),
    timezone: z.string().max(100).optional(),
  })
  .superRefine(({ cron, timezone }, context) => {
    const message = cronProblem(cron, timezone)
    if (message !== null) context.addIssue({ code: 'custom', path: ['cron'], message })
  })

function cronProblem(cron: string, timezone: string | undefined): string | null {
  if (cron.trim().split(/\s+/).length !== 5)
    return 'must have five fields: minute, hour, day, month, day of the week'
  try {
    new Cron(cron, { paused: true, ...(timezone !== undefined && { timezone }) }).nextRun()
    return null
  } catch (error) {
    return error instanceof Error ? error.message : 'is not a cron expression'
  }
}

const unique =
  <Item>(key: (item: Item) => string, what: string) =>
  (items: Item[], context: z.RefinementCtx<Item[]>): void => {
    const seen = new Set<string>()
    for (const item of items) {
      if (seen.has(key(item)))
        context.addIssue({ code: 'custom', message: `${what} ${key(item)} is there twice` })
      seen.add(key(item))
    }
  }

const Description = z.object({
  routes: z
    .array(Route)
    .max(limits.moduleRoutes)
    .superRefine(unique(({ method, path: at }) => `${method} ${at.replace(/\{\w+/g, '{')}`, 'The route')),
  tools: z
    .array(Tool)
    .max(50)
    .superRefine(unique(({ name }) => name, 'The tool')),
  hooks: z.array(z.string().regex(/^[a-z][a-z0-9_-]*(\.[a-z0-9_-]+)+$/, 'must be names of events')).max(50),
  schedule: z
    .array(Job)
    .max(20)
    .superRefine(unique(({ name }) => name, 'The job')),
  starts: z.boolean(),
})

export type Description = z.infer<typeof Description>
export type DescribedRoute = Description['routes'][number]

/** @throws Error with one sentence that names what is wrong */
export function readDescription(said: unknown): Description {
  const parsed = Description.safeParse(said)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new Error(`${issue?.path.join('.')} ${issue?.message}`)
  }
  if (JSON.stringify(parsed.data).length > limits.moduleDescriptionBytes)
    throw new Error('it describes itself at too great a length')
  return parsed.data
}

/** The route that takes a path below the module, with what stands in its parameters. Literal parts win over parameters. */
export function matchRoute(
  routes: readonly DescribedRoute[],
  method: string,
  below: string,
): { index: number; params: Record<string, string> } | { allowed: string[] } | null {
  const parts = below.split('/').slice(1)
  if (parts.length > 1 && parts.at(-1) === '') parts.pop()
  const matches = routes.flatMap((route, index) => {
    const params = paramsOf(route.path, parts)
    return params === null ? [] : [{ index, route, params }]
  })
  const own = matches
    .filter(({ route }) => route.method === method)
    .sort((one, other) => Object.keys(one.params).length - Object.keys(other.params).length)
  const [best] = own
  if (best) return { index: best.index, params: best.params }
  return matches.length > 0 ? { allowed: matches.map(({ route }) => route.method) } : null
}

function paramsOf(pattern: string, parts: readonly string[]): Record<string, string> | null {
  const wanted = pattern.split('/').slice(1)
  const params: Record<string, string> = {}
  for (const [at, want] of wanted.entries()) {
    const rest = /^\{(\w+)\+\}$/.exec(want)?.[1]
    const part = rest === undefined ? parts[at] : parts.slice(at).join('/')
    if (part === undefined || part === '') return null
    const name = rest ?? /^\{(\w+)\}$/.exec(want)?.[1]
    if (name === undefined) {
      if (want !== part) return null
    } else params[name] = part
    if (rest !== undefined) return params
  }
  return wanted.length === parts.length ? params : null
}
