import type { Card } from '@atrium/schema'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { Archive, Kanban, Plus } from 'lucide-react'
import { lazy, Suspense, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { boardProjectsQuery, cardsQuery } from '../../api/board.ts'
import { Select } from '../../layouts/library/inputs.tsx'
import { Loaded } from '../../layouts/library/Loaded.tsx'
import { useOnce } from '../../lib/use-once.ts'
import { paths } from '../../paths.ts'
import { Button, buttonStyle } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { BoardColumns } from './BoardColumns.tsx'
import { CardDialog } from './CardDialog.tsx'
import { SnapshotsDialog } from './SnapshotsDialog.tsx'

/** Brings the view of changes with it. */
const ReviewDialog = lazy(async () => ({ default: (await import('./ReviewDialog.tsx')).ReviewDialog }))

/** What is open over the board. */
export type Opened =
  | { what: 'new' }
  | { what: 'card'; card: Card }
  | { what: 'review'; card: Card }
  | { what: 'snapshots' }

export function BoardPage() {
  const { t } = useTranslation()
  const { project } = useParams({ strict: false })
  const navigate = useNavigate()
  const cards = useQuery(cardsQuery(project))
  const projects = useQuery(boardProjectsQuery())
  const [opened, setOpened] = useState<Opened | null>(null)
  const close = () => setOpened(null)
  const reviewWanted = useOnce(opened?.what === 'review')
  const title = t('places.board')
  useEffect(() => {
    document.title = `${title} · Atrium`
  }, [title])
  const all = projects.data ?? []
  const nameOf = (id: string): string => all.find((one) => one.id === id)?.displayName ?? id
  return (
    <div className="flex h-full flex-col">
      <PageHeader
        title={title}
        aside={
          <>
            {all.length > 0 && (
              <Select
                aria-label={t('board.filter')}
                className="w-36 sm:w-48"
                value={project ?? ''}
                onChange={(event) => void navigate({ to: paths.board(event.target.value || undefined) })}
              >
                <option value="">{t('board.allProjects')}</option>
                {all.map(({ id, displayName }) => (
                  <option key={id} value={id}>
                    {displayName}
                  </option>
                ))}
              </Select>
            )}
            <IconButton label={t('board.snapshots')} onClick={() => setOpened({ what: 'snapshots' })}>
              <Archive />
            </IconButton>
            {all.length > 0 && (
              <IconButton variant="primary" label={t('board.new')} onClick={() => setOpened({ what: 'new' })}>
                <Plus />
              </IconButton>
            )}
          </>
        }
      />
      <div className="min-h-0 flex-1">
        <Loaded query={projects}>
          {() =>
            all.length === 0 ? (
              <EmptyState
                icon={<Kanban />}
                title={t('board.noProjects')}
                actions={
                  <Link to={paths.projects()} className={buttonStyle({ variant: 'primary', size: 'sm' })}>
                    <Plus />
                    {t('board.addProject')}
                  </Link>
                }
              >
                <p>{t('board.noProjectsNote')}</p>
              </EmptyState>
            ) : (
              <Loaded query={cards}>
                {(list) =>
                  list.length === 0 ? (
                    <EmptyState
                      icon={<Kanban />}
                      title={t('board.emptyTitle')}
                      actions={
                        <Button size="sm" variant="primary" onClick={() => setOpened({ what: 'new' })}>
                          <Plus />
                          {t('board.new')}
                        </Button>
                      }
                    >
                      <p>{t('board.empty')}</p>
                    </EmptyState>
                  ) : (
                    <BoardColumns
                      cards={list}
                      projectId={project}
                      nameOf={project === undefined ? nameOf : null}
                      onOpen={setOpened}
                    />
                  )
                }
              </Loaded>
            )
          }
        </Loaded>
      </div>
      <CardDialog
        key={opened?.what === 'card' ? opened.card.id : 'new'}
        open={opened?.what === 'new' || opened?.what === 'card'}
        card={opened?.what === 'card' ? opened.card : null}
        projects={all}
        projectId={project}
        onClose={close}
      />
      <Suspense fallback={null}>
        {reviewWanted && (
          <ReviewDialog card={opened?.what === 'review' ? opened.card : null} onClose={close} />
        )}
      </Suspense>
      <SnapshotsDialog open={opened?.what === 'snapshots'} nameOf={nameOf} onClose={close} />
    </div>
  )
}
