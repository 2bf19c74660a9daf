import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
} from '@tanstack/react-router'
import type { ComponentType } from 'react'
import { loadPageTexts } from './i18n/index.ts'
import { CrashPage, NotFoundPage } from './layouts/ErrorPages.tsx'

/** A page that is not there at first sight: its code and its words are fetched side by side. */
const later = <N extends string>(load: () => Promise<Record<N, ComponentType>>, name: N) =>
  lazyRouteComponent(
    () => Promise.all([load(), loadPageTexts()]).then(([page]) => page as Record<string, ComponentType>),
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
  component: lazyRouteComponent(() => import('./features/sessions/TerminalPage.tsx'), 'TerminalPage'),
})
const settings = createRoute({
  getParentRoute: () => app,
  path: '/settings/{-$section}',
  component: later(() => import('./features/settings/SettingsPage.tsx'), 'SettingsPage'),
})
const files = createRoute({
  getParentRoute: () => app,
  path: '/files/$',
  component: later(() => import('./features/files/FilesPage.tsx'), 'FilesPage'),
})
const workspaces = createRoute({
  getParentRoute: () => app,
  path: '/workspaces/{-$slug}',
  component: later(() => import('./features/workspaces/WorkspacesPage.tsx'), 'WorkspacesPage'),
})
const servers = createRoute({
  getParentRoute: () => app,
  path: '/servers/{-$name}',
  component: later(() => import('./features/servers/ServersPage.tsx'), 'ServersPage'),
})
const skills = createRoute({
  getParentRoute: () => app,
  path: '/skills/{-$name}',
  component: later(() => import('./features/skills/SkillsPage.tsx'), 'SkillsPage'),
})
const modules = createRoute({
  getParentRoute: () => app,
  path: '/modules/{-$name}',
  component: later(() => import('./features/modules/ModulesPage.tsx'), 'ModulesPage'),
})
const schedules = createRoute({
  getParentRoute: () => app,
  path: '/schedules/{-$name}',
  component: later(() => import('./features/schedules/SchedulesPage.tsx'), 'SchedulesPage'),
})
const history = createRoute({
  getParentRoute: () => app,
  path: '/history/{-$id}',
  component: later(() => import('./features/history/HistoryPage.tsx'), 'HistoryPage'),
})
const imports = createRoute({
  getParentRoute: () => app,
  path: '/imports',
  component: later(() => import('./features/imports/ImportsPage.tsx'), 'ImportsPage'),
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
      workspaces,
      servers,
      skills,
      modules,
      schedules,
      history,
      imports,
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
