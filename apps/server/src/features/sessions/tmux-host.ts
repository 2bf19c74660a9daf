import type { OpenPty } from '../../host/pty.ts'
import type { Tmux } from '../../host/tmux.ts'
import type { SessionHost } from './host.ts'

/** Keys kept for a tmux that is slow to begin. */
const earlyKeys = 1_000

/** Sessions in tmux; each viewer is a `tmux attach` in a terminal of its own, so that none can hold up another. */
export function createTmuxHost({ tmux, openPty }: { tmux: Tmux; openPty: OpenPty }): SessionHost {
  return {
    ...tmux,
    ephemeral: false,
    attach(id, size) {
      const pty = openPty({ ...tmux.attachCommand(id), cwd: '/', ...size })
      // Until tmux has taken over the terminal the kernel would act on keys itself, and drop the rest.
      let early: string[] | null = []
      return {
        onData(listener) {
          pty.onData((chunk) => {
            for (const data of early?.splice(0) ?? []) pty.write(data)
            early = null
            listener(chunk)
          })
        },
        write(data) {
          if (!early) pty.write(data)
          else if (early.length < earlyKeys) early.push(data)
        },
        paste: (text, bracketed) => tmux.paste(id, text, bracketed),
        resize: ({ cols, rows }) => pty.resize(cols, rows),
        pause: () => pty.pause(),
        resume: () => pty.resume(),
        exited: pty.exited,
        close: () => pty.close(),
      }
    },
  }
}
