import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Lightbulb, SquareTerminal } from 'lucide-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { errorText } from '../../api/errors.ts'
import { findIdeas } from '../../api/projects.ts'
import { keys, terminalsQuery } from '../../api/queries.ts'
import { Loaded } from '../../layouts/library/Loaded.tsx'
import { Row, Rows } from '../../layouts/library/Rows.tsx'
import { shownName } from '../../lib/session-name.ts'
import { paths } from '../../paths.ts'
import { toast } from '../../stores/toast.ts'
import { Badge } from '../../ui/Badge.tsx'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { Spinner } from '../../ui/Spinner.tsx'

/** Terminal sessions in the folder of a project, and the one that thinks of ideas for it. */
export function SessionsTab({ id }: { id: string }) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const navigate = useNavigate()
  const sessions = useQuery(terminalsQuery())
  const [busy, setBusy] = useState(false)
  const think = async () => {
    setBusy(true)
    try {
      const { session } = await findIdeas(id)
      await client.invalidateQueries({ queryKey: keys.terminals })
      await navigate({ to: paths.terminal(session) })
    } catch (error) {
      toast.error(errorText(error, t))
      setBusy(false)
    }
  }
  const ideas = (
    <Button size="sm" disabled={busy} onClick={() => void think()}>
      {busy ? <Spinner /> : <Lightbulb />}
      {t('projects.ideas')}
    </Button>
  )
  return (
    <Loaded query={sessions}>
      {(all) => {
        const here = all.filter(({ project }) => project?.id === id)
        return here.length === 0 ? (
          <EmptyState icon={<SquareTerminal />} title={t('projects.noSessions')} actions={ideas}>
            {t('projects.noSessionsNote')}
          </EmptyState>
        ) : (
          <div className="grid gap-3">
            <div className="flex justify-end">{ideas}</div>
            <Rows label={t('projects.tabs.sessions')}>
              {here.map(({ name, status, command, path }) => (
                <Row
                  key={name}
                  to={paths.terminal(name)}
                  name={shownName(name)}
                  badges={
                    <Badge tone={status === 'running' ? 'good' : 'plain'}>
                      {t(`projects.sessionStatus.${status}`)}
                    </Badge>
                  }
                  note={[command, path].filter(Boolean).join(' · ')}
                />
              ))}
            </Rows>
          </div>
        )
      }}
    </Loaded>
  )
}
