import type { ProjectSummary } from '@atrium/schema'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { FolderGit2, Pin, PinOff, Plus, Search, X } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { projectsKey, projectsQuery, updateProject } from '../../api/projects.ts'
import { HeaderAction } from '../../layouts/library/HeaderAction.tsx'
import { LibraryPage } from '../../layouts/library/LibraryPage.tsx'
import { Loaded } from '../../layouts/library/Loaded.tsx'
import { useAttempt } from '../../layouts/library/use-attempt.ts'
import { paths } from '../../paths.ts'
import { Badge } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Input } from '../../ui/Field.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { VisibleText } from '../../ui/VisibleText.tsx'
import { AddProjectDialog } from './AddProjectDialog.tsx'
import { FoundItems } from './FoundItems.tsx'

export function ProjectsPage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const projects = useQuery(projectsQuery())
  const [adding, setAdding] = useState(false)
  const [words, setWords] = useState('')
  const wanted = useDeferredValue(words)
  return (
    <LibraryPage
      title={t('places.projects')}
      aside={
        projects.data?.length ? (
          <HeaderAction primary icon={<Plus />} label={t('projects.add')} onClick={() => setAdding(true)} />
        ) : null
      }
    >
      <Loaded query={projects}>
        {(list) =>
          list.length === 0 ? (
            <EmptyState
              icon={<FolderGit2 />}
              title={t('projects.emptyTitle')}
              actions={
                <Button size="sm" variant="primary" onClick={() => setAdding(true)}>
                  <Plus />
                  {t('projects.add')}
                </Button>
              }
            >
              {t('projects.empty')}
            </EmptyState>
          ) : (
            <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
              <SearchField words={words} onWords={setWords} />
              {wanted.trim() === '' ? (
                <ul aria-label={t('places.projects')} className="grid grid-cols-1 gap-3 sm:grid-cols-2">
                  {list.map((project) => (
                    <ProjectCard key={project.id} project={project} />
                  ))}
                </ul>
              ) : (
                <FoundItems words={wanted} />
              )}
            </div>
          )
        }
      </Loaded>
      <AddProjectDialog
        open={adding}
        onOpenChange={setAdding}
        onDone={(id) => void navigate({ to: paths.projects(id) })}
      />
    </LibraryPage>
  )
}

function SearchField({ words, onWords }: { words: string; onWords: (words: string) => void }) {
  const { t } = useTranslation()
  return (
    <div className="relative">
      <Search aria-hidden className="absolute top-1/2 left-3 size-4 -translate-y-1/2 text-ink-3" />
      <Input
        type="search"
        aria-label={t('projects.search')}
        placeholder={t('projects.search')}
        className="px-9 [&::-webkit-search-cancel-button]:hidden"
        value={words}
        onChange={(event) => onWords(event.target.value)}
      />
      {words !== '' && (
        <IconButton
          label={t('projects.clearSearch')}
          className="absolute top-0.5 right-0.5"
          onClick={() => onWords('')}
        >
          <X />
        </IconButton>
      )}
    </div>
  )
}

function ProjectCard({ project }: { project: ProjectSummary }) {
  const { t } = useTranslation()
  const attempt = useAttempt(projectsKey)
  const { id, displayName, path, pinned, dev, backlogCount } = project
  const share = dev.total === 0 ? 0 : dev.done / dev.total
  const said = [
    dev.version !== null && t('projects.progress', { done: dev.done, total: dev.total }),
    backlogCount > 0 && t('projects.inBacklog', { count: backlogCount }),
  ].filter(Boolean)
  return (
    <li className="relative grid grid-cols-[minmax(0,1fr)] content-start gap-2 rounded-xl border border-line bg-surface p-4 has-[a:hover]:border-line-strong has-[a:hover]:bg-hover">
      <div className="flex items-start gap-2">
        <div className="min-w-0 flex-1">
          <Link
            to={paths.projects(id)}
            className="font-medium [overflow-wrap:anywhere] after:absolute after:inset-0 after:rounded-xl"
          >
            <VisibleText text={displayName} />
          </Link>
          <p className="truncate text-[13px] text-ink-3" title={path}>
            {path}
          </p>
        </div>
        <IconButton
          label={
            pinned ? t('projects.unpin', { name: displayName }) : t('projects.pin', { name: displayName })
          }
          aria-pressed={pinned}
          className="-mt-1 -mr-1 relative"
          onClick={() => void attempt(() => updateProject(id, { pinned: !pinned }))}
        >
          {pinned ? <PinOff /> : <Pin />}
        </IconButton>
      </div>
      <div className="flex flex-wrap gap-1.5">
        {pinned && <Badge tone="good">{t('projects.pinned')}</Badge>}
        {dev.version !== null && <Badge>v{dev.version}</Badge>}
        {project.discovered && <Badge>{t('projects.discovered')}</Badge>}
        {!project.available && <Badge tone="danger">{t('projects.folderGone')}</Badge>}
        {project.available && project.missing && <Badge>{t('projects.noPlan')}</Badge>}
        {project.problem !== null && <Badge tone="danger">{t('projects.planBroken')}</Badge>}
      </div>
      {dev.total > 0 && (
        <progress
          className="meter"
          aria-label={t('projects.progressOf', { name: displayName })}
          max={1}
          value={share}
        />
      )}
      {said.length > 0 && <p className="text-[13px] text-ink-3">{said.join(' · ')}</p>}
    </li>
  )
}
