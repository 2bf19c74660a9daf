import { agents } from './features/agents/router.ts'
import { auth } from './features/auth/router.ts'
import { chat } from './features/chat/router.ts'
import { claudeCode } from './features/claude-code/router.ts'
import { contexts } from './features/contexts/router.ts'
import { files } from './features/files/router.ts'
import { hooks } from './features/hooks/router.ts'
import { imports } from './features/imports/router.ts'
import { live } from './features/live/router.ts'
import { mcps } from './features/mcps/router.ts'
import { modules } from './features/modules/router.ts'
import { prompts } from './features/prompts/router.ts'
import { sandbox } from './features/sandbox/router.ts'
import { scheduler } from './features/scheduler/router.ts'
import { sessions } from './features/sessions/router.ts'
import { settings } from './features/settings/router.ts'
import { skills } from './features/skills/router.ts'
import { sync } from './features/sync/router.ts'
import { system } from './features/system/router.ts'
import { usage } from './features/usage/router.ts'
import { workspaces } from './features/workspaces/router.ts'
import { router } from './trpc.ts'

/** Every JSON door of the hub, by feature. */
export const appRouter = router({
  agents,
  auth,
  chat,
  contexts,
  claudeCode,
  files,
  hooks,
  imports,
  live,
  mcps,
  modules,
  prompts,
  sandbox,
  scheduler,
  sessions,
  settings,
  skills,
  sync,
  system,
  usage,
  workspaces,
})

export type AppRouter = typeof appRouter
