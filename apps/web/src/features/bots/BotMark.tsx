import type { BotConnector } from '@atrium/schema'
import { useTranslation } from 'react-i18next'
import { Badge } from '../../ui/Badge.tsx'

const tones = { running: 'good', reconnecting: 'signal', failed: 'danger', stopped: 'plain' } as const

/** How a connector is, in a word. */
export function BotMark({ connector }: { connector: BotConnector }) {
  const { t } = useTranslation()
  const { status, last_error } = connector
  const word = status === 'reconnecting' && last_error === null ? 'starting' : status
  return <Badge tone={tones[status]}>{t(`bots.states.${word}`)}</Badge>
}
