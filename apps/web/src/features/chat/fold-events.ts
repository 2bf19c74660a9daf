import type { ChatEvent, LogEvent, Outcome, Question, StoredAttachment, SuggestedGrant } from '@atrium/schema'

type Of<T extends LogEvent['type']> = Extract<LogEvent, { type: T }>

export type TextItem = { kind: 'text' | 'thinking'; key: string; text: string; parent: string | null }
export type ToolItem = {
  kind: 'tool'
  key: string
  name: string
  input: Record<string, unknown>
  result: string | null
  isError: boolean
  truncated: boolean
  parent: string | null
}
export type PermissionItem = {
  kind: 'permission'
  key: string
  toolUseId: string | null
  toolName: string
  input: Record<string, unknown>
  reason: string | null
  grants: SuggestedGrant[]
  expiresAt: string
  resolved: Resolution | null
}
export type QuestionItem = {
  kind: 'question'
  key: string
  questions: Question[]
  expiresAt: string
  resolved: Resolution | null
}
export type NoteItem = {
  kind: 'warning' | 'compact'
  key: string
  code: string
  title: string
  message: string
}
export type Item = TextItem | ToolItem | PermissionItem | QuestionItem | NoteItem
export type Resolution = Pick<Of<'request_resolved'>, 'decision' | 'answers' | 'by'>

/** What a run does: waiting in the queue, under way, or how it ended. */
export type RunState = 'queued' | 'running' | 'done' | 'aborted' | 'failed' | 'interrupted'

/** One turn of the chat as a page shows it. A changed run is a new object; an unchanged one stays the same. */
export type RunView = {
  id: string
  state: RunState
  message: { id: string; content: string; attachments: StoredAttachment[] } | null
  runner: string | null
  model: string | null
  permissionMode: string | null
  items: Item[]
  outcome: Outcome | null
}

/** A chat as folded from its events. Treat it as read-only; {@link foldEvents} makes the next one. */
export type ChatView = { runs: RunView[]; title: string | null; trustLevel: string | null }

export const emptyView: ChatView = { runs: [], title: null, trustLevel: null }

const ended = { result: 'done', aborted: 'aborted', error: 'failed' } as const

/** Adds events, in the order of the log, to a view. Folding a log in any pieces gives the same view. */
export function foldEvents(view: ChatView, events: readonly ChatEvent[]): ChatView {
  if (events.length === 0) return view
  let { title, trustLevel } = view
  const runs = new Map(view.runs.map((run) => [run.id, run]))
  const touched = new Set<string>()
  for (const event of events) {
    if (!('run_id' in event)) {
      if (event.type === 'reset') {
        runs.clear()
        title = null
      }
      continue
    }
    if (event.type === 'session') {
      title = event.title
      trustLevel = event.trust_level
    }
    const before = runs.get(event.run_id) ?? newRun(event.run_id)
    // One copy for the whole batch: a run of thousands of items grows by many small events.
    const run = touched.has(before.id) ? before : { ...before, items: [...before.items] }
    touched.add(run.id)
    runs.set(run.id, run)
    addToRun(run, event)
  }
  return { runs: withQueue([...runs.values()]), title, trustLevel }
}

const newRun = (id: string): RunView => ({
  id,
  state: 'queued',
  message: null,
  runner: null,
  model: null,
  permissionMode: null,
  items: [],
  outcome: null,
})

/** Changes the run in place; the caller has made it a fresh copy. */
function addToRun(run: RunView, event: LogEvent): void {
  switch (event.type) {
    case 'session':
      run.runner = event.runner
      return
    case 'user_message':
      run.message = { id: event.message_id, content: event.content, attachments: event.attachments }
      return
    case 'result':
    case 'aborted':
    case 'error':
      run.outcome = event
      run.state = event.type === 'error' && event.code === 'interrupted' ? 'interrupted' : ended[event.type]
      return
    case 'prompt_metadata':
      break
    case 'init':
      run.permissionMode = event.permission_mode
      break
    case 'model':
      run.model = event.model
      break
    case 'text':
    case 'thinking':
      growBlock(run.items, event)
      break
    case 'tool_use_start':
      startTool(run.items, event)
      break
    case 'tool_result':
      endTool(run.items, event)
      break
    case 'permission_request':
      addOnce(run.items, {
        kind: 'permission',
        key: event.request_id,
        toolUseId: event.tool_use_id,
        toolName: event.tool_name,
        input: event.input,
        reason: event.reason,
        grants: event.suggested_grants,
        expiresAt: event.expires_at,
        resolved: null,
      })
      break
    case 'user_question':
      addOnce(run.items, {
        kind: 'question',
        key: event.request_id,
        questions: event.questions,
        expiresAt: event.expires_at,
        resolved: null,
      })
      break
    case 'request_resolved':
      resolveRequest(run.items, event)
      break
    case 'warning':
      run.items.push({
        kind: 'warning',
        key: noteKey(run),
        code: event.code,
        title: event.title,
        message: event.message,
      })
      break
    case 'compact':
      run.items.push({
        kind: 'compact',
        key: noteKey(run),
        code: 'compact',
        title: event.trigger,
        message: '',
      })
      break
    default:
      return // A newer hub's event.
  }
  if (run.outcome === null) run.state = 'running'
}

const noteKey = (run: RunView): string => `${run.id}-${run.items.length}`

function addOnce(items: Item[], item: Item): void {
  if (!items.some((other) => other.kind === item.kind && other.key === item.key)) items.push(item)
}

function replaceItem<K extends Item['kind']>(
  items: Item[],
  kind: K,
  key: string,
  change: (item: Extract<Item, { kind: K }>) => Item,
): boolean {
  const at = items.findLastIndex((item) => item.kind === kind && item.key === key)
  const item = items[at]
  if (!item) return false
  items[at] = change(item as Extract<Item, { kind: K }>) // findLastIndex compared the kind
  return true
}

function growBlock(items: Item[], event: Of<'text'> | Of<'thinking'>): void {
  const grown = replaceItem(items, event.type, event.block, (item) => ({
    ...item,
    text: event.content ?? (event.replace ? event.delta : (item as TextItem).text + event.delta), // kind is text or thinking
  }))
  if (grown) return
  items.push({
    kind: event.type,
    key: event.block,
    text: event.content ?? event.delta,
    parent: event.parent_tool_use_id ?? null,
  })
}

function startTool(items: Item[], event: Of<'tool_use_start'>): void {
  const known = replaceItem(items, 'tool', event.id, (item) => ({
    ...item,
    name: event.name,
    input: event.input,
  }))
  if (known) return
  items.push({
    kind: 'tool',
    key: event.id,
    name: event.name,
    input: event.input,
    result: null,
    isError: false,
    truncated: false,
    parent: event.parent_tool_use_id ?? null,
  })
}

function endTool(items: Item[], event: Of<'tool_result'>): void {
  const result = { result: event.result, isError: event.is_error, truncated: event.truncated ?? false }
  if (replaceItem(items, 'tool', event.tool_use_id, (item) => ({ ...item, ...result }))) return
  items.push({
    kind: 'tool',
    key: event.tool_use_id,
    name: '',
    input: {},
    parent: event.parent_tool_use_id ?? null,
    ...result,
  })
}

function resolveRequest(items: Item[], event: Of<'request_resolved'>): void {
  const resolved = { decision: event.decision, answers: event.answers, by: event.by }
  if (replaceItem(items, 'permission', event.request_id, (item) => ({ ...item, resolved }))) return
  replaceItem(items, 'question', event.request_id, (item) => ({ ...item, resolved }))
}

/** A run that has only its message waits while an earlier one has no outcome; else it is about to begin. */
function withQueue(runs: RunView[]): RunView[] {
  let busy = false
  return runs.map((run) => {
    if (run.outcome !== null) return run
    const begun = run.items.length > 0 || run.model !== null || run.permissionMode !== null
    const state = busy && !begun ? 'queued' : 'running'
    busy = true
    return run.state === state ? run : { ...run, state }
  })
}

/** The run that is under way, if any. */
export const liveRun = (view: ChatView): RunView | undefined =>
  view.runs.find((run) => run.state === 'running')

/** All that an agent said in a run, as it would be copied. */
export const runText = (run: RunView): string =>
  run.items
    .filter((item) => item.kind === 'text' && item.parent === null)
    .map((item) => (item as TextItem).text) // the filter has just shown it
    .join('\n\n')
