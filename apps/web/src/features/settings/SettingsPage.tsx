import { Link, Navigate, useParams } from '@tanstack/react-router'
import {
  ArrowUpCircle,
  Bell,
  Bot,
  Info,
  KeyRound,
  ScrollText,
  Server,
  SlidersHorizontal,
  SquareTerminal,
} from 'lucide-react'
import { type ComponentType, lazy, type ReactNode, Suspense, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { paths, type SettingsSection, settingsSections } from '../../paths.ts'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { AboutSettings } from './AboutSettings.tsx'
import { AccessSettings } from './AccessSettings.tsx'
import { AgentSettings } from './AgentSettings.tsx'
import { GeneralSettings } from './GeneralSettings.tsx'
import { NotificationSettings } from './NotificationSettings.tsx'

/** Few look at these, and they are the longest. */
const AuditSettings = lazy(async () => ({ default: (await import('./AuditSettings.tsx')).AuditSettings }))

const HubSettings = lazy(async () => ({ default: (await import('./HubSettings.tsx')).HubSettings }))
const UpdateSettings = lazy(async () => ({ default: (await import('./UpdateSettings.tsx')).UpdateSettings }))
const LogSettings = lazy(async () => ({ default: (await import('./LogSettings.tsx')).LogSettings }))

const sections: Record<SettingsSection, { icon: ReactNode; Body: ComponentType }> = {
  general: { icon: <SlidersHorizontal />, Body: GeneralSettings },
  agents: { icon: <Bot />, Body: AgentSettings },
  notifications: { icon: <Bell />, Body: NotificationSettings },
  access: { icon: <KeyRound />, Body: AccessSettings },
  audit: { icon: <ScrollText />, Body: AuditSettings },
  hub: { icon: <Server />, Body: HubSettings },
  updates: { icon: <ArrowUpCircle />, Body: UpdateSettings },
  logs: { icon: <SquareTerminal />, Body: LogSettings },
  about: { icon: <Info />, Body: AboutSettings },
}

const isSection = (name: string | undefined): name is SettingsSection =>
  name !== undefined && (settingsSections as readonly string[]).includes(name)

export function SettingsPage() {
  const { t } = useTranslation()
  const { section } = useParams({ strict: false })
  useEffect(() => {
    const page = isSection(section) ? `${t(`settings.${section}.title`)} · ` : ''
    document.title = `${page}${t('settings.title')} · Atrium`
  }, [t, section])
  const list = useRef<HTMLUListElement>(null)
  // On a phone the sections are one line that is longer than the screen.
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- another section is what moves it
  useEffect(() => {
    list.current
      ?.querySelector('[data-status=active]')
      ?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [section])
  if (!isSection(section)) return <Navigate to={paths.settings()} replace />
  const { Body } = sections[section]
  return (
    <div className="flex h-full flex-col">
      <PageHeader title={t('settings.title')} />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto grid max-w-4xl grid-cols-[minmax(0,1fr)] gap-x-10 gap-y-5 px-4 py-5 md:grid-cols-[11rem_minmax(0,1fr)] md:py-8">
          <nav aria-label={t('settings.title')} className="min-w-0">
            <ul ref={list} className="-mx-1 flex gap-1 overflow-x-auto p-1 [scrollbar-width:none] md:grid">
              {settingsSections.map((name) => (
                <li key={name}>
                  <Link
                    to={paths.settings(name)}
                    className="flex items-center gap-2.5 whitespace-nowrap rounded-lg px-2.5 py-1.5 max-sm:px-2 text-ink-2 hover:bg-hover data-[status=active]:bg-accent-soft data-[status=active]:font-medium data-[status=active]:text-ink coarse:py-2.5 [&_svg]:size-4 max-sm:[&_svg]:hidden"
                  >
                    {sections[name].icon}
                    {t(`settings.${name}.title`)}
                  </Link>
                </li>
              ))}
            </ul>
          </nav>
          <div className="grid min-w-0 content-start gap-9 pb-16">
            <Suspense fallback={null}>
              <Body />
            </Suspense>
          </div>
        </div>
      </div>
    </div>
  )
}
