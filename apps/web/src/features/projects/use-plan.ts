import type { Project } from '@atrium/schema'
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { errorText, isRefusal } from '../../api/errors.ts'
import { changePlan, type PlanChange, projectsKey } from '../../api/projects.ts'
import { toast } from '../../stores/toast.ts'

/** Whether the plan was changed by somebody else since it was shown. */
export const isStale = (error: unknown): boolean =>
  isRefusal(error, 'file_changed') || (isRefusal(error, 'conflict') && error.reason === 'stale-line')

export type Change = (change: PlanChange) => Promise<boolean>

/** Changes of a plan, one after the other; `stale` says that one was refused because the plan had changed meanwhile. */
export function usePlan(id: string): { change: Change; stale: boolean; calm: () => void } {
  const { t } = useTranslation()
  const client = useQueryClient()
  const [stale, setStale] = useState(false)
  const turn = useRef<Promise<unknown>>(Promise.resolve())
  const perform = async (wanted: PlanChange): Promise<boolean> => {
    try {
      const now: Project = await changePlan(id, wanted)
      setStale(false)
      client.setQueryData([...projectsKey, id], now)
      return true
    } catch (error) {
      if (isStale(error)) setStale(true)
      else toast.error(errorText(error, t))
      await client.invalidateQueries({ queryKey: [...projectsKey, id] })
      return false
    }
  }
  return {
    stale,
    calm: () => setStale(false),
    change(wanted) {
      const next = turn.current.then(() => perform(wanted))
      turn.current = next
      return next
    },
  }
}
