import type { Session } from '@atrium/schema'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams } from '@tanstack/react-router'
import { GitCompare, SquareTerminal } from 'lucide-react'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { errorText } from '../../api/errors.ts'
import { terminalsQuery } from '../../api/queries.ts'
import { SessionHeader } from '../../features/sessions/SessionHeader.tsx'
import { TerminalView } from '../../features/sessions/TerminalView.tsx'
import { useTerminalActions } from '../../features/sessions/use-terminal-actions.ts'
import { loadTexts } from '../../i18n/index.ts'
import { shownName } from '../../lib/session-name.ts'
import { isBoolean, readStored, writeStored } from '../../lib/stored.ts'
import { paths } from '../../paths.ts'
import { Button } from '../../ui/Button.tsx'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import type { Wanted } from './SidePanel.tsx'

const panelKey = 'atrium.terminal.panel'
/** Where the panel lies over the terminal it is not there at first. */
const beside = () => matchMedia('(min-width: 1100px)').matches

const loadPanel = () =>
  Promise.all([import('./SidePanel.tsx'), loadTexts('git', 'files', 'library', 'projectFiles')]).then(
    ([module]) => ({
      default: module.SidePanel,
    }),
  )
const SidePanel = lazy(loadPanel)

export function TerminalPage() {
  const { name } = useParams({ strict: false })
  return name ? <OneTerminal key={name} name={name} /> : null
}

function OneTerminal({ name }: { name: string }) {
  const { t } = useTranslation()
  const terminals = useQuery(terminalsQuery())
  const session = terminals.data?.find((one) => one.name === name)
  // A restored terminal is a new one: it gets a screen of its own.
  const [generation, setGeneration] = useState(0)
  const [tools, setTools] = useState<HTMLElement | null>(null)
  const [panel, setPanel] = useState(() => beside() && readStored(panelKey, isBoolean, false))
  const [wanted, setWanted] = useState<Wanted | null>(null)
  const togglePanel = (open: boolean) => {
    if (beside()) writeStored(panelKey, open)
    if (!open) setWanted(null)
    setPanel(open)
  }
  // One that ends while it is on screen keeps its last lines there.
  const shown = useRef(false)
  if (session && session.status !== 'dormant') shown.current = true

  useEffect(() => {
    document.title = `${shownName(name)} · Atrium`
  }, [name])

  if (terminals.isPending)
    return (
      <div className="flex h-full flex-col">
        <PageHeader title={shownName(name)} />
        <div className="flex-1 bg-pool" />
      </div>
    )
  if (!session)
    return (
      <div className="flex h-full flex-col">
        <PageHeader title={shownName(name)} />
        {terminals.error ? (
          <EmptyState
            icon={<SquareTerminal />}
            title={t('terminal.cannotLoad')}
            actions={<Button onClick={() => void terminals.refetch()}>{t('common.retry')}</Button>}
          >
            {errorText(terminals.error, t)}
          </EmptyState>
        ) : (
          <Missing name={name} />
        )}
      </div>
    )
  return (
    <div className="flex h-full min-h-0 flex-col">
      <SessionHeader
        session={session}
        tools={
          <div className="flex items-center">
            <div ref={setTools} className="flex items-center" />
            <IconButton
              label={t('terminal.panel')}
              aria-expanded={panel}
              onPointerEnter={() => void loadPanel()}
              onClick={() => togglePanel(!panel)}
            >
              <GitCompare />
            </IconButton>
          </div>
        }
      />
      <div className="flex min-h-0 flex-1">
        <div className="flex min-h-0 min-w-0 flex-1 flex-col">
          {session.status === 'dormant' && !shown.current ? (
            <Dormant session={session} onRestored={() => setGeneration(generation + 1)} />
          ) : (
            <TerminalView
              key={generation}
              session={session}
              tools={tools}
              onPath={(path, line) => {
                setWanted({ path, line, at: Date.now() })
                setPanel(true)
              }}
              onRestored={() => setGeneration(generation + 1)}
            />
          )}
        </div>
        {panel && (
          <Suspense fallback={null}>
            <SidePanel session={session} wanted={wanted} onClose={() => togglePanel(false)} />
          </Suspense>
        )}
      </div>
    </div>
  )
}

function Missing({ name }: { name: string }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  return (
    <EmptyState
      icon={<SquareTerminal />}
      title={t('terminal.missingTitle')}
      actions={<Button onClick={() => void navigate({ to: paths.home() })}>{t('common.home')}</Button>}
    >
      {t('terminal.missing', { name: shownName(name) })}
    </EmptyState>
  )
}

function Dormant({ session, onRestored }: { session: Session; onRestored: () => void }) {
  const { t } = useTranslation()
  const actions = useTerminalActions(session)
  return (
    <div className="grid flex-1 place-items-center">
      <EmptyState
        icon={<SquareTerminal />}
        title={t('terminal.dormantTitle')}
        actions={
          <>
            <Button
              variant="primary"
              onClick={() => void actions.restore().then((done) => done && onRestored())}
            >
              {t('terminal.restore')}
            </Button>
            <Button onClick={() => void actions.forget()}>{t('terminal.forget')}</Button>
          </>
        }
      >
        {t('terminal.dormant', { command: session.command ?? '–', path: session.path ?? '~' })}
      </EmptyState>
    </div>
  )
}
