import type { Approval } from '@atrium/schema'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { planOf } from '../../lib/tool-summary.ts'
import { Button } from '../../ui/Button.tsx'
import { Input } from '../../ui/Field.tsx'
import { Menu, MenuItem } from '../../ui/Menu.tsx'
import { VisibleText } from '../../ui/VisibleText.tsx'
import { useDecide } from './use-decide.ts'

/** Allow it once, allow it and keep a rule, or deny it with a word for the agent. */
export function Decision({ approval }: { approval: Approval }) {
  const { t } = useTranslation()
  const { busy, decide } = useDecide(approval)
  const [refusing, setRefusing] = useState(false)
  const isPlan = planOf(approval.tool, approval.input) !== null
  const rules = [
    ...approval.suggestedGrants.map(({ label, scope, pattern }) => ({
      label,
      pattern,
      keep: { grant: { scope, pattern } },
    })),
    ...approval.suggestedRules.map(({ label, ...rule }) => ({
      label,
      pattern: rule.pattern,
      keep: { rule: { ...rule, note: '', expiresAt: null } },
    })),
  ]
  if (refusing)
    return (
      <DenyForm
        label={isPlan ? t('chat.planRevise') : t('chat.deny')}
        busy={busy}
        onDeny={(message) => void decide({ decision: 'deny', ...(message && { message }) })}
        onBack={() => setRefusing(false)}
      />
    )
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button
        variant="primary"
        data-key="a"
        disabled={busy}
        onClick={() => void decide({ decision: 'allow' })}
      >
        {isPlan ? t('chat.planApprove') : t('chat.allowOnce')}
      </Button>
      {rules.length > 0 && (
        <Menu
          align="start"
          label={t('chat.allowRule')}
          trigger={<Button disabled={busy}>{t('chat.allowRule')}</Button>}
        >
          {rules.map((rule) => (
            <MenuItem
              key={`${rule.label}:${rule.pattern}`}
              onSelect={() => void decide({ decision: 'allow', ...rule.keep })}
            >
              <span className="min-w-0">
                <span className="block [overflow-wrap:anywhere]">
                  <VisibleText text={rule.label} />
                </span>
                <span className="block font-mono text-ink-3 text-xs [overflow-wrap:anywhere]">
                  <VisibleText text={rule.pattern} />
                </span>
              </span>
            </MenuItem>
          ))}
        </Menu>
      )}
      <Button data-key="d" disabled={busy} onClick={() => setRefusing(true)}>
        {isPlan ? t('chat.planRevise') : t('chat.deny')}
      </Button>
    </div>
  )
}

function DenyForm({
  label,
  busy,
  onDeny,
  onBack,
}: {
  label: string
  busy: boolean
  onDeny: (message: string) => void
  onBack: () => void
}) {
  const { t } = useTranslation()
  const [message, setMessage] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onDeny(message.trim())
  }
  return (
    <form className="flex flex-wrap gap-2" onSubmit={submit}>
      <Input
        autoFocus
        className="min-w-48 flex-1"
        aria-label={t('chat.denyReason')}
        placeholder={t('chat.denyReason')}
        maxLength={10_000}
        value={message}
        onChange={(event) => setMessage(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && onBack()}
      />
      <Button type="submit" variant="danger" disabled={busy}>
        {label}
      </Button>
      <Button variant="ghost" onClick={onBack}>
        {t('common.back')}
      </Button>
    </form>
  )
}
