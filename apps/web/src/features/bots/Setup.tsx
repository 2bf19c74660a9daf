import type { BotPlatform, BotsConfig } from '@atrium/schema'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { botsKey, configureBots } from '../../api/bots.ts'
import { useAttempt } from '../../layouts/library/use-attempt.ts'
import { Button } from '../../ui/Button.tsx'
import { Field, Input } from '../../ui/Field.tsx'
import { Section } from '../../ui/Section.tsx'
import { platformTitles } from './platforms.ts'

const steps = {
  telegram: ['one', 'two', 'three'],
  discord: ['one', 'two', 'three', 'four'],
  matrix: ['one', 'two', 'three'],
} as const
const portals = {
  telegram: 'https://t.me/BotFather',
  discord: 'https://discord.com/developers/applications',
  matrix: null,
} as const

/** How to come by a token, and the place to put it. */
export function Setup({ platform, config }: { platform: BotPlatform; config: BotsConfig }) {
  const { t } = useTranslation()
  const { has_token } = config[platform]
  const title = platformTitles[platform]
  const form = <TokenForm key={String(has_token)} platform={platform} config={config} />
  if (has_token)
    return (
      <details>
        <summary className="w-fit cursor-pointer text-ink-2">{t('bots.changeToken')}</summary>
        <div className="mt-3">{form}</div>
      </details>
    )
  return (
    <Section title={t('bots.setUp', { name: title })}>
      <Steps platform={platform} />
      {form}
    </Section>
  )
}

function Steps({ platform }: { platform: BotPlatform }) {
  const { t } = useTranslation()
  const portal = portals[platform]
  return (
    <>
      <ol className="grid list-decimal gap-1.5 pl-5 text-pretty marker:text-ink-3">
        {steps[platform].map((step) => (
          <li key={step}>{t(`bots.steps.${platform}.${step}` as 'bots.steps.telegram.one')}</li>
        ))}
      </ol>
      {portal !== null && (
        <p>
          <a className="text-accent-strong underline" href={portal} target="_blank" rel="noreferrer">
            {portal}
          </a>
        </p>
      )}
    </>
  )
}

function TokenForm({ platform, config }: { platform: BotPlatform; config: BotsConfig }) {
  const { t } = useTranslation()
  const attempt = useAttempt(botsKey)
  const { has_token, enabled } = config[platform]
  const [token, setToken] = useState('')
  const [homeserver, setHomeserver] = useState(config.matrix.homeserver_url)
  const [user, setUser] = useState(config.matrix.user_id)
  const [busy, setBusy] = useState(false)
  const isMatrix = platform === 'matrix'
  const isReady = isMatrix
    ? homeserver.trim() !== '' && user.trim() !== '' && (has_token || token.trim() !== '')
    : token.trim() !== ''
  const save = async (event: FormEvent) => {
    event.preventDefault()
    if (!isReady || busy) return
    setBusy(true)
    // The first token is there to be used.
    const on = has_token ? {} : { enabled: true }
    const secret = token.trim()
    const body = isMatrix
      ? { matrix: { ...on, access_token: secret, homeserver_url: homeserver.trim(), user_id: user.trim() } }
      : { [platform]: { ...on, bot_token: secret } }
    const saved = await attempt(
      () => configureBots(body),
      t(has_token && !enabled ? 'bots.saved' : 'bots.savedOn'),
    )
    if (saved) setToken('')
    setBusy(false)
  }
  return (
    <form className="grid max-w-xl grid-cols-[minmax(0,1fr)] gap-3" onSubmit={(event) => void save(event)}>
      {isMatrix && (
        <>
          <Field label={t('bots.homeserver')} hint={t('bots.homeserverHint')}>
            {(props) => (
              <Input
                {...props}
                type="url"
                autoComplete="off"
                placeholder="https://matrix.org"
                value={homeserver}
                onChange={(event) => setHomeserver(event.target.value)}
              />
            )}
          </Field>
          <Field label={t('bots.account')}>
            {(props) => (
              <Input
                {...props}
                autoComplete="off"
                autoCapitalize="none"
                placeholder="@atrium:matrix.org"
                value={user}
                onChange={(event) => setUser(event.target.value)}
              />
            )}
          </Field>
        </>
      )}
      <Field
        label={t(isMatrix ? 'bots.accessToken' : 'bots.token')}
        hint={t(has_token ? 'bots.tokenStored' : 'bots.tokenHint')}
      >
        {(props) => (
          <Input
            {...props}
            type="password"
            autoComplete="off"
            spellCheck={false}
            className="font-mono text-[13px]"
            value={token}
            onChange={(event) => setToken(event.target.value)}
          />
        )}
      </Field>
      <Button type="submit" variant="primary" className="w-fit" disabled={!isReady || busy}>
        {t(has_token ? 'bots.save' : 'bots.saveAndStart')}
      </Button>
    </form>
  )
}
