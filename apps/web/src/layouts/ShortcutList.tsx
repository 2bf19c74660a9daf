import { useTranslation } from 'react-i18next'
import { modKey } from '../lib/keyboard.ts'
import { setShortcutList, useShortcutList } from '../stores/layout.ts'
import { Dialog } from '../ui/Dialog.tsx'

const everywhere = [
  ['palette', modKey, 'K'],
  ['newChat', modKey, 'Shift', 'O'],
  ['newTerminal', modKey, 'Shift', 'E'],
  ['sidebar', modKey, 'B'],
  ['list', '?'],
] as const
const inChats = [
  ['send', 'Enter'],
  ['newLine', 'Shift', 'Enter'],
  ['find', modKey, 'F'],
] as const
const inTerminals = [
  ['palette', modKey, 'Shift', 'K'],
  ['find', 'Ctrl', 'Shift', 'F'],
  ['copy', 'Ctrl', 'Shift', 'C'],
  ['paste', 'Ctrl', 'Shift', 'V'],
] as const
const inFiles = [
  ['save', modKey, 'S'],
  ['find', modKey, 'F'],
] as const
const groups = [
  ['everywhere', everywhere],
  ['inChats', inChats],
  ['inFiles', inFiles],
  ['inTerminals', inTerminals],
] as const

/** Every key that does something, on one sheet. */
export function ShortcutList() {
  const { t } = useTranslation()
  return (
    <Dialog
      open={useShortcutList()}
      onOpenChange={setShortcutList}
      title={t('shortcuts.title')}
      closeLabel={t('common.close')}
    >
      <div className="grid gap-5">
        {groups.map(([group, rows]) => (
          <section key={group} aria-label={t(`shortcuts.${group}`)}>
            <h3 className="mb-1 font-medium text-ink-3 text-xs">{t(`shortcuts.${group}`)}</h3>
            <dl className="divide-y divide-line">
              {rows.map(([name, ...combination]) => (
                <div key={name} className="flex items-center justify-between gap-4 py-1.5">
                  <dt>{t(`shortcuts.${name}`)}</dt>
                  <dd className="flex shrink-0 gap-1">
                    {combination.map((key) => (
                      <kbd
                        key={key}
                        className="min-w-6 rounded-md border border-line bg-sunken px-1.5 py-0.5 text-center font-mono text-ink-2 text-xs"
                      >
                        {key}
                      </kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}
