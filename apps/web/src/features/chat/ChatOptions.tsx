import type { Agent, PermissionMode, TrustLevel } from '@atrium/schema'
import type { TFunction } from 'i18next'
import { Bot, ChevronDown, Cpu, Shield, ShieldAlert, SlidersHorizontal } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { agentTitle } from '../../lib/agent-title.ts'
import { cn } from '../../lib/cn.ts'
import { Button } from '../../ui/Button.tsx'
import { Menu, MenuChoices, MenuSeparator } from '../../ui/Menu.tsx'

export type ChatChoice = {
  runner: string | null
  model: string | null
  trust: TrustLevel
  mode: PermissionMode
}

const trustLevels: TrustLevel[] = ['full', 'vault', 'sandboxed']
const modes: PermissionMode[] = ['default', 'acceptEdits', 'plan']

/** Who answers, with which model, and how freely it may act. */
export function ChatOptions({
  choice,
  agents,
  onChoose,
}: {
  choice: ChatChoice
  agents: Agent[]
  onChoose: (change: Partial<ChatChoice>) => void
}) {
  const { t } = useTranslation()
  const agent = agents.find(({ name }) => name === choice.runner) ?? agents.find((one) => one.is_default)
  const models = agent?.models ?? []
  // Some agents list their default under its own name too.
  const offered = models.filter(({ value }) => value !== 'default')
  const model = models.find(({ value }) => value === choice.model)
  const refused = agent !== undefined && !agent.trust_levels.includes(choice.trust)
  const isOffered = (mode: PermissionMode) => !agent || agent.modes.includes(mode) || mode === choice.mode
  return (
    <>
      <Menu
        side="top"
        align="start"
        label={t('chat.agent')}
        trigger={
          <Pick label={`${t('chat.agent')}: ${agent ? agentTitle(agent, t) : '–'}`} icon={<Bot />}>
            {agent ? agentTitle(agent, t).replace(/ \(.*\)$/, '') : t('chat.agent')}
          </Pick>
        }
      >
        <MenuChoices
          label={t('chat.agent')}
          value={agent?.name ?? ''}
          choices={[...agents].sort(usableFirst).map((one) => ({
            value: one.name,
            title: agentTitle(one, t),
            note: noteOf(one, choice.trust, t),
            disabled: one.status !== 'ready',
          }))}
          onChoose={(runner) => onChoose({ runner, model: null })}
        />
      </Menu>
      {models.length > 0 && (
        <Menu
          side="top"
          align="start"
          label={t('chat.model')}
          trigger={
            <Pick
              label={`${t('chat.model')}: ${model?.title ?? choice.model ?? t('chat.modelDefault')}`}
              icon={<Cpu />}
              short={choice.model === null}
            >
              {model?.title ?? choice.model ?? t('chat.modelDefault')}
            </Pick>
          }
        >
          <MenuChoices
            label={t('chat.model')}
            value={choice.model ?? ''}
            choices={[
              { value: '', title: t('chat.modelDefault'), note: t('chat.modelDefaultNote') },
              ...offered.map((one) => ({ value: one.value, title: one.title, note: one.description })),
            ]}
            onChoose={(value) => onChoose({ model: value === '' ? null : value })}
          />
        </Menu>
      )}
      <Menu
        side="top"
        align="start"
        label={t('chat.trust')}
        trigger={
          <Pick
            label={`${t('chat.trust')}: ${t(`chat.trustLevels.${choice.trust}`)}, ${t(`chat.modes.${choice.mode}`)}`}
            icon={
              refused ? (
                <ShieldAlert className="text-danger" />
              ) : choice.mode === 'plan' ? (
                <SlidersHorizontal />
              ) : (
                <Shield />
              )
            }
          >
            {choice.mode === 'default'
              ? t(`chat.trustLevels.${choice.trust}`)
              : `${t(`chat.trustLevels.${choice.trust}`)} · ${t(`chat.modes.${choice.mode}`)}`}
          </Pick>
        }
      >
        <MenuChoices
          label={t('chat.trust')}
          value={choice.trust}
          choices={trustLevels.map((value) => ({
            value,
            title: t(`chat.trustLevels.${value}`),
            note:
              agent && !agent.trust_levels.includes(value)
                ? t('chat.agentNoTrust', { agent: agent.title })
                : t(`chat.trustNotes.${value}`),
            disabled: agent !== undefined && !agent.trust_levels.includes(value),
          }))}
          onChoose={(trust) => onChoose({ trust: trust as TrustLevel })} // only trustLevels are offered
        />
        <MenuSeparator />
        <MenuChoices
          label={t('chat.mode')}
          value={choice.mode}
          choices={modes.filter(isOffered).map((value) => ({
            value,
            title: t(`chat.modes.${value}`),
            note: t(`chat.modeNotes.${value}`),
          }))}
          onChoose={(mode) => onChoose({ mode: mode as PermissionMode })} // only modes are offered
        />
      </Menu>
    </>
  )
}

const usableFirst = (one: Agent, other: Agent): number =>
  Number(other.status === 'ready') - Number(one.status === 'ready')

/** What an agent is, or why it cannot be used. */
function noteOf(agent: Agent, trust: TrustLevel, t: TFunction): string | null {
  // How it is fetched is said in the settings, with a button.
  if (agent.status === 'missing') return t('chat.agentMissing')
  if (agent.status === 'no_credential') return t('chat.agentNoCredential')
  if (agent.status === 'error') return t('chat.agentBroken')
  if (!agent.trust_levels.includes(trust)) {
    const levels = agent.trust_levels.map((level) => t(`chat.trustLevels.${level}`)).join(', ')
    return t('chat.agentNeedsTrust', { levels })
  }
  if (agent.name === 'guide') return t('chat.agentGuide')
  return agent.version && t('chat.agentProgram', { version: agent.version })
}

const Pick = ({
  label,
  icon,
  short = false,
  children,
  ...props
}: {
  label: string
  icon: ReactNode
  /** Whether a small screen may leave out the words. */
  short?: boolean
  children: ReactNode
} & React.ComponentProps<'button'>) => (
  <Button
    size="sm"
    variant="ghost"
    aria-label={label}
    title={label}
    className="min-w-8 max-w-56 shrink gap-1.5 px-2 font-normal text-ink-2 max-sm:px-1.5"
    {...props}
  >
    <span className={cn('contents', !short && 'max-sm:hidden')}>{icon}</span>
    <span className={cn('truncate', short && 'max-sm:hidden')}>{children}</span>
    <ChevronDown className="size-3! opacity-60 max-sm:hidden" />
  </Button>
)
