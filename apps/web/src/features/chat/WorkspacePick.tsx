import type { Workspace } from '@atrium/schema'
import { useQuery } from '@tanstack/react-query'
import { Boxes } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { workspacesQuery } from '../../api/workspaces.ts'
import { Button } from '../../ui/Button.tsx'
import { Menu, MenuChoices } from '../../ui/Menu.tsx'

/** The workspace a chat begins in; not there while there are none. */
export function WorkspacePick({
  value,
  onChoose,
}: {
  value: string | null
  onChoose: (workspace: Workspace | null) => void
}) {
  const { t } = useTranslation()
  const workspaces = useQuery(workspacesQuery()).data ?? []
  if (workspaces.length === 0) return null
  const name = workspaces.find(({ slug }) => slug === value)?.name ?? value
  return (
    <Menu
      side="top"
      align="start"
      label={t('chat.workspace')}
      trigger={
        <Button
          size="sm"
          variant="ghost"
          aria-label={`${t('chat.workspace')}: ${name ?? t('chat.noWorkspace')}`}
          title={t('chat.workspace')}
          className="min-w-8 shrink gap-1.5 px-2 font-normal text-ink-2"
        >
          <Boxes />
          <span className="max-w-32 truncate max-sm:sr-only">{name ?? t('chat.workspace')}</span>
        </Button>
      }
    >
      <MenuChoices
        label={t('chat.workspace')}
        value={value ?? ''}
        choices={[
          { value: '', title: t('chat.noWorkspace') },
          ...workspaces.map(({ slug, name: title, description }) => ({
            value: slug,
            title,
            note: description || null,
          })),
        ]}
        onChoose={(slug) => onChoose(workspaces.find((one) => one.slug === slug) ?? null)}
      />
    </Menu>
  )
}
