import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Outlet, useNavigate, useRouterState } from '@tanstack/react-router'
import { Menu as MenuIcon, PanelLeft, Plug, WifiOff } from 'lucide-react'
import { lazy, Suspense, useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { errorText } from '../api/errors.ts'
import { followLive } from '../api/live.ts'
import { signedInQuery } from '../api/queries.ts'
import { hasLinkToken } from '../features/auth/link-token.ts'
import { useWide } from '../lib/use-media.ts'
import { useOnce } from '../lib/use-once.ts'
import { useOnline } from '../lib/use-online.ts'
import { paths } from '../paths.ts'
import { useConnection } from '../stores/connection.ts'
import { useDeviceId } from '../stores/device.ts'
import {
  setDrawer,
  toggleSidebar,
  useDrawer,
  useNewTerminal,
  usePalette,
  useShortcutList,
  useSidebar,
} from '../stores/layout.ts'
import { Button } from '../ui/Button.tsx'
import { EmptyState } from '../ui/EmptyState.tsx'
import { IconButton } from '../ui/IconButton.tsx'
import { Logo } from '../ui/Logo.tsx'
import { HeaderStart } from '../ui/PageHeader.tsx'
import { Sidebar } from './Sidebar.tsx'
import { useShortcuts } from './use-shortcuts.ts'

// Windows over the page: their code comes when the first one opens.
const CommandPalette = lazy(async () => ({
  default: (await import('../features/palette/CommandPalette.tsx')).CommandPalette,
}))
const NewTerminalDialog = lazy(async () => ({
  default: (await import('../features/sessions/NewTerminalDialog.tsx')).NewTerminalDialog,
}))
const ShortcutList = lazy(async () => ({ default: (await import('./ShortcutList.tsx')).ShortcutList }))
const Drawer = lazy(async () => ({ default: (await import('../ui/Drawer.tsx')).Drawer }))

/** The shell around every page of a person who is signed in. */
export function AppLayout() {
  const { t } = useTranslation()
  const signedIn = useQuery(signedInQuery())
  if (hasLinkToken()) return <ToSignIn />
  if (signedIn.isPending)
    return (
      <div role="status" aria-label={t('common.loading')} className="grid h-full place-items-center">
        <Logo className="size-10 animate-breathe" />
      </div>
    )
  if (signedIn.isError)
    return (
      <EmptyState
        icon={<Plug />}
        title={t('errors.noHub')}
        actions={<Button onClick={() => void signedIn.refetch()}>{t('common.retry')}</Button>}
      >
        {errorText(signedIn.error, t)}
      </EmptyState>
    )
  if (signedIn.data === null) return <ToSignIn />
  return <Shell />
}

/** Goes to the sign-in page once, and says where to come back to. */
function ToSignIn() {
  const navigate = useNavigate()
  useEffect(() => {
    const here = location.pathname + location.search
    const search = here === paths.home() ? {} : { to: here }
    void navigate({ to: paths.signIn(), search, replace: true })
  }, [navigate])
  return null
}

function Shell() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const wide = useWide()
  const sidebar = useSidebar()
  const drawer = useDrawer()
  const path = useRouterState({ select: ({ location }) => location.pathname })
  const drawerWanted = useOnce(drawer)
  const paletteWanted = useOnce(usePalette())
  const newTerminalWanted = useOnce(useNewTerminal())
  const shortcutsWanted = useOnce(useShortcutList())
  useShortcuts()

  useEffect(() => {
    const controller = new AbortController()
    void followLive(client, controller.signal)
    return () => controller.abort()
  }, [client])
  useEffect(() => setDrawer(false), [path, wide])
  const device = useDeviceId()
  useEffect(() => {
    if (device === '') return
    const controller = new AbortController()
    void import('../api/presence.ts').then(({ attend }) => attend(device, controller.signal))
    return () => controller.abort()
  }, [device])
  useEffect(() => {
    if (device !== '') void import('../api/presence.ts').then(({ placeChanged }) => placeChanged())
  }, [path, device])

  const start = wide ? (
    !sidebar && (
      <IconButton label={t('shell.showSidebar')} onClick={toggleSidebar}>
        <PanelLeft />
      </IconButton>
    )
  ) : (
    <IconButton label={t('shell.openMenu')} onClick={() => setDrawer(true)}>
      <MenuIcon />
    </IconButton>
  )
  return (
    <div className="flex h-dvh">
      <a
        href="#main"
        className="fixed top-2 left-2 z-50 -translate-y-20 rounded-lg bg-accent px-3 py-2 text-accent-ink focus:translate-y-0"
      >
        {t('shell.skip')}
      </a>
      {wide
        ? sidebar && (
            <aside className="w-70 shrink-0 border-line border-r bg-sunken">
              <Sidebar />
            </aside>
          )
        : drawerWanted && (
            <Suspense fallback={null}>
              <Drawer open={drawer} onOpenChange={setDrawer} title={t('shell.menu')}>
                <Sidebar />
              </Drawer>
            </Suspense>
          )}
      <div className="flex min-w-0 flex-1 flex-col">
        <ConnectionBar />
        <HeaderStart value={start}>
          <main id="main" tabIndex={-1} className="min-h-0 flex-1 outline-none">
            <Outlet />
          </main>
        </HeaderStart>
      </div>
      <Suspense fallback={null}>
        {paletteWanted && <CommandPalette />}
        {newTerminalWanted && <NewTerminalDialog />}
        {shortcutsWanted && <ShortcutList />}
      </Suspense>
    </div>
  )
}

/** Said only when something is wrong: no network, no hub, or a wire that others can read. */
function ConnectionBar() {
  const { t } = useTranslation()
  const online = useOnline()
  const connection = useConnection()
  const open =
    location.protocol === 'http:' && !/^(localhost|127\.|\[::1\]|.*\.localhost$)/.test(location.hostname)
  if (online && connection !== 'lost' && !open) return null
  const text = !online
    ? t('shell.offline')
    : connection === 'lost'
      ? t('common.reconnecting')
      : t('shell.plainHttp')
  return (
    <p
      role="status"
      className="flex shrink-0 items-center justify-center gap-2 border-signal-line border-b bg-signal-soft px-3 py-1 text-[13px] text-signal-ink"
    >
      <WifiOff aria-hidden className="size-3.5" />
      {text}
    </p>
  )
}
