import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
} from '@tanstack/react-router'
import type { ComponentType } from 'react'
import { loadTexts } from './i18n/index.ts'
import type { Room } from './i18n/rooms.ts'
import { CrashPage, NotFoundPage } from './layouts/ErrorPages.tsx'

/** A page that is not there at first sight: its code and the words of its rooms are fetched side by side. */
const later = <N extends string>(
  load: () => Promise<Record<N, ComponentType>>,
  name: N,
  ...rooms: [Room, ...Room[]]
) =>
  lazyRouteComponent(
    () => Promise.all([load(), loadTexts(...rooms)]).then(([page]) => page as Record<string, ComponentType>),
    name as string,
  )

/** Every page, on one sheet. */
const root = createRootRoute({
  component: Outlet,
  notFoundComponent: NotFoundPage,
  errorComponent: CrashPage,
})

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  component: lazyRouteComponent(() => import('./features/auth/SignInPage.tsx'), 'SignInPage'),
})
const app = createRoute({
  getParentRoute: () => root,
  id: 'app',
  component: lazyRouteComponent(() => import('./layouts/AppLayout.tsx'), 'AppLayout'),
})
const home = createRoute({
  getParentRoute: () => app,
  path: '/',
  component: lazyRouteComponent(() => import('./features/chat/NewChatPage.tsx'), 'NewChatPage'),
})
const chat = createRoute({
  getParentRoute: () => app,
  path: '/chats/$chatId',
  component: lazyRouteComponent(() => import('./features/chat/ChatPage.tsx'), 'ChatPage'),
})
const terminal = createRoute({
  getParentRoute: () => app,
  path: '/terminals/$name',
  component: lazyRouteComponent(() => import('./layouts/terminal/TerminalPage.tsx'), 'TerminalPage'),
})
const settings = createRoute({
  getParentRoute: () => app,
  path: '/settings/{-$section}',
  component: later(
    () => import('./features/settings/SettingsPage.tsx'),
    'SettingsPage',
    'settings',
    'library',
    'outreach',
  ),
})
const files = createRoute({
  getParentRoute: () => app,
  path: '/files/$',
  component: later(() => import('./features/files/FilesPage.tsx'), 'FilesPage', 'files', 'library'),
})
const projects = createRoute({
  getParentRoute: () => app,
  path: '/projects/{-$id}/{-$tab}',
  component: later(
    () => import('./layouts/project/ProjectPage.tsx'),
    'ProjectRoom',
    'projects',
    'files',
    'git',
    'library',
    'projectFiles',
  ),
})
const board = createRoute({
  getParentRoute: () => app,
  path: '/board/{-$project}',
  component: later(() => import('./features/board/BoardPage.tsx'), 'BoardPage', 'board', 'git', 'library'),
})
const workspaces = createRoute({
  getParentRoute: () => app,
  path: '/workspaces/{-$slug}',
  component: later(() => import('./features/workspaces/WorkspacesPage.tsx'), 'WorkspacesPage', 'library'),
})
const servers = createRoute({
  getParentRoute: () => app,
  path: '/servers/{-$name}',
  component: later(() => import('./features/servers/ServersPage.tsx'), 'ServersPage', 'library'),
})
const skills = createRoute({
  getParentRoute: () => app,
  path: '/skills/{-$name}',
  component: later(() => import('./features/skills/SkillsPage.tsx'), 'SkillsPage', 'library'),
})
const modules = createRoute({
  getParentRoute: () => app,
  path: '/modules/{-$name}',
  component: later(() => import('./features/modules/ModulesPage.tsx'), 'ModulesPage', 'library', 'files'),
})
const usage = createRoute({
  getParentRoute: () => app,
  path: '/usage',
  component: later(() => import('./features/usage/UsagePage.tsx'), 'UsagePage', 'usage', 'library'),
})
const schedules = createRoute({
  getParentRoute: () => app,
  path: '/schedules/{-$name}',
  component: later(() => import('./features/schedules/SchedulesPage.tsx'), 'SchedulesPage', 'library'),
})
const history = createRoute({
  getParentRoute: () => app,
  path: '/history/{-$id}',
  component: later(() => import('./features/history/HistoryPage.tsx'), 'HistoryPage', 'files', 'library'),
})
const imports = createRoute({
  getParentRoute: () => app,
  path: '/imports',
  component: later(() => import('./features/imports/ImportsPage.tsx'), 'ImportsPage', 'files', 'library'),
})

const bots = createRoute({
  getParentRoute: () => app,
  path: '/bots/{-$platform}',
  component: later(() => import('./features/bots/BotsPage.tsx'), 'BotsPage', 'bots', 'library'),
})
const webhooks = createRoute({
  getParentRoute: () => app,
  path: '/webhooks/{-$id}',
  component: later(
    () => import('./features/webhooks/WebhooksPage.tsx'),
    'WebhooksPage',
    'webhooks',
    'library',
  ),
})

const approvals = createRoute({
  getParentRoute: () => app,
  path: '/approvals',
  component: later(
    () => import('./features/approvals/ApprovalsPage.tsx'),
    'ApprovalsPage',
    'approvals',
    'library',
  ),
})

const preview = createRoute({
  getParentRoute: () => app,
  path: '/preview',
  component: later(() => import('./features/preview/PreviewPage.tsx'), 'PreviewPage', 'outreach'),
})

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    app.addChildren([
      home,
      chat,
      terminal,
      settings,
      files,
      projects,
      board,
      workspaces,
      servers,
      skills,
      modules,
      schedules,
      usage,
      history,
      imports,
      webhooks,
      bots,
      preview,
      approvals,
    ]),
  ]),
  defaultNotFoundComponent: NotFoundPage,
  defaultErrorComponent: CrashPage,
  defaultPreload: 'intent',
  scrollRestoration: false,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
