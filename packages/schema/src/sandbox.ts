import { z } from 'zod'

const version = z.string().nullable().describe('Version; null when it is not there.')

/** Whether chats with the trust level `sandboxed` can be had. The original page names the route and shows no shape. */
export const SandboxStatus = z
  .object({
    available: z.boolean().describe('Whether a sandbox can be had now, found out by making one.'),
    engine: z
      .enum(['bubblewrap', 'docker', 'none'])
      .describe('What makes the sandboxes of chats. none: sandboxed chats are refused.'),
    version: version.describe('Version of that engine.'),
    reason: z.string().nullable().describe('Why there is none, and the next step; null when there is one.'),
    reason_code: z
      .enum(['system', 'not_installed', 'not_allowed', 'no_answer'])
      .nullable()
      .describe(
        'What `reason` says, for clients with words of their own. system: not on this kind of system. not_installed: bubblewrap is not there. not_allowed: it may not run here. no_answer: it did not answer.',
      ),
    isolates_codes: z
      .array(z.enum(['network', 'files', 'credentials', 'processes', 'repositories']))
      .describe('What each sentence of `isolates` is about, in the same order.'),
    isolates: z.array(z.string()).describe('What a sandboxed agent cannot reach or do, one sentence each.'),
    status: z
      .enum(['ready', 'image_missing', 'docker_unavailable'])
      .describe(
        'ready: sandboxes can be had. Else the state of Docker, which could stand in once an image is built.',
      ),
    docker_available: z.boolean().describe('Whether a Docker engine answers.'),
    docker_version: version.describe('Version of that engine.'),
    docker_reason: z.string().nullable().describe('Why Docker does not answer; null when it does.'),
    image: z.string().describe('Image that `POST /api/sandbox/build` makes.'),
    image_exists: z.boolean().describe('Whether the Docker engine has it.'),
    building: z.boolean().describe('Whether it is being built now.'),
  })
  .meta({ id: 'SandboxStatus' })
export type SandboxStatus = z.infer<typeof SandboxStatus>

export const SandboxConfig = z
  .object({
    engine: z.enum(['bubblewrap', 'docker', 'none']).describe('What makes the sandboxes of chats.'),
    image: z.string().describe('Image for Docker.'),
    memory: z
      .string()
      .nullable()
      .describe('Most memory of a sandbox, as Docker writes it; null: no limit of ours.'),
    cpu: z.string().nullable().describe('Processors of a sandbox; null: no limit of ours.'),
    pids: z.number().int().nullable().describe('Processes in a sandbox; null: no limit of ours.'),
    timeout: z
      .number()
      .int()
      .nullable()
      .describe('Longest run in seconds; null: until it ends or is stopped.'),
    network_enabled: z
      .boolean()
      .describe('Whether the agent inside reaches the network. Its model is reached through the hub alone.'),
    writable: z.array(z.string()).describe('What can be written inside.'),
    readable: z.array(z.string()).describe('What else can be read inside.'),
  })
  .meta({ id: 'SandboxConfig' })
export type SandboxConfig = z.infer<typeof SandboxConfig>

/** One `data:` line of `POST /api/sandbox/build`. */
export const SandboxBuildEvent = z
  .discriminatedUnion('type', [
    z.object({
      type: z.literal('build_progress'),
      line: z.string().describe('What the build says.'),
    }),
    z.object({ type: z.literal('build_complete'), image: z.string().describe('The image.') }),
    z.object({ type: z.literal('build_error'), error: z.string().describe('Why there is no image.') }),
  ])
  .meta({ id: 'SandboxBuildEvent' })
export type SandboxBuildEvent = z.infer<typeof SandboxBuildEvent>
