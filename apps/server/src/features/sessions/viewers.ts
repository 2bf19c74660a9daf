/** Owns who looks at one session of the hub's own, and what each has been shown. */
import type { Screen } from '../../host/screen.ts'
import type { Attachment, Size } from './host.ts'

type Viewer = {
  size: Size
  show: ((chunk: Buffer) => void) | null
  /** live: gets every chunk. joining: gets the screen first. behind: gets nothing until it reads again. */
  state: 'live' | 'joining' | 'behind'
  waiting: Buffer[]
  end(): void
}

export type Viewers = ReturnType<typeof createViewers>

export function createViewers(deps: { screen: Screen; resize(size: Size): void; changed(): void }) {
  const { screen } = deps
  const viewers = new Set<Viewer>()
  let current: Size | null = null

  /** Sizes follow whoever was active last. */
  function use(size: Size): void {
    if (current?.cols === size.cols && current.rows === size.rows) return
    current = size
    deps.resize(size)
  }

  /** The screen as it is now, then all that came since. */
  function join(viewer: Viewer, prefix: string): void {
    viewer.state = 'joining'
    viewer.waiting = []
    screen.write('', () => {
      if (viewer.state !== 'joining' || !viewers.has(viewer)) return
      viewer.state = 'live'
      viewer.show?.(Buffer.from(prefix + screen.snapshot()))
      for (const chunk of viewer.waiting.splice(0)) viewer.show?.(chunk)
    })
  }

  return {
    count: () => viewers.size,
    show(chunk: Buffer): void {
      for (const viewer of viewers) {
        if (viewer.state === 'live') viewer.show?.(chunk)
        else if (viewer.state === 'joining') viewer.waiting.push(chunk)
      }
    },
    join(size: Size): Omit<Attachment, 'write' | 'paste'> & { touch(): void } {
      const { promise: exited, resolve } = Promise.withResolvers<void>()
      const viewer: Viewer = { size, show: null, state: 'behind', waiting: [], end: resolve }
      viewers.add(viewer)
      use(size)
      deps.changed()
      return {
        exited,
        onData(listener) {
          viewer.show = listener
          join(viewer, '')
        },
        touch: () => use(viewer.size),
        resize(wanted) {
          viewer.size = wanted
          use(wanted)
        },
        pause() {
          viewer.state = 'behind'
          viewer.waiting = []
        },
        resume() {
          if (viewer.state === 'behind') join(viewer, '\u001bc')
        },
        close() {
          if (!viewers.delete(viewer)) return
          resolve()
          deps.changed()
        },
      }
    },
    end(): void {
      for (const viewer of viewers) viewer.end()
      viewers.clear()
    },
  }
}
