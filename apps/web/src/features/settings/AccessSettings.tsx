import type { AuthMode } from '@atrium/schema'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { KeyRound, LogOut, Plug, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { revokeKey, setAuthMode, signOut } from '../../api/auth.ts'
import { errorText, isRefusal } from '../../api/errors.ts'
import { apiKeysQuery, keys, signedInQuery } from '../../api/queries.ts'
import { relativeTime } from '../../lib/format.ts'
import { confirm } from '../../stores/confirm.ts'
import { toast } from '../../stores/toast.ts'
import { Badge } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { Choices } from '../../ui/Choices.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { Section } from '../../ui/Section.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { ConnectAgentDialog } from './ConnectAgentDialog.tsx'
import { NewKeyDialog } from './NewKeyDialog.tsx'

const modes: AuthMode[] = ['always', 'remote', 'disabled']

/** Who may talk to the hub: API keys, the sign-in mode, this browser. */
export function AccessSettings() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const list = useQuery(apiKeysQuery())
  const signedIn = useQuery(signedInQuery())
  const [making, setMaking] = useState(false)
  const [connecting, setConnecting] = useState(false)

  const choose = async (mode: AuthMode) => {
    if (mode !== 'always') {
      const yes = await confirm({
        title: t('settings.access.modeTitle'),
        message: t(`settings.access.modeNotes.${mode}`),
        action: t('settings.access.modeChange'),
        danger: true,
      })
      if (!yes) return
    }
    try {
      await setAuthMode(mode)
    } catch (error) {
      toast.error(errorText(error, t))
    }
    await client.invalidateQueries({ queryKey: keys.apiKeys })
  }
  const leave = async () => {
    await signOut().catch(() => {}) // The cookie may be gone already.
    client.setQueryData(keys.session, null)
    // Nothing of what this person saw stays in memory.
    client.removeQueries({ predicate: ({ queryKey }) => queryKey.join() !== keys.session.join() })
  }
  return (
    <>
      <Section
        title={t('settings.access.keys')}
        note={t('settings.access.keysNote')}
        aside={
          <Button size="sm" variant="primary" onClick={() => setMaking(true)}>
            <Plus />
            {t('settings.access.newKey')}
          </Button>
        }
      >
        <KeyList />
      </Section>
      <Section
        title={t('settings.access.connect.title')}
        note={t('settings.access.connect.sectionNote')}
        aside={
          <Button size="sm" onClick={() => setConnecting(true)}>
            <Plug />
            {t('settings.access.connect.aside')}
          </Button>
        }
      >
        {null}
      </Section>
      {list.data && (
        <Section title={t('settings.access.mode')} note={t('settings.access.modeNote')}>
          <Choices
            label={t('settings.access.mode')}
            value={list.data.auth_mode}
            choices={modes.map((value) => ({
              value,
              title: t(`settings.access.modes.${value}`),
              note: t(`settings.access.modeNotes.${value}`),
            }))}
            onChoose={(mode) => void choose(mode)}
          />
        </Section>
      )}
      <Section title={t('settings.access.browser')}>
        <div className="flex flex-wrap items-center gap-3">
          <p className="min-w-0 flex-1 text-ink-2">
            {t('settings.access.signedInAs', { label: signedIn.data?.label ?? '–' })}
          </p>
          <Button onClick={() => void leave()}>
            <LogOut />
            {t('settings.access.signOut')}
          </Button>
        </div>
      </Section>
      <NewKeyDialog open={making} onOpenChange={setMaking} />
      <ConnectAgentDialog open={connecting} onOpenChange={setConnecting} />
    </>
  )
}

function KeyList() {
  const { t, i18n } = useTranslation()
  const client = useQueryClient()
  const list = useQuery(apiKeysQuery())
  if (list.isPending) return <Skeleton className="h-20 rounded-xl" />
  if (list.error)
    return (
      <p role="alert" className="text-danger-ink">
        {isRefusal(list.error, 'scope_missing') ? t('settings.access.needAdmin') : errorText(list.error, t)}
      </p>
    )
  if (list.data.keys.length === 0)
    return (
      <p className="flex items-center gap-2 rounded-xl border border-line border-dashed px-4 py-5 text-ink-3">
        <KeyRound aria-hidden className="size-4" />
        {t('settings.access.noKeys')}
      </p>
    )
  const revoke = async (id: string, label: string) => {
    const yes = await confirm({
      title: t('settings.access.revokeTitle'),
      message: t('settings.access.revokeMessage', { label }),
      action: t('settings.access.revoke'),
      danger: true,
    })
    if (!yes) return
    try {
      await revokeKey(id)
    } catch (error) {
      toast.error(errorText(error, t))
    }
    await client.invalidateQueries({ queryKey: keys.apiKeys })
  }
  return (
    <ul className="divide-y divide-line rounded-xl border border-line bg-surface">
      {list.data.keys.map((key) => (
        <li key={key.id} className="flex items-center gap-3 px-4 py-2.5">
          <div className="min-w-0 flex-1">
            <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
              <span className="font-medium [overflow-wrap:anywhere]">{key.label}</span>
              <code className="font-mono text-[12px] text-ink-3">
                {key.prefix}…{key.last4}
              </code>
            </p>
            <p className="mt-1 flex flex-wrap items-center gap-1.5 text-[13px] text-ink-3">
              {key.scopes.map((scope) => (
                <Badge key={scope}>{t(`settings.access.scopes.${scope}`)}</Badge>
              ))}
              {key.last_used_at
                ? t('settings.access.used', { when: relativeTime(key.last_used_at, i18n.language) })
                : t('settings.access.unused')}
            </p>
          </div>
          <IconButton
            label={t('settings.access.revokeLabel', { label: key.label })}
            onClick={() => void revoke(key.id, key.label)}
          >
            <Trash2 />
          </IconButton>
        </li>
      ))}
    </ul>
  )
}
