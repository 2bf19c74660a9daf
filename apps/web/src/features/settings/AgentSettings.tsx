import type { Agent } from '@atrium/schema'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { TFunction } from 'i18next'
import { Download, ExternalLink, Pencil, Plus, Trash2 } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { installAgent, removeAgent } from '../../api/agents.ts'
import { errorText } from '../../api/errors.ts'
import { agentsQuery, keys } from '../../api/queries.ts'
import { agentTitle } from '../../lib/agent-title.ts'
import { confirm } from '../../stores/confirm.ts'
import { toast } from '../../stores/toast.ts'
import { Badge } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { Section } from '../../ui/Section.tsx'
import { Skeleton } from '../../ui/Skeleton.tsx'
import { Spinner } from '../../ui/Spinner.tsx'
import { VisibleText } from '../../ui/VisibleText.tsx'
import { AgentHooksSection } from './AgentHooksSection.tsx'
import { UsageSection } from './UsageSection.tsx'

/** Fetched once somebody wants it. */
const OwnAgentDialog = lazy(async () => ({
  default: (await import('./OwnAgentDialog.tsx')).OwnAgentDialog,
}))

const tones = { ready: 'good', missing: 'plain', no_credential: 'signal', error: 'danger' } as const

export function AgentSettings() {
  const { t } = useTranslation()
  const [adding, setAdding] = useState(false)
  const agents = useQuery({
    ...agentsQuery(),
    // While a program is being fetched its progress is asked for; else live events tell of changes.
    refetchInterval: ({ state }) =>
      state.data?.some(({ install }) => install?.state === 'running') ? 1_000 : false,
  })
  return (
    <>
      <Section title={t('settings.agents.title')} note={t('settings.agents.note')}>
        {agents.isPending && <Skeleton className="h-24 rounded-xl" />}
        {agents.error && (
          <p role="alert" className="text-danger-ink">
            {errorText(agents.error, t)}
          </p>
        )}
        {agents.data && (
          <ul className="grid gap-2">
            {agents.data.map((agent) => (
              <OneAgent key={agent.name} agent={agent} />
            ))}
          </ul>
        )}
        {agents.data && (
          <div>
            <Button onClick={() => setAdding(true)}>
              <Plus />
              {t('settings.agents.add')}
            </Button>
            {adding && (
              <Suspense>
                <OwnAgentDialog open onOpenChange={setAdding} taken={agents.data.map(({ name }) => name)} />
              </Suspense>
            )}
          </div>
        )}
      </Section>
      <AgentHooksSection />
      <UsageSection />
    </>
  )
}

function OneAgent({ agent }: { agent: Agent }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const running = agent.install?.state === 'running'
  const [editing, setEditing] = useState(false)
  const remove = async () => {
    const sure = await confirm({
      title: t('settings.agents.removeTitle', { name: agent.title }),
      message: t('settings.agents.removeMessage'),
      action: t('settings.agents.remove'),
      danger: true,
    })
    if (!sure) return
    try {
      await removeAgent(agent.name)
      await client.invalidateQueries({ queryKey: keys.agents })
    } catch (error) {
      toast.error(errorText(error, t))
    }
  }
  const install = async () => {
    try {
      await installAgent(agent.name)
      await client.invalidateQueries({ queryKey: keys.agents })
    } catch (error) {
      toast.error(errorText(error, t))
    }
  }
  return (
    <li className="rounded-xl border border-line bg-surface px-4 py-3">
      <div className="flex flex-wrap items-center gap-2">
        <span className="font-semibold">{agentTitle(agent, t)}</span>
        <Badge tone={tones[agent.status]}>{t(`settings.agents.status.${agent.status}`)}</Badge>
        {agent.is_default && <Badge>{t('settings.agents.default')}</Badge>}
        <span className="text-[13px] text-ink-3">{agent.version}</span>
        {agent.installable && agent.status === 'missing' && (
          <Button size="sm" className="ml-auto" disabled={running} onClick={() => void install()}>
            {running ? <Spinner /> : <Download />}
            {t('settings.agents.install')}
          </Button>
        )}
        {agent.own && (
          <span className="ml-auto flex">
            <IconButton
              label={t('settings.agents.editTitle', { name: agent.title })}
              onClick={() => setEditing(true)}
            >
              <Pencil />
            </IconButton>
            <IconButton
              label={t('settings.agents.removeTitle', { name: agent.title })}
              onClick={() => void remove()}
            >
              <Trash2 />
            </IconButton>
            {editing && (
              <Suspense>
                <OwnAgentDialog agent={agent} open onOpenChange={setEditing} taken={[]} />
              </Suspense>
            )}
          </span>
        )}
      </div>
      {agent.status !== 'ready' && <NextStep agent={agent} />}
      {agent.install && (
        <p
          role="status"
          className={`mt-1.5 font-mono text-[12.5px] ${agent.install.state === 'failed' ? 'text-danger-ink' : 'text-ink-3'}`}
        >
          {installText(agent.install, agent.title, t)}
        </p>
      )}
      {agent.kind === 'own' && agent.command_line !== null && (
        <p className="mt-1.5 text-[13px] text-ink-3">
          {t('settings.agents.commandLine')}{' '}
          <code className="font-mono text-[12.5px] [overflow-wrap:anywhere]">
            <VisibleText text={agent.command_line} />
          </code>
        </p>
      )}
      {agent.status === 'ready' && agent.trust_code && (
        <p className="mt-1.5 text-[13px] text-ink-3 [overflow-wrap:anywhere]">
          {t(`settings.agents.trust.${agent.trust_code}`, {
            name: agent.title,
            variables: agent.sign_in?.variables[0] ?? agent.own?.service?.key_variable,
          })}
        </p>
      )}
      {agent.status !== 'ready' && agent.homepage && (
        <a
          className="mt-1.5 inline-flex items-center gap-1 text-[13px] text-accent-strong underline-offset-2 hover:underline"
          href={agent.homepage}
          target="_blank"
          rel="noreferrer"
        >
          {t('settings.agents.homepage')}
          <ExternalLink className="size-3" />
        </a>
      )}
      {agent.models.length > 0 && (
        <p className="mt-1.5 text-[13px] text-ink-3">
          {t('settings.agents.models')}: {agent.models.map(({ title }) => title).join(', ')}
        </p>
      )}
    </li>
  )
}

/** Why an agent cannot be used, and what helps. */
function NextStep({ agent }: { agent: Agent }) {
  const { t } = useTranslation()
  const { status, kind, install_command: install, sign_in: signIn } = agent
  const [words, command] =
    status === 'missing'
      ? kind === 'own'
        ? [t('settings.agents.notFoundOwn'), null]
        : [`${t('settings.agents.notFound')} ${install ? t('settings.agents.installWith') : ''}`, install]
      : status === 'error'
        ? [t('settings.agents.broken'), null]
        : [signInText(signIn, t), signIn?.command]
  return (
    <p className="mt-1.5 text-ink-2 [overflow-wrap:anywhere]">
      {words} {command && <code className="font-mono text-[12.5px]">{command}</code>}
    </p>
  )
}

function signInText(signIn: Agent['sign_in'], t: TFunction): string {
  if (!signIn) return t('settings.agents.signIn.unknown')
  const variables = signIn.variables.join(', ')
  if (!variables) return t('settings.agents.signIn.command')
  return t(signIn.command ? 'settings.agents.signIn.both' : 'settings.agents.signIn.variables', { variables })
}

function installText({ state, message, since }: NonNullable<Agent['install']>, name: string, t: TFunction) {
  if (state === 'failed') return message // of npm
  if (state === 'done') return t('settings.agents.fetched')
  const seconds = Math.max(0, Math.round((Date.now() - Date.parse(since)) / 1_000))
  return t('settings.agents.fetching', { name, seconds })
}
