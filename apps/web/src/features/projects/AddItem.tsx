import { limits, type PlanSection } from '@atrium/schema'
import { Plus } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { IconButton } from '../../ui/IconButton.tsx'
import type { Change } from './use-plan.ts'

/** The last line of a checklist: where the next item is written. */
export function AddItem({ section, change }: { section: PlanSection; change: Change }) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const add = async (event: FormEvent) => {
    event.preventDefault()
    const said = text.trim()
    if (said === '') return
    setText('')
    if (!(await change({ action: 'add', section, text: said }))) setText((now) => (now === '' ? said : now))
  }
  return (
    <form
      className="flex items-center gap-1 border-line border-t py-1 pr-2 pl-4"
      onSubmit={(event) => void add(event)}
    >
      <input
        className="h-8 min-w-0 flex-1 rounded-md bg-transparent placeholder:text-ink-3 coarse:h-11 coarse:text-base"
        aria-label={t('projects.addItemTo', { section: t(`projects.sections.${section}`) })}
        placeholder={t('projects.addItem')}
        maxLength={limits.planTextChars}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <IconButton label={t('projects.addItem')} type="submit" disabled={text.trim() === ''}>
        <Plus />
      </IconButton>
    </form>
  )
}
