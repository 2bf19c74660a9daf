import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { type SpawnedServer, spawnServer } from '@atrium/server/testing'
import { WebSocket } from 'ws'
import { openPty } from '../../apps/server/src/host/pty.ts'
import {
  asDifference,
  asFactor,
  inTurns,
  median,
  milliseconds,
  type Result,
  type Row,
} from '../lib/result.ts'

const cols = 120
const rows = 40
const keysPerTurn = 60
const echoTurns = 5
const floodTurns = 5
const floodLines = 500_000
/** A sign that no status line and no prompt shows. */
const key = '~'

/** One attached terminal: what is typed into it, and what it shows. */
type Attached = {
  write: (text: string) => void
  onData: (listener: (text: string) => void) => void
  close: () => void
}

async function createSession(server: SpawnedServer, name: string, command: string): Promise<string> {
  const made = await server.rest('POST', '/api/sessions', { name, command, directory: server.home })
  if (made.status !== 201) throw new Error(JSON.stringify(made.body))
  return String(made.body.name ?? name)
}

/** `tmux attach` in a PTY of this process, with nothing in between. */
function attachBare(server: SpawnedServer, name: string): Attached {
  const { PATH, HOME, LANG } = process.env
  const terminal = openPty({
    file: 'tmux',
    args: ['-L', server.tmuxSocket, 'attach', '-t', `=${name}`],
    env: { PATH, HOME, LANG, TERM: 'xterm-256color' },
    cwd: server.home,
    cols,
    rows,
  })
  const listeners: ((text: string) => void)[] = []
  terminal.onData((chunk) => {
    for (const listener of listeners) listener(chunk.toString())
  })
  return {
    write: (text) => terminal.write(text),
    onData: (listener) => listeners.push(listener),
    close: () => terminal.close(),
  }
}

async function attachOurs(server: SpawnedServer, name: string): Promise<Attached> {
  const url = `${server.url.replace('http', 'ws')}/api/terminal/${name}?cols=${cols}&rows=${rows}`
  const socket = new WebSocket(url, { headers: { authorization: `Bearer ${server.token}` } })
  await once(socket, 'open')
  return {
    write: (data) => socket.send(JSON.stringify({ type: 'input', data })),
    onData: (listener) => socket.on('message', (chunk: Buffer) => listener(chunk.toString())),
    close: () => socket.terminate(),
  }
}

/** Writes and waits until the text shows; gives the time in between. */
function shows({ write, onData }: Attached): (input: string, text: string) => Promise<number> {
  let wanted: { text: string; found: () => void } | null = null
  let seen = ''
  onData((chunk) => {
    if (wanted === null) return
    seen = (seen + chunk).slice(-200 - chunk.length)
    if (seen.includes(wanted.text)) wanted.found()
  })
  return async (input, text) => {
    seen = ''
    const begun = performance.now()
    await new Promise<void>((found) => {
      wanted = { text, found }
      write(input)
    })
    wanted = null
    return performance.now() - begun
  }
}

/** The same program in two sessions of one tmux server, one attached barely, one through us. */
async function withBoth(
  command: string,
  measure: (bare: Attached, ours: Attached) => Promise<Result>,
): Promise<Result[]> {
  await using server = await spawnServer()
  const bare = attachBare(server, await createSession(server, 'bench-bare', command))
  const ours = await attachOurs(server, await createSession(server, 'bench-ours', command))
  await sleep(1_500)
  try {
    return [await measure(bare, ours)]
  } finally {
    bare.close()
    ours.close()
  }
}

async function echo(terminal: (input: string, text: string) => Promise<number>): Promise<number> {
  const times: number[] = []
  for (let count = 0; count < keysPerTurn; count++) {
    times.push(await terminal(key, key))
    await sleep(10)
  }
  return median(times)
}

const measureEcho = () =>
  withBoth('cat', async (bare, ours) => {
    const [floor, through] = [shows(bare), shows(ours)]
    const measured = await inTurns(
      echoTurns,
      () => echo(floor),
      () => echo(through),
    )
    return asDifference(
      'keystroke echo',
      measured,
      0.5,
      milliseconds,
      'median, against bare `tmux attach` in a PTY',
    )
  })

const measureFlood = () =>
  withBoth('bash --norc', async (bare, ours) => {
    const flood = `seq 1 ${floodLines}; printf '%s%s\\n' EN D-OF-FLOOD\r`
    const [floor, through] = [shows(bare), shows(ours)]
    const measured = await inTurns(
      floodTurns,
      () => floor(flood, 'END-OF-FLOOD'),
      () => through(flood, 'END-OF-FLOOD'),
    )
    return asFactor('flood until its last line', measured, 1.1, milliseconds, `seq 1 ${floodLines}`)
  })

export const keystroke: Row = { name: 'echo', measure: measureEcho }
export const floodRow: Row = { name: 'flood', measure: measureFlood }
