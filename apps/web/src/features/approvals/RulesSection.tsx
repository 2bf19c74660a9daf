import type { StandingRule } from '@atrium/schema'
import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { removeRule, rulesQuery } from '../../api/approvals.ts'
import { isRefusal } from '../../api/errors.ts'
import { keys } from '../../api/queries.ts'
import { Loaded } from '../../layouts/library/Loaded.tsx'
import { useAttempt } from '../../layouts/library/use-attempt.ts'
import { formatMoment } from '../../lib/format.ts'
import { confirm } from '../../stores/confirm.ts'
import { Badge } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { Section } from '../../ui/Section.tsx'
import { VisibleText } from '../../ui/VisibleText.tsx'
import { RuleDialog } from './RuleDialog.tsx'

const tones = { allow: 'good', ask: 'signal', deny: 'danger' } as const

/** Rules of the person for all agents, in chats and in terminals. */
export function RulesSection() {
  const { t } = useTranslation()
  const found = useQuery(rulesQuery())
  const [adding, setAdding] = useState(false)
  if (isRefusal(found.error, 'scope_missing')) return null
  return (
    <Section
      title={t('approvals.rules')}
      note={t('approvals.rulesNote')}
      aside={
        <Button size="sm" onClick={() => setAdding(true)}>
          <Plus />
          {t('approvals.addRule')}
        </Button>
      }
    >
      <Loaded query={found}>
        {(rules) =>
          rules.length === 0 ? (
            <p className="text-ink-3">{t('approvals.noRules')}</p>
          ) : (
            <ul
              aria-label={t('approvals.rules')}
              className="divide-y divide-line rounded-xl border border-line bg-surface"
            >
              {rules.map((rule) => (
                <OneRule key={rule.id} rule={rule} />
              ))}
            </ul>
          )
        }
      </Loaded>
      <RuleDialog open={adding} onOpenChange={setAdding} />
    </Section>
  )
}

function OneRule({ rule }: { rule: StandingRule }) {
  const { t, i18n } = useTranslation()
  const attempt = useAttempt(keys.rules)
  const withdraw = async () => {
    const yes = await confirm({
      title: t('approvals.withdrawTitle'),
      message: t('approvals.withdrawMessage', { pattern: rule.pattern }),
      action: t('approvals.withdraw'),
    })
    if (yes) await attempt(() => removeRule(rule.id), t('approvals.withdrawn'))
  }
  const where = rule.projectId ?? rule.folder
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1.5 px-4 py-2.5">
      <div className="min-w-0 flex-1 basis-56">
        <p className="flex flex-wrap items-center gap-2">
          <Badge tone={tones[rule.behavior]}>{t(`approvals.behaviors.${rule.behavior}`)}</Badge>
          <span className="text-ink-2">{t(`approvals.types.${rule.type}`)}</span>
          <code className="font-mono text-[13px] [overflow-wrap:anywhere]">
            <VisibleText text={rule.pattern} />
          </code>
        </p>
        <p className="mt-0.5 text-[13px] text-ink-3 [overflow-wrap:anywhere]">
          {where === null ? (
            t('approvals.everywhere')
          ) : (
            <>
              {t(rule.projectId === null ? 'approvals.inFolder' : 'approvals.inProject')}{' '}
              <VisibleText text={where} />
            </>
          )}
          {rule.expiresAt &&
            ` · ${t('approvals.until', { when: formatMoment(rule.expiresAt, i18n.language) })}`}
          {' · '}
          {t('approvals.by', { who: rule.createdBy })}
        </p>
        {rule.note && (
          <p className="text-[13px] text-ink-2 [overflow-wrap:anywhere]">
            <VisibleText text={rule.note} />
          </p>
        )}
      </div>
      <Button
        size="sm"
        aria-label={`${t('approvals.withdraw')}: ${rule.pattern}`}
        onClick={() => void withdraw()}
      >
        {t('approvals.withdraw')}
      </Button>
    </li>
  )
}
