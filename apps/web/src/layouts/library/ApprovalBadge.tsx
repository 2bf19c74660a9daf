import { ShieldAlert, ShieldCheck } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { Badge } from '../../ui/Badge.tsx'

export type ApprovalState = 'approved' | 'new' | 'changed'

/** Whether a program may run: a shape and a word, never colour alone. */
export function ApprovalBadge({ state }: { state: ApprovalState }) {
  const { t } = useTranslation()
  return (
    <Badge tone={state === 'approved' ? 'good' : 'signal'}>
      {state === 'approved' ? <ShieldCheck aria-hidden /> : <ShieldAlert aria-hidden />}
      {t(`library.approval.${state}`)}
    </Badge>
  )
}
