// The one place that speaks to a Docker engine, over a socket of this machine. Only images are made with it: chats are not
// run in containers yet.
import { stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type Dockerode from 'dockerode'
import { childEnv } from './exec.ts'

export type DockerState =
  | { available: true; version: string; imageExists: boolean }
  | { available: false; reason: string }

export type Docker = ReturnType<typeof createDocker>

const answerMs = 5_000
const lineChars = 2_000
const imageFolder = fileURLToPath(new URL('./sandbox-image', import.meta.url))
const install = 'Install Docker and start it, or set DOCKER_HOST to its socket.'

/** Sockets of an engine on this machine, as the docker program finds them. */
function socketsOf(dockerHost: string | undefined): { paths: string[] } | { reason: string } {
  if (dockerHost !== undefined && dockerHost !== '') {
    const path = /^unix:\/\/(\/.+)$/.exec(dockerHost)?.[1]
    if (path !== undefined) return { paths: [path] }
    return { reason: 'DOCKER_HOST names another machine. Only an engine on this one is used: unix:///….' }
  }
  const { HOME = homedir(), XDG_RUNTIME_DIR } = childEnv()
  return {
    paths: [
      '/var/run/docker.sock',
      ...(XDG_RUNTIME_DIR === undefined ? [] : [join(XDG_RUNTIME_DIR, 'docker.sock')]),
      join(HOME, '.docker/run/docker.sock'),
    ],
  }
}

/**
 * @param options.dockerHost `DOCKER_HOST` of the person
 * @param options.image name of the image that `build` makes
 */
export function createDocker({ dockerHost, image }: { dockerHost: string | undefined; image: string }) {
  /** The engine whose socket is there; or why there is none. */
  async function connect(timeout?: number): Promise<Dockerode | { reason: string }> {
    const sockets = socketsOf(dockerHost)
    if ('reason' in sockets) return sockets
    for (const socketPath of sockets.paths) {
      const info = await stat(socketPath).catch(() => null)
      if (!info?.isSocket()) continue
      const { default: Docker } = await import('dockerode')
      return new Docker({ socketPath, ...(timeout !== undefined && { timeout }) })
    }
    return { reason: `There is no Docker engine here. ${install}` }
  }

  async function state(): Promise<DockerState> {
    const engine = await connect(answerMs)
    if ('reason' in engine) return { available: false, reason: engine.reason }
    try {
      const { Version } = await engine.version()
      const imageExists = await engine
        .getImage(image)
        .inspect()
        .then(
          () => true,
          (error: unknown) => {
            if (statusOf(error) === 404) return false
            throw error
          },
        )
      return { available: true, version: String(Version), imageExists }
    } catch (error) {
      return { available: false, reason: reasonOf(error) }
    }
  }

  return {
    state,
    /**
     * Makes the image out of the Dockerfile that comes with the hub; gives what the engine says line by line.
     * @throws Error with the engine's own sentence
     */
    async build(progress: (line: string) => void, signal: AbortSignal): Promise<void> {
      const engine = await connect() // a build may be silent for long
      if ('reason' in engine) throw new Error(engine.reason)
      const output = await engine.buildImage(
        { context: imageFolder, src: ['Dockerfile'] },
        { t: image, abortSignal: signal },
      )
      await new Promise<void>((resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error('The build was stopped')), { once: true })
        engine.modem.followProgress(
          output,
          (error) => (error ? reject(error) : resolve()),
          (event: unknown) => {
            const failed = fieldOf(event, 'error')
            if (failed !== '') reject(new Error(failed))
            for (const line of linesOf(event)) progress(line.slice(0, lineChars))
          },
        )
      })
    },
  }
}

/** One event of a build: something printed, or the state of a layer that is fetched. */
function linesOf(event: unknown): string[] {
  const state = [fieldOf(event, 'id'), fieldOf(event, 'status')].filter(Boolean).join(': ')
  const text = fieldOf(event, 'stream') || state
  return text.split('\n').filter((line) => line.trim() !== '')
}

function fieldOf(event: unknown, name: string): string {
  const value: unknown = typeof event === 'object' && event !== null ? Reflect.get(event, name) : undefined
  return typeof value === 'string' ? value : ''
}

const statusOf = (error: unknown): unknown =>
  typeof error === 'object' && error !== null ? Reflect.get(error, 'statusCode') : undefined

function reasonOf(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'EACCES' || code === 'EPERM')
    return 'The Docker socket may not be used by this user. Add the user to the group of the socket.'
  if (code === 'ECONNREFUSED' || code === 'ENOENT') return `The Docker engine does not run. ${install}`
  if (typeof statusOf(error) === 'number') return `The Docker engine answered ${String(statusOf(error))}.`
  return `The Docker engine did not answer within ${answerMs / 1_000} s.`
}
