import type { Scope } from '@atrium/schema'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { createKey } from '../../api/auth.ts'
import { errorText } from '../../api/errors.ts'
import { keys } from '../../api/queries.ts'
import { Button } from '../../ui/Button.tsx'
import { Checkbox } from '../../ui/Checkbox.tsx'
import { CopyButton } from '../../ui/CopyButton.tsx'
import { Dialog } from '../../ui/Dialog.tsx'
import { agentTitles, instructions, type OutsideAgent, outsideAgents } from './agent-commands.ts'

/** What an agent outside can be given; the rest is not for agents. */
const scopes = ['chat', 'terminal', 'files'] as const satisfies Scope[]

type Made = { agent: OutsideAgent; key: string }

/** Makes a key for an agent of somebody else, and shows how that agent is told of the hub. */
export function ConnectAgentDialog({
  open,
  onOpenChange,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
}) {
  const { t } = useTranslation()
  const [made, setMade] = useState<Made | null>(null)
  const change = (next: boolean) => {
    if (!next) setMade(null)
    onOpenChange(next)
  }
  return (
    <Dialog
      open={open}
      onOpenChange={change}
      title={
        made
          ? t('settings.access.connect.madeTitle', { agent: agentTitles[made.agent] })
          : t('settings.access.connect.title')
      }
      description={made ? t('settings.access.madeNote') : t('settings.access.connect.note')}
      closeLabel={t('common.close')}
    >
      {made ? (
        <Instructions made={made} onDone={() => change(false)} />
      ) : (
        <ConnectForm onMade={setMade} onCancel={() => change(false)} />
      )}
    </Dialog>
  )
}

function Instructions({ made, onDone }: { made: Made; onDone: () => void }) {
  const { t } = useTranslation()
  const { file, text } = instructions[made.agent]({ url: `${location.origin}/api/mcp`, key: made.key })
  return (
    <div className="grid gap-3">
      <p className="text-ink-2">
        {file === null ? t('settings.access.connect.run') : t('settings.access.connect.write', { file })}
      </p>
      <div className="flex items-start gap-2 rounded-xl border border-line bg-code py-1.5 pr-1.5 pl-3">
        <pre className="max-h-96 min-w-0 flex-1 select-all overflow-y-auto whitespace-pre-wrap py-1.5 font-mono text-[13px] [overflow-wrap:anywhere]">
          {text}
        </pre>
        <CopyButton text={text} label={t('settings.access.connect.copy')} doneLabel={t('common.copied')} />
      </div>
      <div className="flex justify-end">
        <Button variant="primary" onClick={onDone}>
          {t('common.done')}
        </Button>
      </div>
    </div>
  )
}

function ConnectForm({ onMade, onCancel }: { onMade: (made: Made) => void; onCancel: () => void }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [agent, setAgent] = useState<OutsideAgent>('claude')
  const [chosen, setChosen] = useState<Scope[]>(['chat'])
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setError(null)
    try {
      const { key } = await createKey({ label: agentTitles[agent], scopes: chosen })
      onMade({ agent, key })
      await client.invalidateQueries({ queryKey: keys.apiKeys })
    } catch (refused) {
      setError(refused)
    }
    setBusy(false)
  }
  return (
    <form onSubmit={(event) => void submit(event)} className="grid gap-4">
      <fieldset>
        <legend className="mb-1.5 font-medium">{t('settings.access.connect.agent')}</legend>
        <div className="flex flex-wrap gap-1.5">
          {outsideAgents.map((one) => (
            <label
              key={one}
              className="cursor-pointer rounded-lg border border-line bg-surface px-3 py-1.5 has-checked:border-accent has-checked:bg-accent-soft has-focus-visible:outline-2 has-focus-visible:outline-accent"
            >
              <input
                type="radio"
                name="agent"
                value={one}
                checked={one === agent}
                onChange={() => setAgent(one)}
                className="sr-only"
              />
              {agentTitles[one]}
            </label>
          ))}
        </div>
      </fieldset>
      <fieldset className="grid gap-1">
        <legend className="mb-1 font-medium">{t('settings.access.scopesTitle')}</legend>
        {scopes.map((scope) => (
          <Checkbox
            key={scope}
            checked={chosen.includes(scope)}
            onChange={(on) => setChosen(on ? [...chosen, scope] : chosen.filter((one) => one !== scope))}
            title={t(`settings.access.scopes.${scope}`)}
            note={t(`settings.access.connect.scopeNotes.${scope}`)}
          />
        ))}
      </fieldset>
      {error !== null && (
        <p role="alert" className="text-danger-ink">
          {errorText(error, t)}
        </p>
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Button variant="ghost" onClick={onCancel}>
          {t('common.cancel')}
        </Button>
        <Button type="submit" variant="primary" disabled={busy || chosen.length === 0}>
          {t('settings.access.make')}
        </Button>
      </div>
    </form>
  )
}
