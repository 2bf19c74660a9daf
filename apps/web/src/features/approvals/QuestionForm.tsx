import type { Approval } from '@atrium/schema'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { answersOf, type Picked } from '../../lib/question-answers.ts'
import { Button } from '../../ui/Button.tsx'
import { QuestionFields } from '../../ui/QuestionFields.tsx'
import { useDecide } from './use-decide.ts'

const nothing: Picked = { options: [], other: '' }

/** The agent asks; what is chosen goes back to it. */
export function QuestionForm({ approval }: { approval: Approval }) {
  const { t } = useTranslation()
  const { busy, decide } = useDecide(approval)
  const [picked, setPicked] = useState<Record<string, Picked>>({})
  const answers = answersOf(approval.questions, picked)
  return (
    <>
      {approval.questions.map((question) => (
        <QuestionFields
          key={question.question}
          question={question}
          picked={picked[question.question] ?? nothing}
          onPick={(next) => setPicked({ ...picked, [question.question]: next })}
        />
      ))}
      <div className="flex flex-wrap gap-2">
        <Button
          variant="primary"
          disabled={!answers || busy}
          onClick={() => answers && void decide({ decision: 'allow', answers })}
        >
          {t('chat.sendAnswer')}
        </Button>
        <Button data-key="d" disabled={busy} onClick={() => void decide({ decision: 'deny' })}>
          {t('approvals.dismiss')}
        </Button>
      </div>
    </>
  )
}
