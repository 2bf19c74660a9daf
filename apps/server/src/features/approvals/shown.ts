import { visible } from '../../core/visible.ts'

type Input = Record<string, unknown>

/** What says in one field what a tool is about to do. */
const fields: Readonly<Record<string, readonly string[]>> = {
  Bash: ['command'],
  Edit: ['file_path'],
  MultiEdit: ['file_path'],
  Write: ['file_path'],
  Read: ['file_path'],
  NotebookEdit: ['notebook_path'],
  WebFetch: ['url'],
  WebSearch: ['query'],
  Task: ['description', 'prompt'],
  Agent: ['description', 'prompt'],
  ExitPlanMode: ['plan'],
}

/** The whole of what a call is about, as its sender wrote it. */
export function subjectOf(tool: string, input: Input): string {
  for (const field of fields[tool] ?? []) {
    const value = input[field]
    if (typeof value === 'string' && value !== '') return value
  }
  return JSON.stringify(input)
}

/** The same for people: nothing in it hides or moves what stands beside it. */
export const textOf = (tool: string, input: Input): string => visible(subjectOf(tool, input))
