import { z } from 'zod'
import type { Actor, Context } from '../../context.ts'
import type { AppError } from '../../core/errors.ts'
import type { Access } from '../../rest-meta.ts'
import type { HubCaller } from './caller.ts'

/** One call of a tool, checked already: its key may use the tool, and the input is of its schema. */
export type ToolCall = {
  ctx: Context & { actor: Actor }
  /** The hub's own procedures, called as this key. */
  hub: HubCaller
  /** Ends when nobody waits any more: cancelled, gone, or the key revoked. */
  signal: AbortSignal
  /** Tells the caller what happens meanwhile; does nothing when it did not ask for that. */
  progress: (message: string) => void
}

export type Tool<Input extends z.ZodObject = z.ZodObject, Output extends z.ZodObject = z.ZodObject> = {
  /** `[a-z][a-z0-9_]*` */
  name: string
  title: string
  description: string
  /** Scope that a key needs for it; it is not listed for others. */
  access: Access
  /** Whom of those the hub refuses all the same; it is not listed for them either. */
  refuses?: (actor: Actor) => AppError | null
  input: Input
  output: Output
  /** What it does to the world; absent is: it changes something, without destroying anything. */
  hints?: { readOnly?: true; destructive?: true; idempotent?: true }
  /** It may take longer than an ordinary request, and tells of its progress. */
  waits?: true
  run(call: ToolCall, input: z.output<Input>): Promise<z.input<Output>>
}

/** Keeps the types of a tool together while it is written; outside they are checked by its schemas. */
export const tool = <Input extends z.ZodObject, Output extends z.ZodObject>(
  spec: Tool<Input, Output>,
): Tool => spec as unknown as Tool

type Json = Record<string, unknown>

/** Ids of things are for our own document; patterns and examples are more than some clients can take, and we check anyway. */
const left = new Set(['$schema', '$defs', 'id', '$id', 'pattern', 'examples', 'format', 'contentEncoding'])

const made = { input: new WeakMap<z.ZodType, Json>(), output: new WeakMap<z.ZodType, Json>() }

/** A schema as clients of every vendor understand it: JSON Schema without references. Made when it is first asked for. */
export function jsonSchemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const known = made[io].get(schema)
  if (known) return known
  const fresh = toJsonSchema(schema, io)
  made[io].set(schema, fresh)
  return fresh
}

function toJsonSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  const whole: Json = z.toJSONSchema(schema, { io, unrepresentable: 'any' })
  const defs = (whole['$defs'] ?? {}) as Record<string, Json>
  const plain = (node: unknown): unknown => {
    if (Array.isArray(node)) return node.map(plain)
    if (typeof node !== 'object' || node === null) return node
    const { $ref, ...rest } = node as Json
    if (typeof $ref === 'string')
      return { ...(plain(defs[$ref.replace('#/$defs/', '')]) as Json), ...(plain(rest) as Json) }
    return Object.fromEntries(
      Object.entries(rest).flatMap(([key, value]) =>
        key === 'properties' ? [[key, each(value as Json)]] : left.has(key) ? [] : [[key, plain(value)]],
      ),
    )
  }
  /** Names of fields are no words of the schema. */
  const each = (fields: Json): Json =>
    Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, plain(value)]))
  return { ...(plain(whole) as Json), type: 'object' }
}
