import type { Question } from '@atrium/schema'
import { useTranslation } from 'react-i18next'
import type { Picked } from '../lib/question-answers.ts'
import { Input } from './Field.tsx'

/** One question of an agent: one or several of its options, or words of one's own. */
export function QuestionFields({
  question,
  picked,
  onPick,
}: {
  question: Question
  picked: Picked
  onPick: (picked: Picked) => void
}) {
  const { t } = useTranslation()
  const toggle = (label: string) => {
    const has = picked.options.includes(label)
    if (question.multiSelect)
      onPick({
        ...picked,
        options: has ? picked.options.filter((other) => other !== label) : [...picked.options, label],
      })
    else onPick({ options: has ? [] : [label], other: '' })
  }
  return (
    <fieldset className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-1.5">
      <legend className="mb-1.5 font-medium">{question.question}</legend>
      {question.options.map((option) => {
        const chosen = picked.options.includes(option.label)
        return (
          <label
            key={option.label}
            className="flex cursor-pointer items-start gap-3 rounded-lg border border-line bg-surface px-3 py-2 has-checked:border-accent has-checked:bg-accent-soft"
          >
            <input
              type={question.multiSelect ? 'checkbox' : 'radio'}
              name={question.question}
              checked={chosen}
              onChange={() => toggle(option.label)}
              className="mt-0.5 size-4 shrink-0 accent-accent"
            />
            <span className="min-w-0">
              <span className="block">{option.label}</span>
              {option.description && (
                <span className="block text-[13px] text-ink-2">{option.description}</span>
              )}
              {option.preview && (
                <pre className="mt-1 overflow-x-auto font-mono text-[12px] text-ink-2">{option.preview}</pre>
              )}
            </span>
          </label>
        )
      })}
      <Input
        aria-label={`${question.question} – ${t('chat.otherAnswer')}`}
        placeholder={t('chat.otherAnswer')}
        value={picked.other}
        onChange={(event) =>
          onPick({ options: question.multiSelect ? picked.options : [], other: event.target.value })
        }
      />
    </fieldset>
  )
}
