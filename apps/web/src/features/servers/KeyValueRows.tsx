import { Plus, X } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/Button.tsx'
import { Input } from '../../ui/Field.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { type KeyValue, keptOf } from './key-values.ts'

/** Names with their secret values, a line each; the values are not shown. What the hub keeps shows its last characters. */
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
        <div
          key={row.id}
          className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-1.5 sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_auto]"
        >
          <Input
            aria-label={t('servers.keyName')}
            placeholder={t('servers.keyName')}
            className="font-mono text-[13px]"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            value={row.key}
            onChange={(event) => set(row.id, { key: event.target.value })}
          />
          <Input
            aria-label={t('servers.keyValue')}
            placeholder={keptOf(row) ?? t('servers.keyValue')}
            className="font-mono text-[13px] max-sm:order-last max-sm:col-span-2"
            type={row.open ? 'text' : 'password'}
            spellCheck={false}
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
      {rows.some((row) => keptOf(row) !== null) && (
        <p className="text-[13px] text-ink-3">{t('servers.keyKept')}</p>
      )}
      <div>
        <Button size="sm" onClick={add}>
          <Plus />
          {t('servers.keyAdd')}
        </Button>
      </div>
    </fieldset>
  )
}
