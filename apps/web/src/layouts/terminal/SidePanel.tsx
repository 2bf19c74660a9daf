import type { Session } from '@atrium/schema'
import { X } from 'lucide-react'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Branches } from '../../features/git/Branches.tsx'
import { Changes } from '../../features/git/Changes.tsx'
import { History, OneCommit } from '../../features/git/History.tsx'
import { belowFolder } from '../../features/git/paths.ts'
import { OpenFile } from '../../features/project-files/OpenFile.tsx'
import { ProjectFiles } from '../../features/project-files/ProjectFiles.tsx'
import { cn } from '../../lib/cn.ts'
import { useMedia } from '../../lib/use-media.ts'
import { toast } from '../../stores/toast.ts'
import { Drawer } from '../../ui/Drawer.tsx'
import { IconButton } from '../../ui/IconButton.tsx'

const tabs = ['changes', 'history', 'branches', 'files'] as const
type Tab = (typeof tabs)[number]

/** A file that the terminal named. */
export type Wanted = { path: string; line?: number | undefined; at: number }

/** What lies where a terminal is: changes, history and branches of its repository, and its files. Beside the terminal, or over it. */
export function SidePanel({
  session,
  wanted,
  onClose,
}: {
  session: Session
  wanted: Wanted | null
  onClose: () => void
}) {
  const { t } = useTranslation()
  const beside = useMedia('(min-width: 1100px)')
  const panel = <Panel session={session} wanted={wanted} onClose={onClose} />
  if (beside)
    return (
      <aside
        aria-label={t('git.panel')}
        className="flex w-[46%] min-w-100 max-w-3xl shrink-0 flex-col border-line border-l bg-page"
      >
        {panel}
      </aside>
    )
  return (
    <Drawer open onOpenChange={(open) => !open && onClose()} title={t('git.panel')} side="right">
      <div className="flex h-full flex-col bg-page">{panel}</div>
    </Drawer>
  )
}

function Panel({
  session,
  wanted,
  onClose,
}: {
  session: Session
  wanted: Wanted | null
  onClose: () => void
}) {
  const { t } = useTranslation()
  const [tab, setTab] = useState<Tab>('changes')
  const [branch, setBranch] = useState<string | null>(null)
  const [commit, setCommit] = useState<string | null>(null)
  const [file, setFile] = useState<Wanted | null>(null)
  const last = useRef<number | null>(null)
  const open = (path: string, line?: number) => {
    const below = belowFolder(session.path, path)
    if (below === null) toast.info(t('git.outside'))
    else setFile({ path: below, line, at: Date.now() })
  }
  // What was clicked in the terminal is shown once, also when the panel was open.
  if (wanted && wanted.at !== last.current) {
    last.current = wanted.at
    setFile(wanted)
  }
  const source = `session:${session.name}`
  const list = useRef<HTMLDivElement>(null)
  const choose = (next: Tab) => {
    setTab(next)
    setFile(null)
    setCommit(null)
    if (next !== 'history') setBranch(null)
  }
  return (
    <>
      <div className="flex h-11 shrink-0 items-center gap-1 border-line border-b pr-1.5 pl-2">
        <div
          ref={list}
          role="tablist"
          aria-label={t('git.panel')}
          className="flex min-w-0 flex-1 gap-0.5 overflow-x-auto"
          onKeyDown={(event) => {
            const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
            if (step === 0) return
            const next = tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length] ?? tab
            choose(next)
            list.current?.querySelector<HTMLElement>(`[data-tab="${next}"]`)?.focus()
          }}
        >
          {tabs.map((one) => (
            <button
              key={one}
              type="button"
              role="tab"
              id={`panel-tab-${one}`}
              data-tab={one}
              aria-selected={one === tab}
              aria-controls="panel-content"
              tabIndex={one === tab ? 0 : -1}
              onClick={() => choose(one)}
              className={cn(
                'whitespace-nowrap rounded-lg px-2 py-1 font-medium sm:px-2.5 text-[13px] text-ink-2 hover:bg-hover coarse:py-2',
                one === tab && 'bg-hover text-ink',
              )}
            >
              {t(`git.tabs.${one}`)}
            </button>
          ))}
        </div>
        <IconButton label={t('common.close')} onClick={onClose}>
          <X />
        </IconButton>
      </div>
      <div
        role="tabpanel"
        id="panel-content"
        aria-labelledby={`panel-tab-${tab}`}
        tabIndex={0}
        className="min-h-0 flex-1 overflow-y-auto outline-offset-[-2px]"
      >
        {file ? (
          <OpenFile
            key={`${file.path} ${file.at}`}
            source={source}
            path={file.path}
            line={file.line}
            onClose={() => setFile(null)}
            onWanted={() => choose('files')}
          />
        ) : tab === 'changes' ? (
          <Changes session={session.name} onOpen={open} />
        ) : tab === 'branches' ? (
          <Branches
            session={session.name}
            onBranch={(name) => {
              setBranch(name)
              setCommit(null)
              setTab('history')
            }}
          />
        ) : tab === 'files' ? (
          <ProjectFiles source={source} />
        ) : commit ? (
          <OneCommit
            session={session.name}
            sha={commit}
            onBack={() => setCommit(null)}
            onOpen={(path) => open(path)}
          />
        ) : (
          <History session={session.name} branch={branch} onBranch={setBranch} onCommit={setCommit} />
        )}
      </div>
    </>
  )
}
