import { useQuery, useQueryClient } from '@tanstack/react-query'
import { AppWindow, ExternalLink } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { errorText } from '../../api/errors.ts'
import { portsQuery, previewKey, previewQuery, selectPort } from '../../api/preview.ts'
import { toast } from '../../stores/toast.ts'
import { Badge } from '../../ui/Badge.tsx'
import { Button, buttonStyle } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { Section } from '../../ui/Section.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { VisibleText } from '../../ui/VisibleText.tsx'

/** Programs of this machine that serve pages, and the way to look at them. */
export function PreviewPage() {
  const { t } = useTranslation()
  const config = useQuery(previewQuery())
  useEffect(() => {
    document.title = `${t('preview.title')} · Atrium`
  }, [t])
  return (
    <div className="flex h-full flex-col">
      <PageHeader title={t('preview.title')} />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto grid max-w-4xl grid-cols-[minmax(0,1fr)] gap-6 px-4 py-5 pb-16 md:py-7">
          {config.error && (
            <p role="alert" className="text-danger-ink">
              {errorText(config.error, t)}
            </p>
          )}
          {config.isPending && <Skeleton className="h-40 rounded-xl" />}
          {config.data?.enabled === false && (
            <EmptyState icon={<AppWindow />} title={t('preview.off')}>
              {t('preview.offNote')}
            </EmptyState>
          )}
          {config.data?.enabled && <Ports allowed={config.data.ports} host={config.data.host ?? ''} />}
        </div>
      </div>
    </div>
  )
}

const isHere = /^(localhost|127\.|\[::1\])|\.localhost$/

function Ports({ allowed, host }: { allowed: number[]; host: string }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const ports = useQuery(portsQuery())
  const [held, setHeld] = useState<string | null>(null)
  const select = async (port: number | null) => {
    try {
      const { url } = await selectPort(port)
      setHeld(null)
      if (url === undefined) return
      const opened = window.open(url, '_blank')
      // The address is good once: it is offered only where the window was held back.
      if (opened) opened.opener = null
      else setHeld(url)
    } catch (error) {
      toast.error(errorText(error, t))
    } finally {
      await client.invalidateQueries({ queryKey: previewKey })
    }
  }
  // What is open stands first.
  const inOrder = (ports.data ?? []).toSorted(
    (a, b) => Number(allowed.includes(b.port)) - Number(allowed.includes(a.port)) || a.port - b.port,
  )
  return (
    <Section
      title={t('preview.ports')}
      note={t('preview.note')}
      aside={
        allowed.length > 0 && (
          <Button size="sm" onClick={() => void select(null)}>
            {t('preview.close')}
          </Button>
        )
      }
    >
      {host.endsWith('.localhost') && !isHere.test(location.hostname) && (
        <p className="rounded-xl border border-signal-line bg-signal-soft px-4 py-2.5">
          {t('preview.localOnly', { host })}
        </p>
      )}
      {held !== null && (
        <p role="status" className="flex flex-wrap items-center gap-3">
          {t('preview.popup')}
          <a href={held} target="_blank" rel="noopener noreferrer" className={buttonStyle({ size: 'sm' })}>
            <ExternalLink />
            {t('preview.openLink')}
          </a>
        </p>
      )}
      {ports.isPending && <Skeleton className="h-24 rounded-xl" />}
      {ports.error && (
        <p role="alert" className="text-danger-ink">
          {errorText(ports.error, t)}
        </p>
      )}
      {ports.data?.length === 0 && (
        <EmptyState icon={<AppWindow />} title={t('preview.none')}>
          {t('preview.noneNote')}
        </EmptyState>
      )}
      {ports.data && ports.data.length > 0 && (
        <ul className="divide-y divide-line rounded-xl border border-line bg-surface">
          {inOrder.map(({ port, process }) => (
            <li key={port} className="flex items-center gap-3 px-4 py-2.5">
              <div className="min-w-0 flex-1">
                <p className="flex flex-wrap items-center gap-2">
                  <span className="font-medium font-mono">{port}</span>
                  {allowed.includes(port) && <Badge tone="good">{t('preview.shown')}</Badge>}
                </p>
                <p className="truncate text-[13px] text-ink-3">
                  {process === '' ? t('preview.unknown') : <VisibleText text={process} />}
                </p>
              </div>
              <Button
                size="sm"
                aria-label={t('preview.openLabel', { port })}
                onClick={() => void select(port)}
              >
                <ExternalLink />
                {t('preview.open')}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
