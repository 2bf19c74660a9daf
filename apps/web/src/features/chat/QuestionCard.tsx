import { MessageCircleQuestion } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answersOf, type Picked } from '../../lib/question-answers.ts'
import { Button } from '../../ui/Button.tsx'
import { QuestionFields } from '../../ui/QuestionFields.tsx'
import type { QuestionItem } from './fold-events.ts'
import type { Answer } from './PermissionCard.tsx'
import { resolvedBy } from './PermissionCard.tsx'
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
        <QuestionFields
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
