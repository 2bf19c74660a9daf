/** Puts hooks into the settings of an agent and takes them out again, as text to text; all the rest stays as it is. */
import { StartError } from '@atrium/server'

type Json = Record<string, unknown>
export type Addition = {
  /** By event, the entry to add to its list. */
  entries: Record<string, unknown>
  /** What takes the place of the person's status line; null leaves it alone. */
  statusLine: Json | null
}
/** What has to be known to undo an addition after other parts were edited. */
export type Added = Addition & {
  /** The status line that was there; null for none. */
  previous: Json | null
}

/** @throws StartError misconfigured when the file is not what an agent would read, too; nothing is changed then */
export function addHooks(
  text: string | null,
  addition: Addition,
  file: string,
): { text: string; added: Added } {
  const settings = parse(text ?? '{}', file)
  const hooks = objectIn(settings, 'hooks', file) ?? {}
  for (const [event, entry] of Object.entries(addition.entries)) {
    const list = hooks[event] ?? []
    if (!Array.isArray(list)) throw unreadable(file, `'hooks.${event}' is no list`)
    hooks[event] = [...list, entry]
  }
  settings['hooks'] = hooks
  const previous = addition.statusLine ? objectIn(settings, 'statusLine', file) : null
  if (addition.statusLine) settings['statusLine'] = { ...previous, ...addition.statusLine }
  return { text: print(settings, text), added: { ...addition, previous } }
}

/** The text without what was added, whatever else was changed in it; null when nothing of the person is left in it. */
export function removeHooks(text: string, added: Added, file: string): string | null {
  const settings = parse(text, file)
  const hooks = objectIn(settings, 'hooks', file)
  for (const [event, entry] of Object.entries(added.entries)) {
    const list = hooks?.[event]
    if (!hooks || !Array.isArray(list)) continue
    const commands = new Set(commandsOf(entry))
    const left = list.flatMap((one: unknown) => withoutCommands(one, commands))
    if (left.length > 0) hooks[event] = left
    else delete hooks[event]
  }
  if (hooks && Object.keys(hooks).length === 0) delete settings['hooks']
  const line = settings['statusLine']
  if (added.statusLine && isObject(line) && line['command'] === added.statusLine['command']) {
    if (added.previous) settings['statusLine'] = added.previous
    else delete settings['statusLine']
  }
  return Object.keys(settings).length === 0 ? null : print(settings, text)
}

/** Whether all that was added is still there. */
export function hasHooks(text: string, added: Added): boolean {
  try {
    const hooks = JSON.parse(text).hooks as Record<string, unknown[]> | undefined
    return Object.entries(added.entries).every(([event, entry]) => {
      const [command] = commandsOf(entry)
      return hooks?.[event]?.some((one) => commandsOf(one).includes(command ?? '')) ?? false
    })
  } catch {
    return false
  }
}

/** A matcher may have got hooks of the person beside ours. */
function withoutCommands(entry: unknown, commands: ReadonlySet<string>): unknown[] {
  if (!isObject(entry) || !Array.isArray(entry['hooks'])) return [entry]
  const hooks = entry['hooks'].filter(
    (hook: unknown) => !(isObject(hook) && commands.has(String(hook['command']))),
  )
  if (hooks.length === entry['hooks'].length) return [entry]
  return hooks.length === 0 ? [] : [{ ...entry, hooks }]
}

const commandsOf = (entry: unknown): string[] =>
  isObject(entry) && Array.isArray(entry['hooks'])
    ? entry['hooks'].flatMap((hook: unknown) =>
        isObject(hook) && typeof hook['command'] === 'string' ? hook['command'] : [],
      )
    : []

/** Numbers stay written as they are. What carries them is of this Node, and not yet in the types. */
const raw = JSON as unknown as {
  rawJSON(text: string): unknown
  isRawJSON(value: unknown): boolean
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !raw.isRawJSON(value)

function objectIn(settings: Json, field: string, file: string): Json | null {
  const value = settings[field]
  if (value === undefined) return null
  if (!isObject(value)) throw unreadable(file, `'${field}' is no object`)
  return value
}

const unreadable = (file: string, why: string): StartError =>
  new StartError('misconfigured', `${file} is left as it is: ${why}. Correct it and try again`)

const keepNumbers = ((_key: string, value: unknown, context: { source?: string }) =>
  typeof value === 'number' && context.source !== undefined ? raw.rawJSON(context.source) : value) as (
  key: string,
  value: unknown,
) => unknown

function parse(text: string, file: string): Json {
  let value: unknown
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ''), keepNumbers)
  } catch (error) {
    const hasComments = /^\s*\/[/*]/m.test(text) ? ' (comments cannot be kept)' : ''
    throw unreadable(file, `it is not plain JSON${hasComments}: ${(error as Error).message}`)
  }
  if (!isObject(value)) throw unreadable(file, 'it is no object')
  return value
}

/** As it was printed before: the same indent, and the same end. */
function print(value: Json, like: string | null): string {
  const indent = /^[{[]\r?\n([ \t]+)/.exec(like ?? '')?.[1] ?? (like && !/\n./.test(like.trim()) ? '' : '  ')
  const end = like === null ? '\n' : (/\s*$/.exec(like)?.[0] ?? '')
  return JSON.stringify(value, null, indent) + end
}
