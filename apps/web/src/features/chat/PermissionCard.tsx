import type { ChatAnswer } from '@atrium/schema'
import { ClipboardCheck, ShieldCheck, ShieldQuestion, ShieldX } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { planOf, toolSummary } from '../../lib/tool-summary.ts'
import { Markdown } from '../../markdown/Markdown.tsx'
import { Button } from '../../ui/Button.tsx'
import { Input } from '../../ui/Field.tsx'
import { Menu, MenuItem } from '../../ui/Menu.tsx'
import { ToolInput } from '../../ui/ToolInput.tsx'
import { VisibleText } from '../../ui/VisibleText.tsx'
import type { PermissionItem } from './fold-events.ts'
import { RequestCard } from './RequestCard.tsx'
import { Step } from './Step.tsx'

export type Answer = (answer: ChatAnswer) => Promise<void>

/** May the agent do this? The whole call is in sight before anything can be pressed. */
export function PermissionCard({
  item,
  live,
  onAnswer,
}: {
  item: PermissionItem
  live: boolean
  onAnswer: Answer
}) {
  const { t } = useTranslation()
  const plan = planOf(item.toolName, item.input)
  if (item.resolved || !live) return <ResolvedPermission item={item} />
  if (plan !== null)
    return (
      <RequestCard icon={<ClipboardCheck />} title={t('chat.planTitle')}>
        <div className="max-h-[60vh] overflow-y-auto rounded-lg border border-line bg-surface px-4 py-3">
          <Markdown text={plan} />
        </div>
        <Decision
          item={item}
          allowLabel={t('chat.planApprove')}
          denyLabel={t('chat.planRevise')}
          onAnswer={onAnswer}
        />
      </RequestCard>
    )
  return (
    <RequestCard icon={<ShieldQuestion />} title={t('chat.permissionTitle', { tool: item.toolName })}>
      {item.reason && (
        <p className="text-ink-2">
          <VisibleText text={item.reason} />
        </p>
      )}
      <ToolInput input={item.input} />
      <Decision item={item} allowLabel={t('chat.allowOnce')} denyLabel={t('chat.deny')} onAnswer={onAnswer} />
    </RequestCard>
  )
}

function Decision({
  item,
  allowLabel,
  denyLabel,
  onAnswer,
}: {
  item: PermissionItem
  allowLabel: string
  denyLabel: string
  onAnswer: Answer
}) {
  const { t } = useTranslation()
  const [busy, setBusy] = useState(false)
  const [refusing, setRefusing] = useState(false)
  const [message, setMessage] = useState('')
  const send = async (answer: Omit<ChatAnswer, 'request_id'>) => {
    setBusy(true)
    await onAnswer({ request_id: item.key, ...answer }).finally(() => setBusy(false))
  }
  const deny = () => void send({ decision: 'deny', ...(message.trim() && { message: message.trim() }) })
  if (refusing)
    return (
      <form
        className="flex flex-wrap gap-2"
        onSubmit={(event) => {
          event.preventDefault()
          deny()
        }}
      >
        <Input
          autoFocus
          className="min-w-48 flex-1"
          aria-label={t('chat.denyReason')}
          placeholder={t('chat.denyReason')}
          value={message}
          onChange={(event) => setMessage(event.target.value)}
        />
        <Button type="submit" variant="danger" disabled={busy}>
          {denyLabel}
        </Button>
        <Button variant="ghost" onClick={() => setRefusing(false)}>
          {t('common.back')}
        </Button>
      </form>
    )
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button variant="primary" disabled={busy} onClick={() => void send({ decision: 'allow' })}>
        {allowLabel}
      </Button>
      {item.grants.length > 0 && (
        <Menu
          align="start"
          label={t('chat.allowRule')}
          trigger={<Button disabled={busy}>{t('chat.allowRule')}</Button>}
        >
          {item.grants.map((grant) => (
            <MenuItem
              key={`${grant.scope}:${grant.pattern}`}
              onSelect={() =>
                void send({ decision: 'allow', grant: { scope: grant.scope, pattern: grant.pattern } })
              }
            >
              <span className="min-w-0">
                <span className="block">{grant.label}</span>
                <span className="block font-mono text-ink-3 text-xs [overflow-wrap:anywhere]">
                  <VisibleText text={grant.pattern} />
                </span>
              </span>
            </MenuItem>
          ))}
        </Menu>
      )}
      <Button disabled={busy} onClick={() => setRefusing(true)}>
        {denyLabel}
      </Button>
    </div>
  )
}

function ResolvedPermission({ item }: { item: PermissionItem }) {
  const { t } = useTranslation()
  const allowed = item.resolved?.decision === 'allow'
  const plan = planOf(item.toolName, item.input)
  return (
    <Step
      icon={allowed ? <ShieldCheck /> : <ShieldX />}
      tone={allowed ? 'plain' : 'danger'}
      title={item.resolved ? (allowed ? t('chat.allowed') : t('chat.denied')) : t('chat.requestOver')}
      summary={plan === null ? `${item.toolName} ${toolSummary(item.input)}` : t('chat.plan')}
      aside={
        item.resolved && (
          <span className="shrink-0 text-ink-3 text-xs">{resolvedBy(item.resolved.by, t)}</span>
        )
      }
    >
      {plan === null ? <ToolInput input={item.input} /> : <Markdown text={plan} />}
    </Step>
  )
}

/** Who closed a request, in words; a label of a key is passed through. */
export function resolvedBy(
  by: string,
  t: (key: 'chat.byGrant' | 'chat.byTime' | 'chat.byStop' | 'chat.byAgent' | 'chat.byOwner') => string,
): string {
  switch (by) {
    case 'grant':
      return t('chat.byGrant')
    case 'expired':
      return t('chat.byTime')
    case 'aborted':
      return t('chat.byStop')
    case 'agent':
      return t('chat.byAgent')
    case 'owner':
      return t('chat.byOwner')
    default:
      return by
  }
}
