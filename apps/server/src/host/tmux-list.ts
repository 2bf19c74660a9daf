import { constants } from 'node:os'

/** One live tmux session, as tmux tells it. */
export type TmuxSession = {
  /** `4711$3`: process of the tmux server and its own id of the session, so that none ever comes twice. */
  id: string
  /** Name inside tmux. */
  tmuxName: string
  /** Name that we gave it, where tmux could not keep it. */
  trueName: string | null
  createdMs: number
  windows: number
  /** How many clients look at it. */
  attached: number
  /** Second of the last output, in milliseconds; null when nothing was ever printed. */
  lastOutputMs: number | null
  /** Its program has ended, but tmux has not heard how: it missed the signal (seen with 3.3a). */
  unheard: boolean
  path: string | null
}

/** The session as a target of tmux commands. Windows and panes of it want a colon behind it. */
export const targetOf = (id: string): string => id.slice(id.indexOf('$'))

/** Sessions that hold a hub's control client; no list shows them. */
export const isHubSession = (tmuxName: string): boolean => /^atrium-hub-[0-9a-f]{12}$/.test(tmuxName)

/** What may hold any character comes last. */
export const listFormat = [
  '#{pid}#{session_id}',
  '#{session_created}',
  '#{session_windows}',
  '#{session_attached}',
  '#{W:#{window_activity} }',
  '#{history_size} #{cursor_x} #{cursor_y}',
  '#{pane_dead}:#{pane_dead_status}#{pane_dead_signal}',
  '#{@atrium_name}',
  '#{session_name}',
  '#{s/\n/?/:pane_current_path}',
].join('\t')

export function parseSession(line: string): TmuxSession | null {
  const [id, created, windows, attached, outputs, screen, end, trueName, tmuxName, ...path] = line.split('\t')
  if (!id || !/^\d+\$\d+$/.test(id) || tmuxName === undefined) return null
  const createdMs = Number(created) * 1000
  const lastMs = Math.max(0, ...(outputs ?? '').trim().split(' ').map(Number)) * 1000
  const blank = screen === '0 0 0' && lastMs <= createdMs
  return {
    id,
    tmuxName,
    trueName: trueName || null,
    createdMs,
    windows: Number(windows),
    attached: Number(attached),
    lastOutputMs: blank ? null : lastMs,
    unheard: end === '1:',
    path: path.join('\t') || null,
  }
}

export type TmuxExit = { code: number | null; signal: string | null }

/** Server option in which tmux itself notes how a session's program ended, readable after the session is gone. */
export const exitOption = (id: string): string => `@atrium_exit_${targetOf(id).slice(1)}`

/**
 * Hook of the session's first pane: notes how its program ended, then lets the pane go, once its viewers have been drawn
 * the last that it printed.
 */
export const exitHook = (id: string): string =>
  `set-option -sF ${exitOption(id)} '#{pane_dead_status}:#{pane_dead_signal}' ; run-shell -b -d 0.1 -C 'kill-pane -t #{pane_id}'`

export function parseExit(text: string): TmuxExit | null {
  const found = /^(\d*):(\w*)$/.exec(text)
  if (!found) return null
  const [, code = '', signal = ''] = found
  return { code: code === '' ? null : Number(code), signal: signal === '' ? null : signalName(signal) }
}

/** tmux tells a number or a name, as the platform has it. */
function signalName(signal: string): string {
  const known = Object.entries(constants.signals).find(([, number]) => String(number) === signal)?.[0]
  return known ?? `SIG${signal.replace(/^SIG/, '')}`
}
