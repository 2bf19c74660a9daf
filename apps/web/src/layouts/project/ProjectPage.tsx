import type { Project } from '@atrium/schema'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { Ellipsis, FolderGit2, FolderSymlink, KanbanSquare, Pencil, Pin, PinOff, Trash2 } from 'lucide-react'
import { lazy, Suspense, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { isRefusal } from '../../api/errors.ts'
import { projectQuery, projectsKey, removeProject, updateProject } from '../../api/projects.ts'
import { MoveProjectDialog } from '../../features/projects/MoveProjectDialog.tsx'
import { PlanTab } from '../../features/projects/PlanTab.tsx'
import { ProjectsPage } from '../../features/projects/ProjectsPage.tsx'
import { SessionsTab } from '../../features/projects/SessionsTab.tsx'
import { type ProjectTab, paths, projectTabs } from '../../paths.ts'
import { confirm } from '../../stores/confirm.ts'
import { buttonStyle } from '../../ui/Button.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../ui/Menu.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { TitleField } from '../../ui/TitleField.tsx'
import { Crumbs } from '../library/Crumbs.tsx'
import { LibraryPage } from '../library/LibraryPage.tsx'
import { Loaded } from '../library/Loaded.tsx'
import { Missing } from '../library/Missing.tsx'
import { useAttempt } from '../library/use-attempt.ts'

const GitTab = lazy(async () => ({ default: (await import('./GitTab.tsx')).GitTab }))
const ProjectFiles = lazy(async () => ({
  default: (await import('../../features/project-files/ProjectFiles.tsx')).ProjectFiles,
}))

/** The list of projects, or one of them; here its rooms meet: plan, files, repository, sessions. */
export function ProjectRoom() {
  const { id } = useParams({ strict: false })
  return id ? <OneProject key={id} id={id} /> : <ProjectsPage />
}

const isTab = (name: string | undefined): name is ProjectTab =>
  name !== undefined && (projectTabs as readonly string[]).includes(name)

function OneProject({ id }: { id: string }) {
  const { t } = useTranslation()
  const { tab: wanted } = useParams({ strict: false })
  const navigate = useNavigate()
  const tab = isTab(wanted) ? wanted : 'plan'
  const found = useQuery(projectQuery(id))
  const name = found.data?.displayName ?? id
  // The file that is open in the tab of files; the repository can open one too.
  const [file, setFile] = useState('')
  const openFile = (path: string) => {
    setFile(path)
    void navigate({ to: paths.projects(id, 'files') })
  }
  useEffect(() => {
    document.title = `${name} · Atrium`
  }, [name])
  if (found.error && isRefusal(found.error, 'not_found'))
    return (
      <LibraryPage
        title={name}
        header={<Crumbs to={paths.projects()} list={t('places.projects')} name={name} />}
      >
        <Missing icon={<FolderGit2 />} to={paths.projects()} list={t('places.projects')} />
      </LibraryPage>
    )
  const header = <Header id={id} name={name} project={found.data} tab={tab} />
  if (tab === 'files')
    return (
      <div className="flex h-full flex-col">
        {header}
        <div className="min-h-0 flex-1">
          <Suspense fallback={<Skeleton className="m-4 h-40 rounded-xl" />}>
            <ProjectFiles source={id} path={file} onPath={setFile} />
          </Suspense>
        </div>
      </div>
    )
  return (
    <div className="flex h-full flex-col">
      {header}
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto w-full max-w-4xl px-4 py-5 pb-16 md:py-7">
          {tab === 'git' && (
            <Suspense fallback={<Skeleton className="h-40 rounded-xl" />}>
              <GitTab id={id} folder={found.data?.path ?? null} onOpen={openFile} />
            </Suspense>
          )}
          {tab === 'sessions' && <SessionsTab id={id} />}
          {tab === 'plan' && <Loaded query={found}>{(project) => <PlanTab project={project} />}</Loaded>}
        </div>
      </div>
    </div>
  )
}

function Header({
  id,
  name,
  project,
  tab,
}: {
  id: string
  name: string
  project: Project | undefined
  tab: ProjectTab
}) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const client = useQueryClient()
  const attempt = useAttempt(projectsKey)
  const [naming, setNaming] = useState(false)
  const [moving, setMoving] = useState(false)
  const rename = (next: string) => {
    setNaming(false)
    const displayName = next.trim()
    if (displayName !== '' && displayName !== name) void attempt(() => updateProject(id, { displayName }))
  }
  const remove = async () => {
    const yes = await confirm({
      title: t('projects.removeTitle', { name }),
      message: t('projects.removeNote'),
      action: t('projects.remove'),
    })
    if (!yes) return
    await attempt(async () => {
      await removeProject(id)
      client.removeQueries({ queryKey: [...projectsKey, id] })
      await navigate({ to: paths.projects() })
    })
  }
  return (
    <>
      <PageHeader
        plain
        title={
          naming ? (
            <TitleField
              label={t('projects.name')}
              value={name}
              maxLength={80}
              onDone={rename}
              onCancel={() => setNaming(false)}
            />
          ) : (
            <Crumbs to={paths.projects()} list={t('places.projects')} name={name} />
          )
        }
        aside={
          <>
            <Link to={paths.board(id)} className={buttonStyle({ size: 'sm' })} title={t('projects.board')}>
              <KanbanSquare />
              <span className="max-sm:sr-only">{t('projects.board')}</span>
            </Link>
            {project && (
              <Menu
                label={t('projects.actions')}
                trigger={
                  <IconButton label={t('projects.actions')}>
                    <Ellipsis />
                  </IconButton>
                }
              >
                <MenuItem
                  icon={project.pinned ? <PinOff /> : <Pin />}
                  onSelect={() => void attempt(() => updateProject(id, { pinned: !project.pinned }))}
                >
                  {project.pinned ? t('projects.unpin', { name }) : t('projects.pin', { name })}
                </MenuItem>
                <MenuItem icon={<Pencil />} onSelect={() => setNaming(true)}>
                  {t('projects.rename')}
                </MenuItem>
                <MenuItem icon={<FolderSymlink />} onSelect={() => setMoving(true)}>
                  {t('projects.move')}
                </MenuItem>
                <MenuSeparator />
                <MenuItem danger icon={<Trash2 />} onSelect={() => void remove()}>
                  {t('projects.remove')}
                </MenuItem>
              </Menu>
            )}
          </>
        }
      />
      <nav aria-label={name} className="border-line border-b px-3 sm:px-4">
        <ul className="-mb-px flex gap-1 overflow-x-auto [scrollbar-width:none]">
          {projectTabs.map((one) => (
            <li key={one}>
              <Link
                to={paths.projects(id, one)}
                activeOptions={{ exact: true }}
                aria-current={one === tab ? 'page' : undefined}
                className="flex h-9 items-center whitespace-nowrap border-transparent border-b-2 px-2.5 text-ink-2 hover:text-ink aria-[current=page]:border-accent aria-[current=page]:font-medium aria-[current=page]:text-ink coarse:h-11"
              >
                {t(`projects.tabs.${one}`)}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      {project && <MoveProjectDialog open={moving} onOpenChange={setMoving} project={project} />}
    </>
  )
}
