import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { Boxes, Plus } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { workspacesQuery } from '../../api/workspaces.ts'
import { HeaderAction } from '../../layouts/library/HeaderAction.tsx'
import { LibraryPage } from '../../layouts/library/LibraryPage.tsx'
import { Loaded } from '../../layouts/library/Loaded.tsx'
import { Row, Rows } from '../../layouts/library/Rows.tsx'
import { paths } from '../../paths.ts'
import { Badge } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { OneWorkspace } from './OneWorkspace.tsx'
import { WorkspaceDialog } from './WorkspaceDialog.tsx'

export function WorkspacesPage() {
  const { slug } = useParams({ strict: false })
  return slug ? <OneWorkspace key={slug} slug={slug} /> : <WorkspaceList />
}

function WorkspaceList() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const workspaces = useQuery(workspacesQuery())
  const [making, setMaking] = useState(false)
  const add = (
    <Button size="sm" variant="primary" onClick={() => setMaking(true)}>
      <Plus />
      {t('workspaces.new')}
    </Button>
  )
  return (
    <LibraryPage
      title={t('places.workspaces')}
      aside={
        workspaces.data?.length ? (
          <HeaderAction primary icon={<Plus />} label={t('workspaces.new')} onClick={() => setMaking(true)} />
        ) : null
      }
    >
      <Loaded query={workspaces}>
        {(list) =>
          list.length === 0 ? (
            <EmptyState icon={<Boxes />} title={t('workspaces.emptyTitle')} actions={add}>
              {t('workspaces.empty')}
            </EmptyState>
          ) : (
            <Rows label={t('places.workspaces')}>
              {list.map((workspace) => (
                <Row
                  key={workspace.slug}
                  to={paths.workspaces(workspace.slug)}
                  name={workspace.name}
                  badges={
                    workspace.trust_level !== 'full' && (
                      <Badge>{t(`chat.trustLevels.${workspace.trust_level}`)}</Badge>
                    )
                  }
                  note={workspace.description || workspace.working_directory}
                />
              ))}
            </Rows>
          )
        }
      </Loaded>
      <WorkspaceDialog
        open={making}
        onOpenChange={setMaking}
        onDone={({ slug }) => void navigate({ to: paths.workspaces(slug) })}
      />
    </LibraryPage>
  )
}
