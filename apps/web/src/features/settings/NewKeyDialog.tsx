import type { ApiKeyCreated, Scope } from '@atrium/schema'
import { limits } from '@atrium/schema'
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
import { Field, Input } from '../../ui/Field.tsx'

const scopes: Scope[] = ['chat', 'terminal', 'files', 'bots', 'hooks', 'admin']

/** Makes an API key; it is shown here, this once. */
export function NewKeyDialog({
  open,
  onOpenChange,
}: {
  open: boolean
  onOpenChange: (open: boolean) => void
}) {
  const { t } = useTranslation()
  const [made, setMade] = useState<ApiKeyCreated | null>(null)
  const change = (next: boolean) => {
    if (!next) setMade(null)
    onOpenChange(next)
  }
  return (
    <Dialog
      open={open}
      onOpenChange={change}
      title={made ? t('settings.access.madeTitle') : t('settings.access.newKey')}
      description={made ? t('settings.access.madeNote') : undefined}
      closeLabel={t('common.close')}
    >
      {made ? (
        <>
          <div className="flex items-center gap-2 rounded-xl border border-line bg-code py-1.5 pr-1.5 pl-3">
            <code className="min-w-0 flex-1 select-all font-mono text-[13px] [overflow-wrap:anywhere]">
              {made.key}
            </code>
            <CopyButton text={made.key} label={t('settings.access.copyKey')} doneLabel={t('common.copied')} />
          </div>
          <div className="mt-4 flex justify-end">
            <Button variant="primary" onClick={() => change(false)}>
              {t('common.done')}
            </Button>
          </div>
        </>
      ) : (
        <NewKeyForm onMade={setMade} onCancel={() => change(false)} />
      )}
    </Dialog>
  )
}

function NewKeyForm({ onMade, onCancel }: { onMade: (key: ApiKeyCreated) => void; onCancel: () => void }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [label, setLabel] = useState('')
  const [chosen, setChosen] = useState<Scope[]>(['chat'])
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setError(null)
    try {
      onMade(await createKey({ label: label.trim(), scopes: chosen }))
      await client.invalidateQueries({ queryKey: keys.apiKeys })
    } catch (refused) {
      setError(refused)
    }
    setBusy(false)
  }
  return (
    <form onSubmit={(event) => void submit(event)} className="grid gap-4">
      <Field label={t('settings.access.label')} hint={t('settings.access.labelHint')}>
        {(props) => (
          <Input
            {...props}
            data-autofocus
            autoComplete="off"
            maxLength={limits.labelChars}
            value={label}
            onChange={(event) => setLabel(event.target.value)}
          />
        )}
      </Field>
      <fieldset className="grid gap-1">
        <legend className="mb-1 font-medium">{t('settings.access.scopesTitle')}</legend>
        {scopes.map((scope) => (
          <Checkbox
            key={scope}
            checked={chosen.includes(scope)}
            onChange={(on) => setChosen(on ? [...chosen, scope] : chosen.filter((one) => one !== scope))}
            title={t(`settings.access.scopes.${scope}`)}
            note={t(`settings.access.scopeNotes.${scope}`)}
          />
        ))}
      </fieldset>
      {error !== null && (
        <p role="alert" className="text-danger-ink">
          {errorText(error, t)}
        </p>
      )}
      <div className="flex justify-end gap-2">
        <Button variant="ghost" onClick={onCancel}>
          {t('common.cancel')}
        </Button>
        <Button type="submit" variant="primary" disabled={busy || label.trim() === '' || chosen.length === 0}>
          {t('settings.access.make')}
        </Button>
      </div>
    </form>
  )
}
