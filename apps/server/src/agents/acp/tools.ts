// Puts the tool calls of any agent into the words that permissions, rules and the console know. Pure.
import { isAbsolute, resolve } from 'node:path'
import { limits } from '@atrium/schema'
import { headOf } from '../../core/text.ts'
import { type Json, list, record, text } from '../claude-json.ts'

/** What is known of a tool call by now; later news replaces what it names. */
export type KnownCall = {
  id: string
  kind: string | null
  title: string
  name: string | null
  status: string | null
  input: Json
  output: unknown
  content: Json[]
  paths: string[]
  /** Output that the agent sends beside the protocol for a terminal of its own. */
  printed: string
}

/** A call as the hub names it. */
export type NamedCall = { name: string; input: Record<string, unknown> }

const maxContent = 200
const maxPaths = 100

export const newCall = (id: string): KnownCall => ({
  id,
  kind: null,
  title: '',
  name: null,
  status: null,
  input: {},
  output: undefined,
  content: [],
  paths: [],
  printed: '',
})

const given = (value: unknown): boolean => value !== undefined && value !== null

/** Takes in what a `tool_call`, a `tool_call_update` or a permission request says of a call. */
export function learn(call: KnownCall, news: Json): void {
  call.kind = text(news['kind']) ?? call.kind
  call.title = text(news['title']) ?? call.title
  call.name = text(news['name']) ?? call.name
  call.status = text(news['status']) ?? call.status
  const input = news['rawInput']
  if (typeof input === 'string') call.input = { input }
  else if (given(input)) call.input = { ...call.input, ...record(input) }
  if (given(news['rawOutput'])) call.output = news['rawOutput']
  if (Array.isArray(news['content'])) call.content = list(news['content']).slice(0, maxContent).map(record)
  if (Array.isArray(news['locations']))
    call.paths = list(news['locations'])
      .slice(0, maxPaths)
      .flatMap((location) => text(record(location)['path']) ?? [])
  const printed = text(record(record(news['_meta'])['terminal_output_delta'])['data'])
  if (printed !== null && call.printed.length < limits.toolResultBytes)
    call.printed = headOf(call.printed + printed, limits.toolResultBytes)
}

const firstText = (input: Json, names: readonly string[]): string | null => {
  for (const name of names) {
    const value = text(input[name])
    if (value !== null && value !== '') return value
  }
  return null
}

const pathNames = [
  'file_path',
  'filePath',
  'filepath',
  'abs_path',
  'absolute_path',
  'path',
  'file',
  'fileName',
]
const without = (input: Json, names: readonly string[]): Json =>
  Object.fromEntries(Object.entries(input).filter(([name]) => !names.includes(name)))

/** A line that says the same to a shell, whatever the words hold. */
const quoted = (words: readonly string[]): string =>
  words
    .map((word) => (/^[\w@%+=:,./~-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`))
    .join(' ')

export const commandLine = (command: string, args: readonly string[]): string => quoted([command, ...args])

const commandNames = ['command', 'cmd', 'script']
function commandOf({ input, title }: KnownCall): string {
  const command = input['command'] ?? input['cmd']
  if (Array.isArray(command)) return quoted(command.filter((word) => typeof word === 'string'))
  return firstText(input, commandNames) ?? title
}

type Diff = { path: string; old: string; new: string }

const diffsOf = ({ content }: KnownCall): Diff[] =>
  content.flatMap((part) => {
    const path = text(part['path'])
    if (part['type'] !== 'diff' || path === null) return []
    return [{ path, old: text(part['oldText']) ?? '', new: text(part['newText']) ?? '' }]
  })

/** Every file that a change is about: what it shows, what its input names, and where it says to be. */
function changedFiles(call: KnownCall, folder: string): string[] {
  const named = pathNames.flatMap((name) => text(call.input[name]) ?? [])
  const more = ['destination', 'new_path', 'newPath', 'to', 'target'].flatMap(
    (name) => text(call.input[name]) ?? [],
  )
  const perFile = Object.keys(record(call.input['changes'] ?? call.input['fileChanges']))
  const all = [...diffsOf(call).map(({ path }) => path), ...named, ...perFile, ...more, ...call.paths]
  return [...new Set(all.filter((path) => path !== '').map((path) => resolve(folder, path)))]
}

function changes(call: KnownCall, folder: string): NamedCall[] {
  const files = changedFiles(call, folder)
  const diffs = diffsOf(call)
  const operation = call.kind === 'edit' ? {} : { operation: call.kind ?? 'edit' }
  const named = files.map((path) => {
    const diff = diffs.find((one) => resolve(folder, one.path) === path)
    const rest = files.length > 1 ? {} : without(call.input, [...pathNames, ...(diff ? ['diff'] : [])])
    return {
      name: diff && diff.old === '' && call.kind === 'edit' ? 'Write' : 'Edit',
      input: {
        file_path: path,
        ...operation,
        ...rest,
        ...(diff &&
          (diff.old === '' ? { content: diff.new } : { old_string: diff.old, new_string: diff.new })),
      },
    }
  })
  // Nothing says which file: a person has to look, whatever the trust.
  return named.length > 0 ? named : [{ name: 'Edit', input: { title: call.title, ...call.input } }]
}

const todoNames = /^(todo_?write|update_?plan|write_?todos)$/i
const hubWords =
  /^(Bash|Read|Write|Edit|MultiEdit|NotebookRead|NotebookEdit|Glob|Grep|LS|LSP|WebFetch|WebSearch|Skill|Task|Agent|TaskOutput|TodoWrite|ToolSearch|EnterPlanMode|ExitPlanMode|AskUserQuestion)$/
const isName = /^[\w.:/-]{1,64}$/

function other(call: KnownCall): NamedCall {
  const called = call.name ?? call.title
  const todos = call.input['todos']
  if (todoNames.test(called) && Array.isArray(todos)) return { name: 'TodoWrite', input: { todos } }
  const name = isName.test(called) ? called : 'Tool'
  // The hub's own words are kept for what the hub itself knows about.
  const own = hubWords.test(name)
  const about = call.title === name || call.title === '' ? {} : { title: call.title }
  return { name: own ? `tool:${name}` : name, input: { ...about, ...call.input } }
}

function contentText(call: KnownCall): string {
  return call.content
    .flatMap((part) => (part['type'] === 'content' ? (text(record(part['content'])['text']) ?? []) : []))
    .join('\n')
}

/**
 * A call in the hub's words; the first is the one that is shown. What touches several files is several calls, since each is
 * to be allowed for itself.
 */
export function namedCalls(call: KnownCall, folder: string): [NamedCall, ...NamedCall[]] {
  const { kind, input, title, paths } = call
  const about = (names: readonly string[]) => without(input, names)
  switch (kind) {
    case 'execute': {
      const cwd = text(input['cwd']) ?? text(input['workdir'])
      const elsewhere = cwd !== null && resolve(folder, cwd) !== resolve(folder) ? { cwd } : {}
      const said = commandNames.find((name) => given(input[name]) && input[name] !== '') ?? ''
      const rest = about([said, 'cwd', 'workdir'])
      return [{ name: 'Bash', input: { ...rest, command: commandOf(call), ...elsewhere } }]
    }
    case 'read': {
      const named = firstText(input, pathNames)
      const files = [...new Set([...(named === null ? [] : [named]), ...paths])].map((path) =>
        isAbsolute(path) ? path : resolve(folder, path),
      )
      const [first = resolve(folder, title)] = files
      const rest = files.slice(1).map((path) => ({ name: 'Read', input: { file_path: path } }))
      return [{ name: 'Read', input: { file_path: first, ...about(pathNames) } }, ...rest]
    }
    case 'edit':
    case 'delete':
    case 'move': {
      const [first, ...rest] = changes(call, folder)
      return first ? [first, ...rest] : [{ name: 'Edit', input }]
    }
    case 'search': {
      const pattern = firstText(input, ['pattern', 'query', 'regex', 'glob']) ?? title
      const path = firstText(input, ['path', 'dir', 'directory', 'dir_path']) ?? paths[0] ?? folder
      return [{ name: 'Grep', input: { ...input, pattern, path: resolve(folder, path) } }]
    }
    case 'fetch':
      return [{ name: 'WebFetch', input: { ...(title !== '' && { title }), ...input } }]
    case 'switch_mode':
      return [
        {
          name: 'ExitPlanMode',
          input: { plan: text(input['plan']) ?? contentText(call), ...about(['plan']) },
        },
      ]
    case null:
    default:
      return [other(call)]
  }
}

/** What a call gave back, as plain text; `terminal` knows what ran in terminals of the hub. */
export function resultOf(
  call: KnownCall,
  shown: Record<string, unknown>,
  terminal: (id: string) => string | null,
): string {
  const parts = call.content.flatMap((part): string[] => {
    switch (part['type']) {
      case 'content':
        return [plainContent(record(part['content']))]
      case 'terminal':
        return [terminal(text(part['terminalId']) ?? '') ?? '']
      case 'diff': {
        const path = text(part['path']) ?? ''
        const isShown =
          path === shown['file_path'] && (shown['new_string'] ?? shown['content']) === part['newText']
        return isShown ? [] : [`${path}\n${text(part['newText']) ?? ''}`]
      }
      default:
        return []
    }
  })
  const said = [...parts, call.printed].filter((part) => part !== '').join('\n')
  return headOf(said === '' ? outputText(call.output) : said, limits.toolResultBytes)
}

function outputText(output: unknown): string {
  if (output === undefined || output === null) return ''
  if (typeof output === 'string') return output
  const { output: inner, error, formatted_output: formatted } = record(output)
  for (const part of [formatted, inner, error]) if (typeof part === 'string') return part
  return JSON.stringify(output, null, 1)
}

/** A block of content as plain text: what cannot be shown as text is named. */
export function plainContent(block: Json): string {
  switch (block['type']) {
    case 'text':
      return text(block['text']) ?? ''
    case 'image':
    case 'audio':
      return `[${String(block['type'])}: ${text(block['mimeType']) ?? 'unknown type'}]`
    case 'resource_link':
      return `[${text(block['name']) ?? 'link'}](${text(block['uri']) ?? ''})`
    case 'resource': {
      const resource = record(block['resource'])
      return text(resource['text']) ?? `[resource: ${text(resource['uri']) ?? ''}]`
    }
    default:
      return ''
  }
}
