import type { SandboxBuildEvent, SandboxConfig, SandboxStatus } from '@atrium/schema'
import { AppError, messageOf } from '../../core/errors.ts'
import type { Log } from '../../core/log.ts'
import type { Tasks } from '../../core/tasks.ts'
import type { Docker } from '../../host/docker.ts'
import type { SandboxState } from '../../host/sandbox.ts'

export type SandboxDeps = {
  docker: Docker
  image: string
  /** What chats get. */
  available(): Promise<SandboxState>
  /** Version of a program; null when it is not there. */
  versionOf(program: string): Promise<string | null>
  tasks: Tasks
  log: Log
}

const isolates = {
  network: 'Network: there is none inside. The model is reached through the hub, and nothing else.',
  files:
    'Files: nothing of yours is there but the working directory, which can be written. System programs are read-only.',
  credentials: 'Credentials: neither your keys nor the state of the hub are inside.',
  processes:
    'Processes: those of the machine are not seen and cannot be signalled; users, devices and privileges are taken away.',
  repositories: 'Repositories: hooks and configuration of git in the working directory cannot be changed.',
}
// Keys of an object keep their order.
const isolatesCodes = Object.keys(isolates) as (keyof typeof isolates)[]

const keptLines = 1_000

export function createSandbox(deps: SandboxDeps) {
  const { docker, image, tasks, log } = deps
  let building = false

  return {
    async status(): Promise<SandboxStatus> {
      const [state, engine] = await Promise.all([deps.available(), docker.state()])
      const ready = state.available
      return {
        available: ready,
        engine: ready ? state.engine : 'none',
        version: ready ? await deps.versionOf(state.program) : null,
        reason: ready ? null : state.reason,
        reason_code: ready ? null : state.code,
        isolates_codes: ready ? isolatesCodes : [],
        isolates: ready ? Object.values(isolates) : [],
        status: ready
          ? 'ready'
          : engine.available && !engine.imageExists
            ? 'image_missing'
            : 'docker_unavailable',
        docker_available: engine.available,
        docker_version: engine.available ? engine.version : null,
        docker_reason: engine.available ? null : engine.reason,
        image,
        image_exists: engine.available && engine.imageExists,
        building,
      }
    },
    async config(): Promise<SandboxConfig> {
      const state = await deps.available()
      return {
        engine: state.available ? state.engine : 'none',
        image,
        memory: null,
        cpu: null,
        pids: null,
        timeout: null,
        network_enabled: false,
        writable: ['the working directory', '/tmp', 'a home of its own, kept for the chat'],
        readable: ['system programs and libraries', 'the program of the agent'],
      }
    },

    /**
     * Builds the image and tells how it goes. It goes on when nobody listens any more.
     * @throws AppError bad_request when there is no Docker engine
     */
    async build(signal: AbortSignal): Promise<AsyncGenerator<SandboxBuildEvent>> {
      if (building) return one({ type: 'build_error', error: 'Build already in progress' })
      const engine = await docker.state()
      if (!engine.available) throw new AppError('bad_request', `Docker not available: ${engine.reason}`)
      if (building) return one({ type: 'build_error', error: 'Build already in progress' })
      building = true
      const said: SandboxBuildEvent[] = []
      let wake = (): void => undefined
      const tell = (event: SandboxBuildEvent): void => {
        if (said.length >= keptLines) said.shift() // whoever reads so slowly misses the oldest lines
        said.push(event)
        wake()
      }
      tasks.add('sandbox.build', async (stopping) => {
        try {
          await docker.build((line) => tell({ type: 'build_progress', line }), stopping)
          tell({ type: 'build_complete', image })
        } catch (error) {
          log.warn({ err: error, feature: 'sandbox' }, 'the image was not built')
          tell({ type: 'build_error', error: `Build failed: ${messageOf(error)}` })
        } finally {
          building = false
        }
      })
      signal.addEventListener('abort', () => wake(), { once: true })
      return (async function* () {
        while (!signal.aborted) {
          const event = said.shift()
          if (!event) await new Promise<void>((resolve) => (wake = resolve))
          else {
            yield event
            if (event.type !== 'build_progress') return
          }
        }
      })()
    },
  }
}

async function* one(event: SandboxBuildEvent): AsyncGenerator<SandboxBuildEvent> {
  yield event
}
