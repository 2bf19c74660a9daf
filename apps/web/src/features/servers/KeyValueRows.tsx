import { Plus, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/Button.tsx'
import { Input } from '../../ui/Field.tsx'
import { IconButton } from '../../ui/IconButton.tsx'

export type KeyValue = { id: number; key: string; value: string }

/** Names with their secret values, a line each; the values are not shown. */
export function KeyValueRows({
  title,
  rows,
  onChange,
}: {
  title: string
  rows: KeyValue[]
  onChange: (rows: KeyValue[]) => void
}) {
  const { t } = useTranslation()
  const set = (id: number, change: Partial<KeyValue>) =>
    onChange(rows.map((row) => (row.id === id ? { ...row, ...change } : row)))
  const add = () =>
    onChange([...rows, { id: Math.max(0, ...rows.map(({ id }) => id)) + 1, key: '', value: '' }])
  return (
    <fieldset className="grid grid-cols-[minmax(0,1fr)] gap-2">
      <legend className="mb-1 font-medium">{title}</legend>
      {rows.map((row) => (
        <div key={row.id} className="flex items-center gap-1.5">
          <Input
            aria-label={t('servers.keyName')}
            placeholder={t('servers.keyName')}
            className="min-w-0 flex-1 font-mono text-[13px]"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            value={row.key}
            onChange={(event) => set(row.id, { key: event.target.value })}
          />
          <Input
            aria-label={t('servers.keyValue')}
            placeholder={t('servers.keyValue')}
            className="min-w-0 flex-1 font-mono text-[13px]"
            type="password"
            autoComplete="off"
            value={row.value}
            onChange={(event) => set(row.id, { value: event.target.value })}
          />
          <IconButton
            label={t('servers.keyRemove', { name: row.key || t('servers.keyName') })}
            onClick={() => onChange(rows.filter(({ id }) => id !== row.id))}
          >
            <X />
          </IconButton>
        </div>
      ))}
      <div>
        <Button size="sm" onClick={add}>
          <Plus />
          {t('servers.keyAdd')}
        </Button>
      </div>
    </fieldset>
  )
}

/** As the hub takes them; lines without a name are left out. */
export const recordOf = (rows: readonly KeyValue[]): Record<string, string> =>
  Object.fromEntries(rows.filter(({ key }) => key.trim() !== '').map(({ key, value }) => [key.trim(), value]))
