import { useTranslation } from 'react-i18next'
import { cn } from '../../lib/cn.ts'

const letters: Record<string, string> = {
  modified: 'M',
  staged: 'S',
  added: 'A',
  deleted: 'D',
  renamed: 'R',
  untracked: 'U',
  conflict: '!',
  within: '•',
}
const looks: Record<string, string> = {
  added: 'text-accent-strong',
  staged: 'text-accent-strong',
  untracked: 'text-accent-strong',
  deleted: 'text-danger-ink',
  conflict: 'text-danger-ink',
}

/** What git sees of a file, as one letter. */
export function GitBadge({ state }: { state: string | null }) {
  const { t } = useTranslation()
  const letter = state === null ? undefined : letters[state]
  if (!letter || state === null) return null
  const name = t(`projectFiles.git.${state as 'modified'}`)
  return (
    <span
      role="img"
      aria-label={name}
      title={name}
      className={cn('w-4 shrink-0 text-center font-mono text-[12px]', looks[state] ?? 'text-signal-ink')}
    >
      {letter}
    </span>
  )
}
