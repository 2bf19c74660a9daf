import { useTranslation } from 'react-i18next'
import { otherFields, type Todo, todosOf, toolEdit } from '../lib/tool-summary.ts'
import { VisibleText } from './VisibleText.tsx'

const box =
  'max-h-80 overflow-auto whitespace-pre-wrap rounded-lg border border-line bg-code px-3 py-2 font-mono text-[12.5px] leading-normal [overflow-wrap:anywhere]'

/** The whole input of a call, nothing hidden: command or edit first, every other field by name. */
export function ToolInput({ input }: { input: Record<string, unknown> }) {
  const { t } = useTranslation()
  const edit = toolEdit(input)
  const command = typeof input['command'] === 'string' ? input['command'] : null
  const todos = todosOf(input)
  const rest = otherFields(input, [
    ...(edit ? ['old_string', 'new_string'] : []),
    ...(command === null ? [] : ['command']),
    ...(todos ? ['todos'] : []),
  ])
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-2">
      {command !== null && (
        <pre className={box} tabIndex={0} role="group" aria-label={t('chat.toolCommand')}>
          <VisibleText text={command} />
        </pre>
      )}
      {edit && (
        <pre className={box} tabIndex={0} role="group" aria-label={t('chat.toolChange')}>
          {edit.removed && (
            <EditLines sign="−" text={edit.removed} className="bg-danger-soft text-danger-ink" />
          )}
          {edit.added && (
            <EditLines sign="+" text={edit.added} className="bg-accent-soft text-accent-strong" />
          )}
        </pre>
      )}
      {todos && (
        <ul className="grid gap-1">
          {todos.map((todo, index) => (
            <li key={index} className="flex items-start gap-2">
              <span
                role="img"
                aria-label={t(`chat.todo.${todo.status}`)}
                className="w-4 shrink-0 text-center text-accent-strong"
              >
                {todoSigns[todo.status]}
              </span>
              <span className={todo.status === 'completed' ? 'text-ink-3 line-through' : 'text-ink'}>
                <VisibleText text={todo.content} />
              </span>
            </li>
          ))}
        </ul>
      )}
      {rest.length > 0 && (
        <dl className="grid gap-x-3 gap-y-1 text-[13px] sm:grid-cols-[auto_minmax(0,1fr)]">
          {rest.map(([key, value]) => (
            <div key={key} className="contents">
              <dt className="text-ink-3">{key}</dt>
              <dd className="max-h-60 min-w-0 overflow-auto whitespace-pre-wrap font-mono text-[12.5px] [overflow-wrap:anywhere]">
                <VisibleText text={value} />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  )
}

const todoSigns: Record<Todo['status'], string> = { pending: '○', in_progress: '◐', completed: '✓' }

const EditLines = ({ sign, text, className }: { sign: string; text: string; className: string }) => (
  <span className={`block ${className}`}>
    {text.split('\n').map((line, index) => (
      <span key={index} className="block pl-4 -indent-4">
        <span aria-hidden className="inline-block w-4 select-none indent-0 opacity-70">
          {sign}
        </span>
        <VisibleText text={line} />
      </span>
    ))}
  </span>
)

/** What a call gave back, as plain text. */
export function ToolResult({ text, isError }: { text: string; isError: boolean }) {
  const { t } = useTranslation()
  return (
    <pre
      className={`${box} ${isError ? 'border-danger-line bg-danger-soft text-danger-ink' : ''}`}
      tabIndex={0}
      role="group"
      aria-label={t('chat.toolResult')}
    >
      <VisibleText text={text} />
    </pre>
  )
}
