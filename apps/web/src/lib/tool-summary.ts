const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

/** What a tool call is about, in one line: its command, path, pattern or address. */
export function toolSummary(input: Record<string, unknown>): string {
  for (const key of [
    'command',
    'file_path',
    'path',
    'notebook_path',
    'pattern',
    'query',
    'url',
    'description',
    'prompt',
  ])
    if (text(input[key])) return String(input[key])
  const todos = todosOf(input)
  if (todos) {
    const now =
      todos.find(({ status }) => status === 'in_progress') ?? todos.find(({ status }) => status === 'pending')
    const done = todos.filter(({ status }) => status === 'completed').length
    return `${done}/${todos.length}${now ? ` · ${now.content}` : ''}`
  }
  return (
    Object.values(input)
      .map(text)
      .find((value) => value !== null) ?? ''
  )
}

/** Lines taken out and put in by an edit; null when the call is no edit. */
export function toolEdit(input: Record<string, unknown>): { removed: string; added: string } | null {
  const removed = input['old_string']
  const added = input['new_string']
  return typeof removed === 'string' && typeof added === 'string' ? { removed, added } : null
}

/** Plan that an agent wants approved; null when the request is about something else. */
export const planOf = (toolName: string, input: Record<string, unknown>): string | null =>
  toolName === 'ExitPlanMode' ? text(input['plan']) : null

/** The rest of an input, without what is shown in a form of its own. */
export function otherFields(input: Record<string, unknown>, shown: readonly string[]): [string, string][] {
  return Object.entries(input)
    .filter(([key]) => !shown.includes(key))
    .map(([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value, null, 2)])
}

export type Todo = { content: string; status: 'pending' | 'in_progress' | 'completed' }

/** The things to do that an agent has written down; null when the call is about something else. */
export function todosOf(input: Record<string, unknown>): Todo[] | null {
  const { todos } = input
  if (!Array.isArray(todos) || todos.length === 0) return null
  const found = todos.flatMap((todo: unknown): Todo[] => {
    const { content, status } = (todo ?? {}) as { content?: unknown; status?: unknown } // looked at below
    if (typeof content !== 'string') return []
    return [{ content, status: status === 'completed' || status === 'in_progress' ? status : 'pending' }]
  })
  return found.length === todos.length ? found : null
}
