import type { ImportSynced } from '@atrium/schema'
import { useQueryClient } from '@tanstack/react-query'
import { CircleCheck, FolderSearch } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { errorText } from '../../api/errors.ts'
import { findSessions } from '../../api/imports.ts'
import { keys } from '../../api/queries.ts'
import { toast } from '../../stores/toast.ts'
import { Button } from '../../ui/Button.tsx'
import { Section } from '../../ui/Section.tsx'
import { Spinner } from '../../ui/Spinner.tsx'
import { ImportErrors } from './ImportErrors.tsx'

/** Finds what Claude Code was told in the vault's folder of chats without the hub. */
export function FoundSessions() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [busy, setBusy] = useState(false)
  const [found, setFound] = useState<ImportSynced | null>(null)
  const look = async () => {
    setBusy(true)
    try {
      setFound(await findSessions(false))
      await client.invalidateQueries({ queryKey: keys.chats })
    } catch (error) {
      toast.error(errorText(error, t))
    }
    setBusy(false)
  }
  return (
    <Section
      title={t('imports.sessions')}
      note={t('imports.sessionsNote')}
      aside={
        <Button size="sm" disabled={busy} onClick={() => void look()}>
          {busy ? <Spinner /> : <FolderSearch />}
          {t('imports.sessionsLook')}
        </Button>
      }
    >
      <div role="status" className="empty:hidden">
        {found && <Found found={found} />}
      </div>
    </Section>
  )
}

function Found({ found }: { found: ImportSynced }) {
  const { t } = useTranslation()
  const counts = [
    found.synced > 0 && t('imports.made', { count: found.synced }),
    found.updated > 0 && t('imports.updated', { count: found.updated }),
    found.skipped > 0 && t('imports.skipped', { count: found.skipped }),
  ].filter(Boolean)
  const none = counts.length === 0 && found.errors.length === 0
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-2 rounded-xl border border-line bg-surface px-4 py-3">
      {none && <p className="text-ink-2">{t('imports.sessionsNone')}</p>}
      {counts.length > 0 && (
        <p className="flex items-center gap-2">
          <CircleCheck aria-hidden className="size-4.5 shrink-0 text-accent" />
          {counts.join(' · ')}
        </p>
      )}
      <ImportErrors count={found.errors.length} errors={found.errors} />
    </div>
  )
}
