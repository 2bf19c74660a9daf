import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { sandboxQuery } from '../../api/system.ts'
import { Badge } from '../../ui/Badge.tsx'
import { Section } from '../../ui/Section.tsx'

/** Whether agents can be locked in, by what, and what that keeps from them. */
export function SandboxSection() {
  const { t } = useTranslation()
  const sandbox = useQuery(sandboxQuery())
  if (!sandbox.data) return null
  const { available, engine, version, reason_code, isolates_codes } = sandbox.data
  return (
    <Section
      title={t('settings.about.sandbox')}
      note={
        available
          ? [engine, version].filter(Boolean).join(' ')
          : reason_code && t(`settings.sandbox.reasons.${reason_code}`)
      }
      aside={
        <Badge tone={available ? 'good' : 'signal'}>
          {available ? t('settings.sandbox.available') : t('settings.about.missing')}
        </Badge>
      }
    >
      {available && isolates_codes.length > 0 && (
        <ul className="list-disc space-y-1 pl-5 text-ink-2">
          {isolates_codes.map((code) => (
            <li key={code}>{t(`settings.sandbox.isolates.${code}`)}</li>
          ))}
        </ul>
      )}
    </Section>
  )
}
