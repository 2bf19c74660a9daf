import type { WebhookEventType } from '@atrium/schema'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { catalogueQuery } from '../../api/webhooks.ts'
import { Loaded } from '../../layouts/library/Loaded.tsx'
import { Checkbox } from '../../ui/Checkbox.tsx'

/** Every event, one by one. */
export function EventPicker({
  chosen,
  onChange,
}: {
  chosen: readonly WebhookEventType[]
  onChange: (chosen: WebhookEventType[]) => void
}) {
  const { t } = useTranslation()
  const found = useQuery(catalogueQuery())
  return (
    <Loaded query={found}>
      {(types) => (
        <fieldset className="max-h-72 overflow-y-auto rounded-xl border border-line px-3.5 py-2">
          <legend className="sr-only">{t('webhooks.chosen')}</legend>
          {types.map((name) => (
            <Checkbox
              key={name}
              checked={chosen.includes(name)}
              onChange={(on) => onChange(on ? [...chosen, name] : chosen.filter((one) => one !== name))}
              title={t(`webhooks.kinds.${name}`)}
              note={<code className="font-mono">{name}</code>}
            />
          ))}
        </fieldset>
      )}
    </Loaded>
  )
}
