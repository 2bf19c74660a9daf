import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Changes } from '../../features/git/Changes.tsx'
import { History, OneCommit } from '../../features/git/History.tsx'
import { belowFolder } from '../../features/git/paths.ts'
import { cn } from '../../lib/cn.ts'
import { toast } from '../../stores/toast.ts'

const views = ['changes', 'history'] as const

/** The repository of a project: what is not committed, and what was. */
export function GitTab({
  id,
  folder,
  onOpen,
}: {
  id: string
  folder: string | null
  /** A file, as it counts from the folder of the project. */
  onOpen: (path: string) => void
}) {
  const { t } = useTranslation()
  const [view, setView] = useState<(typeof views)[number]>('changes')
  const [branch, setBranch] = useState<string | null>(null)
  const [commit, setCommit] = useState<string | null>(null)
  const place = `project:${id}`
  const open = (path: string) => {
    const below = belowFolder(folder, path)
    if (below === null) toast.info(t('git.outsideProject'))
    else onOpen(below)
  }
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <div className="flex gap-1">
        {views.map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={one === view}
            onClick={() => {
              setView(one)
              setCommit(null)
            }}
            className={cn(
              'rounded-lg px-2.5 py-1 font-medium text-[13px] text-ink-2 hover:bg-hover coarse:py-2.5',
              one === view && 'bg-hover text-ink',
            )}
          >
            {t(`git.tabs.${one}`)}
          </button>
        ))}
      </div>
      <div className="min-w-0 overflow-clip rounded-xl border border-line bg-surface">
        {view === 'changes' && <Changes session={place} onOpen={open} />}
        {view === 'history' && commit === null && (
          <History session={place} branch={branch} onBranch={setBranch} onCommit={setCommit} />
        )}
        {view === 'history' && commit !== null && (
          <OneCommit session={place} sha={commit} onBack={() => setCommit(null)} onOpen={open} />
        )}
      </div>
    </div>
  )
}
