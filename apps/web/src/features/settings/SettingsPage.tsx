import { Link, Navigate, useParams } from '@tanstack/react-router'
import { Bot, Info, KeyRound, SlidersHorizontal } from 'lucide-react'
import { type ComponentType, type ReactNode, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { paths, type SettingsSection, settingsSections } from '../../paths.ts'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { AboutSettings } from './AboutSettings.tsx'
import { AccessSettings } from './AccessSettings.tsx'
import { AgentSettings } from './AgentSettings.tsx'
import { GeneralSettings } from './GeneralSettings.tsx'

const sections: Record<SettingsSection, { icon: ReactNode; Body: ComponentType }> = {
  general: { icon: <SlidersHorizontal />, Body: GeneralSettings },
  agents: { icon: <Bot />, Body: AgentSettings },
  access: { icon: <KeyRound />, Body: AccessSettings },
  about: { icon: <Info />, Body: AboutSettings },
}

const isSection = (name: string | undefined): name is SettingsSection =>
  name !== undefined && (settingsSections as readonly string[]).includes(name)

export function SettingsPage() {
  const { t } = useTranslation()
  const { section } = useParams({ strict: false })
  useEffect(() => {
    document.title = `${t('settings.title')} · Atrium`
  }, [t])
  if (!isSection(section)) return <Navigate to={paths.settings()} replace />
  const { Body } = sections[section]
  return (
    <div className="flex h-full flex-col">
      <PageHeader title={t('settings.title')} />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto grid max-w-4xl grid-cols-[minmax(0,1fr)] gap-x-10 gap-y-5 px-4 py-5 md:grid-cols-[11rem_minmax(0,1fr)] md:py-8">
          <nav aria-label={t('settings.title')} className="min-w-0">
            <ul className="-mx-1 flex gap-1 overflow-x-auto p-1 [scrollbar-width:none] md:grid">
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
            <Body />
          </div>
        </div>
      </div>
    </div>
  )
}
