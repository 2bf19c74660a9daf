import type { Question } from '@atrium/schema'
import { MessageCircleQuestion } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Button } from '../../ui/Button.tsx'
import { Input } from '../../ui/Field.tsx'
import type { QuestionItem } from './fold-events.ts'
import type { Answer } from './PermissionCard.tsx'
import { resolvedBy } from './PermissionCard.tsx'
import { answersOf, type Picked } from './question-answers.ts'
import { RequestCard } from './RequestCard.tsx'
import { Step } from './Step.tsx'

const nothing: Picked = { options: [], other: '' }

/** The agent asks; each question takes one or several of its options, or words of one's own. */
export function QuestionCard({
  item,
  live,
  onAnswer,
}: {
  item: QuestionItem
  live: boolean
  onAnswer: Answer
}) {
  const { t } = useTranslation()
  const [picked, setPicked] = useState<Record<string, Picked>>({})
  const [busy, setBusy] = useState(false)
  if (item.resolved || !live) return <ResolvedQuestion item={item} />
  const answers = answersOf(item.questions, picked)
  const send = async () => {
    if (!answers) return
    setBusy(true)
    await onAnswer({ request_id: item.key, answers }).finally(() => setBusy(false))
  }
  return (
    <RequestCard
      icon={<MessageCircleQuestion />}
      title={t('chat.questionTitle', { count: item.questions.length })}
    >
      {item.questions.map((question) => (
        <OneQuestion
          key={question.question}
          question={question}
          picked={picked[question.question] ?? nothing}
          onPick={(next) => setPicked({ ...picked, [question.question]: next })}
        />
      ))}
      <div>
        <Button variant="primary" disabled={!answers || busy} onClick={() => void send()}>
          {t('chat.sendAnswer')}
        </Button>
      </div>
    </RequestCard>
  )
}

function OneQuestion({
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

function ResolvedQuestion({ item }: { item: QuestionItem }) {
  const { t } = useTranslation()
  const answers = Object.entries(item.resolved?.answers ?? {})
  const said = answers.map(([, answer]) => (Array.isArray(answer) ? answer.join(', ') : answer)).join(' · ')
  return (
    <Step
      icon={<MessageCircleQuestion />}
      title={answers.length > 0 ? t('chat.answered') : t('chat.requestOver')}
      summary={said || item.questions[0]?.question}
      aside={
        item.resolved && (
          <span className="shrink-0 text-ink-3 text-xs">{resolvedBy(item.resolved.by, t)}</span>
        )
      }
    >
      <dl className="grid gap-1">
        {item.questions.map(({ question }) => {
          const answer = item.resolved?.answers?.[question]
          return (
            <div key={question}>
              <dt className="text-ink-2">{question}</dt>
              <dd className="font-medium">{Array.isArray(answer) ? answer.join(', ') : (answer ?? '–')}</dd>
            </div>
          )
        })}
      </dl>
    </Step>
  )
}
