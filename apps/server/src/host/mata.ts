// Owns Mata, the program that shows the iOS Simulator on macOS: whether it is there, its switches, and its picture.
import { constants } from 'node:fs'
import { access } from 'node:fs/promises'
import { connect } from 'node:net'
import { limits, type MataControl, type MataStatus } from '@atrium/schema'
import { AppError, messageOf } from '../core/errors.ts'
import { exec } from './exec.ts'

const statusMs = 4_000
const controlMs = 8_000
const captureMs = 4_000
const portMs = 500
const freshMs = 5_000

export type Mata = ReturnType<typeof createMata>

/** `url`: where it gives its picture, on this computer. */
export function createMata({ bin, url }: { bin: string; url: string }) {
  let seen: { at: number; status: Promise<MataStatus> } | null = null

  const isInstalled = (): Promise<boolean> =>
    access(bin, constants.X_OK).then(
      () => true,
      () => false,
    )

  async function assertInstalled(): Promise<void> {
    if (await isInstalled()) return
    const reason = 'mata not installed'
    throw new AppError(
      'conflict',
      process.platform === 'darwin'
        ? `Mata is not installed (${bin}). Install it, or name its program in ATRIUM_MATA_BIN`
        : 'Mata shows the iOS Simulator, which there is on macOS only; run the hub there',
      { reason },
    )
  }

  async function look(): Promise<MataStatus> {
    if (!(await isInstalled())) return { installed: false, running: false, portOpen: false }
    const [told, portOpen] = await Promise.all([
      exec(bin, ['status'], { timeoutMs: statusMs, maxBytes: limits.vendorAnswerBytes }).then(
        ({ stdout }) => parseStatus(stdout.toString()),
        () => ({ running: false }),
      ),
      isOpen(url),
    ])
    return { installed: true, portOpen, ...told }
  }

  return {
    /** Never fails; what cannot be told is left out. */
    status(): Promise<MataStatus> {
      const now = performance.now()
      if (!seen || now - seen.at > freshMs) seen = { at: now, status: look() }
      return seen.status
    },

    /** @throws AppError conflict when it is not installed, bad_gateway when it refuses */
    async control({ action }: MataControl, signal: AbortSignal): Promise<void> {
      await assertInstalled()
      seen = null
      const { code, stdout, stderr } = await exec(bin, [action], { timeoutMs: controlMs, signal })
      if (code === 0) return
      const said = `${stderr.toString()} ${stdout.toString()}`
        .replace(/\p{Cc}+/gu, ' ')
        .trim()
        .slice(0, 300)
      throw new AppError('bad_gateway', `mata ${action} failed${said === '' ? '' : `: ${said}`}`)
    },

    /** What the simulator shows now. @throws AppError conflict when it is not installed, bad_gateway */
    async capture(signal: AbortSignal): Promise<{ bytes: Buffer; extension: 'jpg' | 'png' }> {
      await assertInstalled()
      const failed = (why: string, cause?: unknown) =>
        new AppError(
          'bad_gateway',
          `Mata gave no picture: ${why}. Is the simulator running? Start it with mata start`,
          {
            cause,
          },
        )
      const answer = await fetch(new URL('/session/capture', url), {
        redirect: 'error',
        signal: AbortSignal.any([signal, AbortSignal.timeout(captureMs)]),
      }).catch((error: unknown) => Promise.reject(failed(messageOf(error), error)))
      if (answer.status !== 200) throw failed(`it answered ${answer.status}`)
      const bytes = await readAtMost(answer, limits.imageBytes)
      if (bytes === null) throw failed('the picture is too large')
      if (bytes.toString('latin1', 0, 3) === '\xff\xd8\xff') return { bytes, extension: 'jpg' }
      if (bytes.toString('latin1', 0, 8) === '\x89PNG\r\n\x1a\n') return { bytes, extension: 'png' }
      throw failed('what it sent is neither PNG nor JPEG')
    },
  }
}

async function readAtMost(answer: Response, maxBytes: number): Promise<Buffer | null> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of answer.body ?? []) {
    size += chunk.length
    if (size > maxBytes) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** JSON, or `key: value` line by line; whatever else it says is left alone. */
export function parseStatus(text: string): Pick<MataStatus, 'running' | 'pid' | 'version' | 'startedAt'> {
  const told = factsOf(text)
  const pid = Number(told.get('pid'))
  const version = told.get('version')
  const startedAt = told.get('startedat') ?? told.get('started_at')
  const running = told.get('running') ?? told.get('status')
  return {
    running: running === undefined ? pid > 0 : /^(true|yes|running|1)$/i.test(running),
    ...(Number.isInteger(pid) && pid > 0 && { pid }),
    ...(version !== undefined && { version: version.slice(0, 64) }),
    ...(startedAt !== undefined && { startedAt: startedAt.slice(0, 64) }),
  }
}

function factsOf(text: string): Map<string, string> {
  const facts = new Map<string, string>()
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null)
      for (const [key, one] of Object.entries(value))
        if (typeof one === 'string' || typeof one === 'number' || typeof one === 'boolean')
          facts.set(key.toLowerCase(), String(one))
  } catch {
    for (const line of text.split('\n')) {
      const at = line.indexOf(':')
      if (at > 0) facts.set(line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim())
    }
  }
  return facts
}

function isOpen(url: string): Promise<boolean> {
  const { hostname, port } = new URL(url)
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const socket = connect({ host: hostname, port: Number(port) })
  const end = (open: boolean) => {
    socket.destroy()
    resolve(open)
  }
  socket.setTimeout(portMs, () => end(false))
  socket.once('connect', () => end(true))
  socket.once('error', () => end(false))
  return promise
}
