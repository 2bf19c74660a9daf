import { agents } from './features/agents/router.ts'
import { approvals, rules } from './features/approvals/router.ts'
import { audit } from './features/audit/router.ts'
import { auth } from './features/auth/router.ts'
import { board } from './features/board/router.ts'
import { bots } from './features/bots/router.ts'
import { browse } from './features/browse/router.ts'
import { captures } from './features/captures/router.ts'
import { chat } from './features/chat/router.ts'
import { claudeCode } from './features/claude-code/router.ts'
import { contexts } from './features/contexts/router.ts'
import { files } from './features/files/router.ts'
import { git } from './features/git/router.ts'
import { hooks } from './features/hooks/router.ts'
import { imports } from './features/imports/router.ts'
import { live } from './features/live/router.ts'
import { mcps } from './features/mcps/router.ts'
import { modules } from './features/modules/router.ts'
import { penates } from './features/penates/router.ts'
import { preview } from './features/preview/router.ts'
import { projectFiles } from './features/project-files/router.ts'
import { projects } from './features/projects/router.ts'
import { prompts } from './features/prompts/router.ts'
import { push } from './features/push/router.ts'
import { sandbox } from './features/sandbox/router.ts'
import { scheduler } from './features/scheduler/router.ts'
import { server } from './features/server/router.ts'
import { sessions } from './features/sessions/router.ts'
import { settings } from './features/settings/router.ts'
import { skills } from './features/skills/router.ts'
import { sync } from './features/sync/router.ts'
import { system } from './features/system/router.ts'
import { updates } from './features/updates/router.ts'
import { usage } from './features/usage/router.ts'
import { voice } from './features/voice/router.ts'
import { webhooks } from './features/webhooks/router.ts'
import { workspaces } from './features/workspaces/router.ts'
import { router } from './trpc.ts'

/** Every JSON door of the hub, by feature. */
export const appRouter = router({
  agents,
  approvals,
  audit,
  auth,
  board,
  bots,
  captures,
  chat,
  contexts,
  claudeCode,
  files,
  git,
  hooks,
  imports,
  live,
  mcps,
  modules,
  browse,
  projectFiles,
  penates,
  projects,
  preview,
  prompts,
  rules,
  push,
  sandbox,
  scheduler,
  server,
  sessions,
  settings,
  skills,
  sync,
  system,
  updates,
  usage,
  voice,
  webhooks,
  workspaces,
})

export type AppRouter = typeof appRouter
