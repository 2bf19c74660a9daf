import type { AuditEntry, AuditVerified } from '@atrium/schema'
import { useInfiniteQuery } from '@tanstack/react-query'
import { ShieldAlert, ShieldCheck } from 'lucide-react'
import { useDeferredValue, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { auditKey, auditQuery, verifyAudit } from '../../api/approvals.ts'
import { errorText } from '../../api/errors.ts'
import { Select } from '../../layouts/library/inputs.tsx'
import { useAttempt } from '../../layouts/library/use-attempt.ts'
import { formatMoment } from '../../lib/format.ts'
import { Button } from '../../ui/Button.tsx'
import { Input } from '../../ui/Field.tsx'
import { Section } from '../../ui/Section.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { Spinner } from '../../ui/Spinner.tsx'
import { VisibleText } from '../../ui/VisibleText.tsx'

const kinds = {
  all: undefined,
  approvals: 'approval.*',
  rules: 'rule.*',
  access: 'auth.*',
  sessions: 'session.*',
  settings: 'settings.*',
} as const
type Kind = keyof typeof kinds

/** What was done and decided, by whom; and whether the log is whole. */
export function AuditSettings() {
  const { t } = useTranslation()
  const [kind, setKind] = useState<Kind>('all')
  const [session, setSession] = useState('')
  const wanted = useDeferredValue(session.trim())
  const event = kinds[kind]
  const found = useInfiniteQuery(auditQuery({ ...(event && { event }), ...(wanted && { session: wanted }) }))
  const entries = found.data?.pages.flatMap((page) => page.entries) ?? []
  return (
    <Section title={t('settings.audit.title')} note={t('settings.audit.note')} aside={<Verify />}>
      <div className="grid gap-2 sm:grid-cols-[12rem_minmax(0,1fr)]">
        <Select
          aria-label={t('settings.audit.kind')}
          value={kind}
          onChange={(change) => setKind(change.target.value as Kind)}
        >
          {(Object.keys(kinds) as Kind[]).map((one) => (
            <option key={one} value={one}>
              {t(`settings.audit.kinds.${one}`)}
            </option>
          ))}
        </Select>
        <Input
          aria-label={t('settings.audit.session')}
          placeholder={t('settings.audit.session')}
          maxLength={128}
          value={session}
          onChange={(change) => setSession(change.target.value)}
        />
      </div>
      {found.error ? (
        <p role="alert" className="text-danger-ink">
          {errorText(found.error, t)}
        </p>
      ) : found.isPending ? (
        <Skeleton className="h-40 rounded-xl" />
      ) : entries.length === 0 ? (
        <p className="text-ink-3">{t('settings.audit.none')}</p>
      ) : (
        <ol
          aria-label={t('settings.audit.title')}
          className="divide-y divide-line rounded-xl border border-line bg-surface"
        >
          {entries.map((entry) => (
            <Line key={entry.seq} entry={entry} />
          ))}
        </ol>
      )}
      {found.hasNextPage && (
        <div>
          <Button disabled={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
            {found.isFetchingNextPage && <Spinner />}
            {t('settings.audit.more')}
          </Button>
        </div>
      )}
    </Section>
  )
}

function Line({ entry }: { entry: AuditEntry }) {
  const { t, i18n } = useTranslation()
  const facts = Object.entries(entry.facts).map(
    ([name, value]) => `${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`,
  )
  return (
    <li className="grid gap-0.5 px-4 py-2">
      <p className="flex flex-wrap items-baseline gap-x-2">
        <span className="font-medium font-mono text-[13px] [overflow-wrap:anywhere]">{entry.event}</span>
        {entry.session && (
          <span className="text-ink-2 [overflow-wrap:anywhere]">
            <VisibleText text={entry.session} />
          </span>
        )}
        <span className="ml-auto text-[13px] text-ink-3">{formatMoment(entry.at, i18n.language)}</span>
      </p>
      <p className="text-[13px] text-ink-3 [overflow-wrap:anywhere]">
        {entry.label ?? t('settings.audit.hub')}
        {facts.length > 0 && (
          <>
            {' · '}
            <VisibleText text={facts.join(' · ')} />
          </>
        )}
      </p>
    </li>
  )
}

function Verify() {
  const { t } = useTranslation()
  const attempt = useAttempt(auditKey)
  const [busy, setBusy] = useState(false)
  const [result, setResult] = useState<AuditVerified | null>(null)
  const verify = async () => {
    setBusy(true)
    setResult(null)
    await attempt(async () => setResult(await verifyAudit()))
    setBusy(false)
  }
  return (
    <div className="grid justify-items-end gap-1">
      <Button size="sm" disabled={busy} onClick={() => void verify()}>
        {busy && <Spinner />}
        {t('settings.audit.verify')}
      </Button>
      <p role="status" className="text-[13px] [&_svg]:inline [&_svg]:size-4">
        {result?.ok && (
          <span className="text-accent-strong">
            <ShieldCheck aria-hidden /> {t('settings.audit.whole', { count: result.entries })}
          </span>
        )}
        {result?.broken && (
          <span className="text-danger-ink">
            <ShieldAlert aria-hidden /> {t('settings.audit.broken', result.broken)}
          </span>
        )}
      </p>
    </div>
  )
}
