import { examples } from './examples.ts'
import { type JsonSchema, refOf, sample } from './openapi-sample.ts'
import { words } from './openapi-words.ts'

type Media = { schema?: JsonSchema; example?: unknown; examples?: Record<string, { value: unknown }> }
type Content = { content?: Record<string, Media> }
type Parameter = { name: string; in: string; required?: boolean; schema?: JsonSchema; example?: unknown }
export type Exemplified = {
  tags?: string[]
  parameters?: unknown
  requestBody?: unknown
  responses: Record<string, unknown>
}
type Schemas = Record<string, JsonSchema>

/** Media types whose bodies are bytes: there is nothing to show. */
export const isBytes = (mediaType: string): boolean => !/json|event-stream|form-data|^text\//.test(mediaType)

const isEvents = (mediaType: string): boolean => mediaType === 'text/event-stream'

/**
 * Gives every parameter of a path, body and answer its example: the payload of `examples.ts`, or one made from the schema's own
 * examples and the words for its fields.
 *
 * @returns the fields for which there is no word
 */
export function addExamples(door: string, operation: Exemplified, components: Schemas): string[] {
  const missing: string[] = []
  const tag = operation.tags?.[0] ?? ''
  const payload = examples[door]
  const make = (
    schema: JsonSchema,
    io: 'request' | 'response',
    more: { field?: string; owner?: string } = {},
  ) => {
    const made = sample(schema, { components, words, io, tag, ...more })
    missing.push(...made.missing)
    return made.missing.length > 0 ? undefined : made.value
  }
  for (const parameter of (operation.parameters ?? []) as Parameter[])
    if (parameter.in === 'path' || parameter.required)
      give(parameter, make(parameter.schema ?? {}, 'request', { field: parameter.name }))
  const fill = (holder: Content | undefined, io: 'request' | 'response', known: unknown) => {
    for (const [mediaType, media] of Object.entries(holder?.content ?? {})) {
      if (isBytes(mediaType) || !media.schema) continue
      if (isEvents(mediaType))
        giveEvents(media, components, payload?.events, (kind, owner) =>
          make(kind, io, owner === undefined ? {} : { owner }),
        )
      else give(media, known ?? make(media.schema, io))
    }
  }
  fill(operation.requestBody as Content | undefined, 'request', payload?.request)
  for (const [status, answer] of Object.entries(operation.responses))
    if (/^[12]\d\d$/.test(status)) fill(answer as Content, 'response', payload?.response)
  return missing
}

function give(holder: { example?: unknown }, value: unknown): void {
  if (value !== undefined) holder.example = value
}

/** One example for each kind of event, under its name. */
function giveEvents(
  media: Media,
  components: Schemas,
  known: readonly unknown[] | undefined,
  make: (schema: JsonSchema, owner?: string) => unknown,
): void {
  const owner = refOf(media.schema ?? {})
  const schema = owner === undefined ? (media.schema ?? {}) : (components[owner] ?? {})
  const kinds = ((schema['anyOf'] ?? schema['oneOf']) as JsonSchema[] | undefined) ?? [schema]
  const values = known ?? kinds.map((kind) => make(kind, owner)).filter((value) => value !== undefined)
  const named = values.map((value, at) => {
    const { type } = value as { type?: unknown }
    return [typeof type === 'string' ? type : `event-${at + 1}`, { value }] as const
  })
  if (named.length > 0) media.examples = Object.fromEntries(named)
}
