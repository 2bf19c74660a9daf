import type { Import } from '@atrium/schema'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { CircleCheck, CircleX, FileText } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { importContextsQuery, importsQuery, isGoing, uploadExport } from '../../api/imports.ts'
import { keys } from '../../api/queries.ts'
import { LibraryPage } from '../../layouts/library/LibraryPage.tsx'
import { Loaded } from '../../layouts/library/Loaded.tsx'
import { Progress } from '../../layouts/library/Progress.tsx'
import { Row, Rows } from '../../layouts/library/Rows.tsx'
import { UploadBox } from '../../layouts/library/UploadBox.tsx'
import { formatBytes } from '../../lib/format.ts'
import { paths } from '../../paths.ts'
import { Checkbox } from '../../ui/Checkbox.tsx'
import { Section } from '../../ui/Section.tsx'
import { FoundSessions } from './FoundSessions.tsx'
import { ImportErrors } from './ImportErrors.tsx'

/** Brings the conversations that were had elsewhere. */
export function ImportsPage() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [archived, setArchived] = useState(true)
  const imports = useQuery(importsQuery())
  const going = imports.data?.some(isGoing) ?? false
  // The chats that came are in the lists as soon as it is over.
  useEffect(() => {
    if (!going) return
    return () => {
      void client.invalidateQueries({ queryKey: keys.chats })
      void client.invalidateQueries({ queryKey: [...keys.imports, 'contexts'] })
    }
  }, [going, client])
  return (
    <LibraryPage title={t('places.imports')}>
      <Section title={t('imports.title')} note={t('imports.note')}>
        <UploadBox
          accept=".zip,.json"
          hint={t('imports.hint')}
          send={(file, options) => uploadExport(file, archived, options)}
          onDone={() => void client.invalidateQueries({ queryKey: keys.imports })}
        />
        <Checkbox
          checked={archived}
          onChange={setArchived}
          title={t('imports.archived')}
          note={t('imports.archivedNote')}
        />
      </Section>
      <Loaded query={imports} skeleton={null}>
        {(list) =>
          list.length > 0 && (
            <Section title={t('imports.list')}>
              <ul aria-label={t('imports.list')} className="grid gap-3">
                {list.map((one) => (
                  <OneImport key={one.import_id} one={one} />
                ))}
              </ul>
            </Section>
          )
        }
      </Loaded>
      <FoundSessions />
      <Contexts />
    </LibraryPage>
  )
}

function OneImport({ one }: { one: Import }) {
  const { t, i18n } = useTranslation()
  const counts = [
    t('imports.made', { count: one.imported_count }),
    one.updated_count > 0 && t('imports.updated', { count: one.updated_count }),
    one.skipped_count > 0 && t('imports.skipped', { count: one.skipped_count }),
    one.attachment_count > 0 && t('imports.attachments', { count: one.attachment_count }),
  ].filter(Boolean)
  return (
    <li className="grid grid-cols-[minmax(0,1fr)] gap-2 rounded-xl border border-line bg-surface px-4 py-3">
      <p className="flex gap-2">
        {one.state === 'completed' && (
          <CircleCheck aria-hidden className="mt-0.5 size-4.5 shrink-0 text-accent" />
        )}
        {one.state === 'failed' && <CircleX aria-hidden className="mt-0.5 size-4.5 shrink-0 text-danger" />}
        <span className="min-w-0">
          <span className="mr-2 font-medium [overflow-wrap:anywhere]">
            {one.name ?? t('imports.unnamed')}
          </span>
          <span className="inline-block text-[13px] text-ink-3">
            {[one.source && t(`imports.sources.${one.source}`), formatBytes(one.bytes_total, i18n.language)]
              .filter(Boolean)
              .join(' · ')}
          </span>
        </span>
      </p>
      {isGoing(one) ? (
        <Progress
          label={t(`imports.states.${one.state}`)}
          share={one.bytes_total === 0 ? 0 : Math.min(1, one.bytes_read / one.bytes_total)}
          note={`${t(`imports.states.${one.state}`)} ${counts[0] ?? ''}`}
        />
      ) : (
        <p role="status" className="text-ink-2">
          {one.state === 'failed' ? `${t('imports.states.failed')} ${one.message ?? ''}` : counts.join(' · ')}
        </p>
      )}
      <ImportErrors count={one.error_count} errors={one.errors} />
      {!isGoing(one) && one.session_ids.length > 0 && (
        <p className="flex flex-wrap gap-3 text-[13px]">
          {one.session_ids.slice(0, 3).map((id, at) => (
            <Link key={id} to={paths.chat(id)} className="text-accent underline underline-offset-2">
              {t('imports.open', { number: at + 1 })}
            </Link>
          ))}
          {one.session_ids.length > 3 && (
            <span className="text-ink-3">{t('imports.more', { count: one.session_ids.length - 3 })}</span>
          )}
        </p>
      )}
    </li>
  )
}

function Contexts() {
  const { t } = useTranslation()
  const found = useQuery(importContextsQuery())
  if (!found.data || found.data.files.length === 0) return null
  return (
    <Section title={t('imports.contexts')} note={t('imports.contextsNote')}>
      <Rows label={t('imports.contexts')}>
        {found.data.files.map((file) => (
          <Row
            key={file.path}
            to={paths.files(file.path)}
            name={file.name}
            note={[
              file.description,
              t('imports.facts', { count: file.facts_count }),
              t('imports.entries', { count: file.history_count }),
            ]
              .filter(Boolean)
              .join(' · ')}
            aside={<FileText aria-hidden className="size-4 text-ink-3" />}
          />
        ))}
      </Rows>
    </Section>
  )
}
