import { z } from 'zod'
import { RunnerName } from './agents.ts'
import { TrustLevel } from './chat.ts'
import { ChatId, IsoDate, QueryInt } from './common.ts'

/** Name of a scheduled agent: its file's name without `.md`. */
export const ScheduledAgentName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/)
  .meta({ description: "Name of the agent: its file's name without `.md`.", examples: ['content-scout'] })

const Day = z.string().describe('A day, YYYY-MM-DD.')

export const ScheduledRunStatus = z
  .enum(['running', 'skipped', 'completed', 'completed_no_output', 'failed', 'interrupted'])
  .describe(
    'running: still going. skipped: nothing was run, see `reason`. completed: it wrote its output. completed_no_output: it ended without writing any. failed: see `reason`. interrupted: the hub ended during it; it is not run again by itself.',
  )
export type ScheduledRunStatus = z.infer<typeof ScheduledRunStatus>

/** One time a scheduled agent was run, or should have been. */
export const ScheduledRun = z
  .object({
    id: z.string().describe('Id of this entry; later ones sort behind it.'),
    agent: z.string().describe('Name of the agent.'),
    trigger: z
      .enum(['schedule', 'catch_up', 'manual'])
      .describe(
        'schedule: its time came. catch_up: its time had passed while the hub was off. manual: somebody asked.',
      ),
    status: ScheduledRunStatus,
    reason: z.string().nullable().describe('Why it was skipped or failed.'),
    date: Day.describe('Day whose journal it was about, YYYY-MM-DD.'),
    output_date: Day.describe('Day under which its output is written, YYYY-MM-DD.'),
    output_path: z.string().nullable().describe('What it wrote, relative to the vault.'),
    session_id: ChatId.nullable().describe('Chat of this run; open it like any other.'),
    run_id: z.string().nullable().describe('Run in that chat.'),
    due_at: IsoDate.nullable().describe('When it was due; null when somebody asked.'),
    missed: z.number().int().describe('How many times passed unseen before this one.'),
    started_at: IsoDate.describe('When it began.'),
    ended_at: IsoDate.nullable().describe('When it ended; null while it runs.'),
  })
  .meta({ id: 'ScheduledRun' })
export type ScheduledRun = z.infer<typeof ScheduledRun>

/** One agent file of the scheduler, as it will be run. */
export const ScheduledAgent = z
  .object({
    display_name: z.string().describe('Name for people.'),
    enabled: z.boolean().describe('Whether it runs by itself.'),
    time: z.string().describe('Time of day, H:MM; empty when a cron expression says when.'),
    name: z.string().describe("Its file's name without `.md`."),
    description: z.string().describe('One line about it.'),
    path: z.string().describe('Its file, relative to the vault.'),
    cron: z.string().describe('When it runs, as a cron expression.'),
    timezone: z.string().describe('Time zone of its schedule (IANA).'),
    missed: z.enum(['skip', 'catch_up']).describe('What becomes of times that passed while the hub was off.'),
    runner: RunnerName.nullable().describe('Agent that runs it; null takes the default one.'),
    model: z.string().nullable().describe('Model; null takes the default one.'),
    trust_level: TrustLevel,
    workspace_id: z.string().nullable().describe('Workspace of its chats, by its slug.'),
    tools: z.array(z.string()).describe('Tools of the hub that it is given.'),
    needs: z.array(z.string()).describe('Files or folders of the vault without which it is skipped.'),
    output: z.string().describe('Where its output goes, with placeholders, relative to the vault.'),
    task: z.string().describe('The message that each run begins with, with placeholders.'),
    prompt: z.string().describe('Its instructions: what is approved with it.'),
    hash: z.string().describe('SHA-256 of its file: what an approval is for.'),
    approval: z
      .enum(['approved', 'new', 'changed'])
      .describe(
        'approved: it runs. new: nobody has approved it yet. changed: its file is not what was approved.',
      ),
    problem: z.string().nullable().describe('Why it cannot be scheduled: what is wrong in its file.'),
    next_run: IsoDate.nullable().describe('When it runs next; null when it does not.'),
    last_run: ScheduledRun.nullable().describe('Its newest run.'),
  })
  .meta({ id: 'ScheduledAgent' })
export type ScheduledAgent = z.infer<typeof ScheduledAgent>

export const Scheduler = z.object({
  running: z.boolean().describe('Whether agents are started when their time comes.'),
  jobs: z
    .array(
      z.object({
        id: z.string().describe('`daily_` and the name of the agent.'),
        name: z.string().describe('`Daily` and its name for people.'),
        next_run: IsoDate.nullable().describe('When it runs next.'),
        trigger: z.string().describe('When it runs, in words.'),
      }),
    )
    .describe('Agents that will be started, soonest first.'),
  agents: z.record(z.string(), ScheduledAgent).describe('Every agent file, by name.'),
  config: z
    .object({
      daily_reflection: ScheduledAgent.nullable().describe('The agent called `reflection`, if there is one.'),
    })
    .describe('Kept for clients of the first system.'),
})
export type Scheduler = z.infer<typeof Scheduler>

export const SchedulerReloaded = z.object({
  success: z.literal(true).describe('Always true.'),
  agents: z
    .record(
      z.string(),
      z.object({
        scheduled: z.boolean().describe('Whether it will be started by itself.'),
        next_run: IsoDate.nullable().describe('When it runs next.'),
        reason: z.string().nullable().describe('Why it is not scheduled.'),
      }),
    )
    .describe('Every agent file, by name.'),
  daily_reflection_scheduled: z.boolean().describe('Whether the agent called `reflection` is scheduled.'),
  next_run: IsoDate.nullable().describe('When the agent called `reflection` runs next.'),
})

export const ScheduledAgentRef = z.object({ name: ScheduledAgentName })

export const ScheduledAgentApprove = ScheduledAgentRef.extend({
  hash: z
    .string()
    .max(64)
    .optional()
    .describe('Hash that was shown; refused when the file is another one by now.'),
})
export const ScheduledAgentApproved = z.object({
  success: z.literal(true).describe('Always true.'),
  agent: ScheduledAgent.describe('The agent as it is now.'),
})

export const ScheduledAgentTrigger = ScheduledAgentRef.extend({
  force: z.boolean().optional().describe('Run it also when its day was processed already.'),
})

export const ScheduledAgentTriggered = z
  .object({
    status: ScheduledRunStatus,
    agent: z.string().describe('Name of the agent.'),
    date: Day.describe('Day whose journal it was about, YYYY-MM-DD.'),
    journal_date: Day.describe('The same as `date`.'),
    output_date: Day.describe('Day under which its output is written, YYYY-MM-DD.'),
    reason: z.string().optional().describe('Why it was skipped or failed.'),
    last_run_at: IsoDate.optional().describe('When that day was processed, if it was skipped for that.'),
    session_id: ChatId.nullable().describe('Chat of this run; follow it there while it is running.'),
    run_id: z.string().nullable().describe('Run in that chat.'),
    sdk_session_id: z.string().nullable().describe("The agent's own session."),
    mcp_servers: z.array(z.string()).describe('Servers whose tools it was given.'),
    model: z.string().nullable().describe('Model that answered.'),
    output_written: z.boolean().describe('Whether it wrote its output.'),
    output_path: z.string().nullable().describe('What it wrote, relative to the vault.'),
  })
  .meta({ id: 'ScheduledAgentTriggered' })
export type ScheduledAgentTriggered = z.infer<typeof ScheduledAgentTriggered>

export const ScheduledRunsQuery = z.object({
  agent: ScheduledAgentName.optional().describe('Only runs of this agent.'),
  limit: QueryInt.min(1).max(500).default(100).describe('1 to 500; default 100.'),
  before: z.string().max(64).optional().describe('Only entries older than the one with this id.'),
})
export type ScheduledRunsQuery = z.infer<typeof ScheduledRunsQuery>

export const ScheduledRunList = z.object({
  runs: z.array(ScheduledRun).describe('Newest first.'),
  next: z.string().nullable().describe('Send it as `before` for the page behind this one; null at the end.'),
})
