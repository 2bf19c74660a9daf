import {
  CircleAlert,
  FilePen,
  FileText,
  Globe,
  ListChecks,
  Search,
  SquareTerminal,
  Users,
  Wrench,
} from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { toolSummary } from '../../lib/tool-summary.ts'
import { visibleParts } from '../../lib/visible-text.ts'
import { Spinner } from '../../ui/Spinner.tsx'
import { ToolInput, ToolResult } from '../../ui/ToolInput.tsx'
import type { ToolItem } from './fold-events.ts'
import { Step } from './Step.tsx'

const icons: Record<string, ReactNode> = {
  Bash: <SquareTerminal />,
  Read: <FileText />,
  Write: <FilePen />,
  Edit: <FilePen />,
  NotebookEdit: <FilePen />,
  Glob: <Search />,
  Grep: <Search />,
  WebFetch: <Globe />,
  WebSearch: <Globe />,
  Task: <Users />,
  Agent: <Users />,
  TodoWrite: <ListChecks />,
}

const oneLine = (text: string): string =>
  visibleParts(text.replaceAll(/\s*\n\s*/g, ' ⏎ '))
    .map((part) => ('text' in part ? part.text : part.code))
    .join('')

/** A tool call: what it is about in one line, all of it when unfolded. */
export function ToolCall({
  item,
  live,
  asks,
  children,
}: {
  item: ToolItem
  live: boolean
  /** Whether it waits for a permission. */
  asks: boolean
  children?: ReactNode
}) {
  const { t } = useTranslation()
  const running = live && item.result === null && !asks
  return (
    <Step
      icon={running ? <Spinner /> : item.isError ? <CircleAlert /> : (icons[item.name] ?? <Wrench />)}
      tone={running ? 'live' : item.isError ? 'danger' : 'plain'}
      title={item.name || t('chat.tool')}
      summary={oneLine(toolSummary(item.input))}
      aside={
        <span className="shrink-0 text-ink-3 text-xs">
          {asks ? '' : running ? t('chat.toolRunning') : item.isError ? t('chat.toolFailed') : ''}
        </span>
      }
    >
      <div className="grid grid-cols-[minmax(0,1fr)] gap-2">
        <ToolInput input={item.input} />
        {children}
        {item.result !== null &&
          (item.result === '' ? (
            item.name !== 'TodoWrite' && <p className="text-[13px] text-ink-3">{t('chat.toolNoOutput')}</p>
          ) : (
            <ToolResult text={item.result} isError={item.isError} />
          ))}
        {item.truncated && <p className="text-[13px] text-ink-3">{t('chat.toolTruncated')}</p>}
      </div>
    </Step>
  )
}
