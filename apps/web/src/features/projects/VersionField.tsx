import { Pencil } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../../ui/IconButton.tsx'
import { TitleField } from '../../ui/TitleField.tsx'
import type { Change } from './use-plan.ts'

/** The version of a section, and the way to change it. */
export function VersionField({
  section,
  version,
  change,
}: {
  section: 'released' | 'dev'
  version: string
  change: Change
}) {
  const { t } = useTranslation()
  const [editing, setEditing] = useState(false)
  const done = (next: string) => {
    setEditing(false)
    const wanted = next.trim().replace(/^v(?=\d)/, '')
    if (wanted !== '' && wanted !== version) void change({ action: 'set-version', section, version: wanted })
  }
  if (editing)
    return (
      <TitleField
        label={t('projects.version')}
        value={version}
        maxLength={40}
        onDone={done}
        onCancel={() => setEditing(false)}
      />
    )
  return (
    <span className="flex items-center gap-1">
      <span className="tabular-nums">v{version}</span>
      <IconButton
        label={t('projects.changeVersion', { section: t(`projects.sections.${section}`) })}
        onClick={() => setEditing(true)}
      >
        <Pencil />
      </IconButton>
    </span>
  )
}
