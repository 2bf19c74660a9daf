import { hookEvents, limits } from '@atrium/schema'
import { z } from 'zod'

const eventName = z
  .string()
  .max(100)
  .regex(/^[a-z][a-z0-9_-]*(\.[a-z0-9_-]+)+$/, `must be names like '${hookEvents[2]}'`)

/** What a script says of itself. */
const Config = z.object({
  events: z.array(eventName).min(1).max(50),
  blocking: z.boolean().default(false),
  timeout: z.number().positive().default(30),
  enabled: z.boolean().default(true),
  description: z.string().max(500).default(''),
})

export type HookConfig = {
  events: string[]
  blocking: boolean
  timeoutMs: number
  enabled: boolean
  description: string
}

/** There is no later for these: the hub waits, whatever the script says. */
export const alwaysBlocking: ReadonlySet<string> = new Set(['server.stopping', 'context.approaching_limit'])

/** @throws Error with one sentence that says what is wrong with it */
export function readConfig(said: Record<string, unknown>): HookConfig {
  if (said['config'] == null) throw new Error("It exports no 'config'")
  if (said['runs'] !== true) throw new Error("It exports no function 'run'")
  const parsed = Config.safeParse(said['config'])
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new Error(`config.${issue?.path.join('.')}: ${issue?.message}`)
  }
  const { timeout, ...config } = parsed.data
  return { ...config, timeoutMs: Math.min(timeout * 1_000, limits.hookTimeoutMs) }
}
