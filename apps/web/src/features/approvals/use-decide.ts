import type { Approval } from '@atrium/schema'
import { useState } from 'react'
import { type ApprovalAnswer, decideApproval } from '../../api/approvals.ts'
import { keys } from '../../api/queries.ts'
import { useAttempt } from '../../layouts/library/use-attempt.ts'

/** Answers exactly what was shown; a request that was answered elsewhere meanwhile is told as that. */
export function useDecide({ id, inputHash }: Pick<Approval, 'id' | 'inputHash'>) {
  const [busy, setBusy] = useState(false)
  const attempt = useAttempt(keys.approvals)
  const decide = async (answer: ApprovalAnswer): Promise<void> => {
    if (busy) return
    setBusy(true)
    await attempt(() => decideApproval(id, { ...answer, inputHash }))
    setBusy(false)
  }
  return { busy, decide }
}
