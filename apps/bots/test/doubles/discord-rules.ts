/** What Discord refuses, and how it says so (topics/opcodes-and-status-codes, components/reference). */
import type { IncomingMessage } from 'node:http'
import type { RESTPostAPIChannelMessageJSONBody } from 'discord.js'

export type Files = { name: string; type: string; bytes: Buffer }[]
export type Answer = { status: number; body?: unknown; headers?: Record<string, string> }

export const ok = (body: unknown): Answer => ({ status: 200, body })
export const none: Answer = { status: 204 }
export const refuse = (status: number, code: number, message: string, errors?: object): Answer => ({
  status,
  body: { message, code, ...(errors && { errors }) },
})
export const invalid = (field: string, code: string, message: string): Answer =>
  refuse(400, 50035, 'Invalid Form Body', { [field]: { _errors: [{ code, message }] } })

/** What the real service says of a body that it does not take. */
export function fault(body: RESTPostAPIChannelMessageJSONBody, files: Files, isEdit: boolean): Answer | null {
  // Discord counts code points.
  if (Array.from(body.content ?? '').length > 2000)
    return invalid('content', 'BASE_TYPE_MAX_LENGTH', 'Must be 2000 or fewer in length.')
  if (!isEdit && !body.content?.trim() && files.length === 0)
    return refuse(400, 50006, 'Cannot send an empty message')
  if (body.nonce !== undefined && String(body.nonce).length > 25)
    return invalid('nonce', 'NONCE_TYPE_TOO_LONG', 'Nonce must be 25 or fewer in length.')
  if (files.some(({ bytes }) => bytes.length > 10_485_760))
    return refuse(413, 40005, 'Request entity too large')
  const rows = (body.components ?? []) as { type: number; components: Record<string, unknown>[] }[]
  if (rows.length > 5)
    return invalid('components', 'BASE_TYPE_BAD_LENGTH', 'Must be between 1 and 5 in length.')
  const ids = rows.flatMap(({ components }) => components.map((component) => String(component['custom_id'])))
  if (new Set(ids).size !== ids.length)
    return invalid('components', 'COMPONENT_CUSTOM_ID_DUPLICATED', 'Component custom id cannot be duplicated')
  for (const { components } of rows) {
    if (components.length < 1 || components.length > 5)
      return invalid('components', 'BASE_TYPE_BAD_LENGTH', 'Must be between 1 and 5 in length.')
    for (const component of components) {
      const long = [
        [component['custom_id'], 100],
        [component['label'], 80],
        [component['placeholder'], 150],
      ].some(([text, most]) => typeof text === 'string' && text.length > Number(most))
      const choices = (component['options'] ?? []) as {
        label: string
        value: string
        description?: string
      }[]
      const longChoice = choices.some(
        (c) => c.label.length > 100 || c.value.length > 100 || (c.description?.length ?? 0) > 100,
      )
      if (long || longChoice || choices.length > 25)
        return invalid('components', 'BASE_TYPE_BAD_LENGTH', 'Must be between 1 and 100 in length.')
    }
  }
  return null
}

/** A JSON body, or the `payload_json` and `files[n]` parts of a form. */
export async function parse(
  request: IncomingMessage,
  bytes: Buffer,
): Promise<{ body: Record<string, unknown>; files: Files }> {
  const type = request.headers['content-type'] ?? ''
  if (bytes.length === 0) return { body: {}, files: [] }
  if (!type.startsWith('multipart/')) return { body: JSON.parse(bytes.toString()), files: [] }
  const form = await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData()
  const files: Files = []
  for (const [key, value] of form)
    if (key.startsWith('files[') && typeof value !== 'string')
      files.push({ name: value.name, type: value.type, bytes: Buffer.from(await value.arrayBuffer()) })
  const json = form.get('payload_json')
  return { body: typeof json === 'string' ? JSON.parse(json) : {}, files }
}
