import {
  limits,
  type PreviewConfig,
  type PreviewPorts,
  type PreviewSelect,
  type PreviewSelected,
} from '@atrium/schema'
import type { Config } from '../../config.ts'
import type { Actor } from '../../context.ts'
import { AppError, conflict } from '../../core/errors.ts'
import type { Ports } from '../../host/ports.ts'
import { createVisits, type Visit } from './visits.ts'

/** Where the viewer of the simulator listens. */
const mataPort = 3070

export type Target = { port: number; address: string }

/** Which ports of this computer may be seen, under which names, and by whom. */
export function createPreview(deps: { config: Config; ports: Ports }) {
  const { config, ports } = deps
  const place = config.preview
  const visits = createVisits()
  const own = new Set<number>()
  /** A proxy on this computer leads back to the hub, too. */
  const publicPort = config.publicUrl === null ? '' : new URL(config.publicUrl).port
  const isOwn = (port: number): boolean => own.has(port) || String(port) === publicPort
  /** Ports that were chosen, the newest last. */
  const approved = new Set<number>()
  let active: number | null = null

  /** Name of the host that shows this port. */
  const hostOf = (port: number): string => {
    if (!place) throw new AppError('conflict', 'preview disabled')
    return place.perPort ? `${port}.${place.name}` : place.name
  }

  function urlOf(actor: Actor, port: number): string {
    const host = hostOf(port)
    const base = config.publicUrl === null ? null : new URL(config.publicUrl)
    // What is of this computer alone is reached at our own port, whatever stands in front for others.
    const isLocal = host.endsWith('.localhost')
    const scheme = base && !isLocal ? base.protocol : 'http:'
    const [ours = config.port] = own
    const port_ = place?.port ?? (base && !isLocal ? Number(base.port) || null : ours)
    const origin = `${scheme}//${host}${port_ === null ? '' : `:${port_}`}`
    return config.previewSignIn
      ? `${origin}/__atrium/enter?ticket=${visits.ticket(actor, host)}`
      : `${origin}/`
  }

  return {
    signIn: config.previewSignIn,

    /** The hub listens there itself: never a preview. */
    serving(port: number): void {
      own.add(port)
    },
    consoleUrl: (): string => config.publicUrl ?? `http://localhost:${[...own][0] ?? config.port}`,
    config: (): PreviewConfig => ({
      enabled: place !== null,
      host: place?.name ?? null,
      activePort: active,
      ports: [...approved],
      signIn: config.previewSignIn,
    }),
    async ports(): Promise<PreviewPorts> {
      const found = await ports.list()
      return {
        ports: found.filter(({ port }) => !isOwn(port)).map(({ port, process }) => ({ port, process })),
      }
    },
    /** Choosing a port is what allows it to be seen. @throws AppError conflict, invalid */
    async select(actor: Actor, input: PreviewSelect): Promise<PreviewSelected> {
      if (!place) throw conflict('preview disabled')
      const port = input.source === 'mata' ? mataPort : (input.port ?? null)
      if (port === null) {
        approved.clear()
        active = null
        return { ok: true, port: null }
      }
      if (isOwn(port)) throw new AppError('forbidden', 'This port is not approved for preview')
      if (!(await ports.find(port)))
        throw new AppError(
          'conflict',
          input.source === 'mata' ? 'mata viewer not running' : 'port not listening',
          {
            meta: { port },
          },
        )
      approved.delete(port)
      approved.add(port)
      for (const oldest of approved) {
        if (approved.size <= limits.previewPorts) break
        approved.delete(oldest)
      }
      active = port
      return {
        ok: true,
        port,
        ...(input.source && { source: input.source }),
        url: urlOf(actor, port),
      }
    },

    /** Whether a host name is one of previews, and which port it asks for; null is the active one. */
    nameOf(name: string): { port: number | null } | null {
      if (!place) return null
      if (name === place.name) return { port: null }
      if (!name.endsWith(`.${place.name}`)) return null
      const label = name.slice(0, -place.name.length - 1)
      return { port: /^\d{1,5}$/.test(label) ? Number(label) : -1 }
    },
    enter: (ticket: string, host: string): string | null => visits.enter(ticket, host),
    visit: (cookie: string, host: string): Visit | null => visits.find(cookie, host),
    /** Where requests of such a name go. @throws AppError forbidden, unavailable */
    async target(asked: number | null): Promise<Target> {
      const port = asked ?? active
      if (port === null)
        throw new AppError('unavailable', 'No port is chosen for the preview; choose one in Atrium')
      if (isOwn(port) || !approved.has(port))
        throw new AppError('forbidden', 'This port is not approved for preview')
      const found = await ports.find(port)
      if (!found) throw new AppError('unavailable', `Nothing listens on port ${port} now`)
      return found
    },
  }
}
