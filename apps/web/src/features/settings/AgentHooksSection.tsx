import { useTranslation } from 'react-i18next'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { Section } from '../../ui/Section.tsx'

const commands = ['atrium hooks install', 'atrium hooks install codex', 'atrium hooks status'] as const

/** How agents that were not started here come to tell what they do. */
export function AgentHooksSection() {
  const { t } = useTranslation()
  return (
    <Section title={t('settings.agentHooks.title')} note={t('settings.agentHooks.note')}>
      <ul className="grid gap-1.5">
        {commands.map((command, at) => (
          <li
            key={command}
            className="flex flex-wrap items-center gap-x-3 gap-y-0.5 rounded-xl border border-line bg-surface py-1 pr-1 pl-4"
          >
            <code className="font-mono text-[12.5px]">{command}</code>
            <span className="min-w-0 flex-1 text-[13px] text-ink-3">
              {t(`settings.agentHooks.what.${['claude', 'codex', 'status'][at] as 'claude'}`)}
            </span>
            <CopyButton
              text={command}
              label={t('settings.agentHooks.copy', { command })}
              doneLabel={t('settings.agentHooks.copied')}
            />
          </li>
        ))}
      </ul>
    </Section>
  )
}
