import { type QueryKey, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { errorText } from '../../api/errors.ts'
import { toast } from '../../stores/toast.ts'

/** Carries out a change: renews what shows it, says that it is done or why it is not, and answers whether it was. */
export function useAttempt(stale: QueryKey) {
  const { t } = useTranslation()
  const client = useQueryClient()
  return async (action: () => Promise<unknown>, done?: string): Promise<boolean> => {
    try {
      await action()
      if (done) toast.success(done)
      return true
    } catch (error) {
      toast.error(errorText(error, t))
      return false
    } finally {
      await client.invalidateQueries({ queryKey: stale })
    }
  }
}
