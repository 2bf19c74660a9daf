import type { Session } from '@atrium/schema'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { errorText } from '../../api/errors.ts'
import { keys } from '../../api/queries.ts'
import {
  adoptTerminal,
  forgetTerminal,
  killTerminal,
  muteTerminal,
  pinTerminal,
  renameTerminal,
  restoreTerminal,
} from '../../api/terminals.ts'
import { shownName } from '../../lib/session-name.ts'
import { paths } from '../../paths.ts'
import { confirm } from '../../stores/confirm.ts'
import { toast } from '../../stores/toast.ts'

/** What can be done with a session; each says when it fails and answers whether it was done. */
export function useTerminalActions(session: Session) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const navigate = useNavigate()
  const { name } = session

  const attempt = async (action: () => Promise<unknown>): Promise<boolean> => {
    try {
      await action()
      await client.invalidateQueries({ queryKey: keys.terminals })
      return true
    } catch (error) {
      toast.error(errorText(error, t))
      return false
    }
  }

  return {
    adopt: () => attempt(() => adoptTerminal(name)),
    restore: () => attempt(() => restoreTerminal(name)),
    mute: () => attempt(() => muteTerminal(name, !session.muted)),
    pin: () => attempt(() => pinTerminal(name, !session.pinned)),
    forget: () =>
      attempt(async () => {
        await forgetTerminal(name)
        await navigate({ to: paths.home() })
      }),
    rename: (next: string) =>
      attempt(async () => {
        const renamed = await renameTerminal(name, next)
        await client.invalidateQueries({ queryKey: keys.terminals })
        await navigate({ to: paths.terminal(renamed.name), replace: true })
      }),
    async kill() {
      const yes = await confirm({
        title: t('terminal.killTitle'),
        message: t('terminal.killMessage', { name: shownName(name) }),
        action: t('terminal.kill'),
        danger: true,
      })
      if (yes)
        await attempt(async () => {
          await killTerminal(name)
          await navigate({ to: paths.home() })
        })
    },
  }
}
