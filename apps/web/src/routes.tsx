import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
} from '@tanstack/react-router'
import { CrashPage, NotFoundPage } from './layouts/ErrorPages.tsx'

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
  component: lazyRouteComponent(() => import('./features/settings/SettingsPage.tsx'), 'SettingsPage'),
})

export const router = createRouter({
  routeTree: root.addChildren([signIn, app.addChildren([home, chat, terminal, settings])]),
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
