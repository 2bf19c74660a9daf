import type { Settings } from '@atrium/schema'
import { limits } from '@atrium/schema'
import { useQuery } from '@tanstack/react-query'
import { RotateCw } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { errorText } from '../../api/errors.ts'
import { agentsQuery } from '../../api/queries.ts'
import { changeSettings, hubAnswers, restartHub, settingsKey, settingsQuery } from '../../api/server.ts'
import { useAttempt } from '../../layouts/library/use-attempt.ts'
import { formatDuration } from '../../lib/format.ts'
import { confirm } from '../../stores/confirm.ts'
import { toast } from '../../stores/toast.ts'
import { Button } from '../../ui/Button.tsx'
import { Checkbox } from '../../ui/Checkbox.tsx'
import { Choices } from '../../ui/Choices.tsx'
import { Field, Input } from '../../ui/Field.tsx'
import { Section } from '../../ui/Section.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'

const looksMs = 500
const patienceMs = 60_000

/** What the hub does by itself, and its restart. */
export function HubSettings() {
  const { t } = useTranslation()
  const found = useQuery(settingsQuery())
  if (found.error)
    return (
      <p role="alert" className="text-danger-ink">
        {errorText(found.error, t)}
      </p>
    )
  if (!found.data) return <Skeleton className="h-40 rounded-xl" />
  const { settings, status } = found.data
  return (
    <>
      <Switches settings={settings} />
      <NewChats settings={settings} />
      <Section
        title={t('settings.hub.restart')}
        note={t('settings.hub.restartNote', {
          version: status.version,
          uptime: formatDuration(status.uptimeSeconds * 1000),
        })}
        aside={<RestartButton />}
      >
        {null}
      </Section>
    </>
  )
}

function Switches({ settings }: { settings: Settings }) {
  const { t } = useTranslation()
  const attempt = useAttempt(settingsKey)
  const set = (change: Partial<Settings>) => void attempt(() => changeSettings(change))
  return (
    <Section title={t('settings.hub.terminals')}>
      <div className="grid gap-2 rounded-xl border border-line bg-surface px-4 py-2.5">
        <Checkbox
          checked={settings.tmuxMouse === 'on'}
          onChange={(on) => set({ tmuxMouse: on ? 'on' : 'off' })}
          title={t('settings.hub.mouse')}
          note={t('settings.hub.mouseNote')}
        />
        <Checkbox
          checked={settings.remoteApproval}
          onChange={(remoteApproval) => set({ remoteApproval })}
          title={t('settings.hub.approvals')}
          note={t('settings.hub.approvalsNote')}
        />
        <Checkbox
          checked={settings.autoRestore}
          onChange={(autoRestore) => set({ autoRestore })}
          title={t('settings.hub.restore')}
          note={t('settings.hub.restoreNote')}
        />
        {settings.autoRestore && (
          <Checkbox
            checked={settings.autoRestoreContinue}
            onChange={(autoRestoreContinue) => set({ autoRestoreContinue })}
            title={t('settings.hub.continue')}
            note={t('settings.hub.continueNote')}
          />
        )}
      </div>
    </Section>
  )
}

function NewChats({ settings }: { settings: Settings }) {
  const { t } = useTranslation()
  const attempt = useAttempt(settingsKey)
  const agents = useQuery(agentsQuery()).data ?? []
  const [many, setMany] = useState(String(settings.maxLiveAgents))
  const { min, max } = limits.liveAgents
  const wrong = !/^\d+$/.test(many) || Number(many) < min || Number(many) > max
  const keep = () => {
    if (!wrong && Number(many) !== settings.maxLiveAgents)
      void attempt(() => changeSettings({ maxLiveAgents: Number(many) }))
  }
  return (
    <Section title={t('settings.hub.agents')}>
      <Choices
        label={t('settings.hub.defaultAgent')}
        value={settings.defaultRunner ?? ''}
        choices={[
          { value: '', title: t('settings.hub.automatic'), note: t('settings.hub.automaticNote') },
          ...agents.map(({ name, title }) => ({ value: name as string, title })),
        ]}
        onChoose={(name) => void attempt(() => changeSettings({ defaultRunner: name === '' ? null : name }))}
      />
      <Field
        label={t('settings.hub.live')}
        hint={t('settings.hub.liveNote')}
        error={wrong ? t('settings.hub.liveWrong', { min, max }) : null}
      >
        {(field) => (
          <Input
            {...field}
            className="w-28"
            inputMode="numeric"
            value={many}
            onChange={({ target }) => setMany(target.value)}
            onBlur={keep}
            onKeyDown={({ key }) => key === 'Enter' && keep()}
          />
        )}
      </Field>
      <Checkbox
        checked={settings.chatTools}
        onChange={(chatTools) => void attempt(() => changeSettings({ chatTools }))}
        title={t('settings.hub.chatTools')}
        note={t('settings.hub.chatToolsNote')}
      />
    </Section>
  )
}

function RestartButton() {
  const { t } = useTranslation()
  const [busy, setBusy] = useState(false)
  const restart = async () => {
    const yes = await confirm({
      title: t('settings.hub.restartTitle'),
      message: t('settings.hub.restartMessage'),
      action: t('settings.hub.restart'),
    })
    if (!yes) return
    setBusy(true)
    try {
      await restartHub()
      if (await isBack()) location.reload()
      else toast.error(t('settings.hub.notBack'))
    } catch (error) {
      toast.error(errorText(error, t))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Button onClick={() => void restart()} disabled={busy}>
      <RotateCw className={busy ? 'animate-spin' : undefined} />
      {t(busy ? 'settings.hub.restarting' : 'settings.hub.restart')}
    </Button>
  )
}

/** First it goes, then it comes. */
async function isBack(): Promise<boolean> {
  const until = Date.now() + patienceMs
  let wasGone = false
  while (Date.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, looksMs))
    const there = await hubAnswers()
    if (there && wasGone) return true
    wasGone ||= !there
  }
  return false
}
