import { agents } from './features/agents/router.ts'
import { auth } from './features/auth/router.ts'
import { chat } from './features/chat/router.ts'
import { files } from './features/files/router.ts'
import { hooks } from './features/hooks/router.ts'
import { live } from './features/live/router.ts'
import { mcps } from './features/mcps/router.ts'
import { scheduler } from './features/scheduler/router.ts'
import { sessions } from './features/sessions/router.ts'
import { settings } from './features/settings/router.ts'
import { sync } from './features/sync/router.ts'
import { system } from './features/system/router.ts'
import { router } from './trpc.ts'

/** Every JSON door of the hub, by feature. */
export const appRouter = router({
  agents,
  auth,
  chat,
  files,
  hooks,
  live,
  mcps,
  scheduler,
  sessions,
  settings,
  sync,
  system,
})

export type AppRouter = typeof appRouter
