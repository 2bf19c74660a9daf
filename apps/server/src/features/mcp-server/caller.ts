import type { Context } from '../../context.ts'
import { appRouter } from '../../router.ts'
import { createCallerFactory } from '../../trpc.ts'

/** The hub's procedures as one caller sees them: access, input, output and audit are checked there and nowhere else. */
export const hubCaller = createCallerFactory(appRouter)
export type HubCaller = ReturnType<typeof hubCaller>
export type CallerOf = (ctx: Context) => HubCaller
