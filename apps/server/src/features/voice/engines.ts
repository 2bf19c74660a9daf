import { randomUUID } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { limits } from '@atrium/schema'
import { AppError } from '../../core/errors.ts'
import type { ExecOptions, ExecResult } from '../../host/exec.ts'
import type { Outbound } from '../../host/outbound.ts'

/** Makes text of a recording. @throws AppError unavailable, bad_gateway, gateway_timeout */
export type Engine = {
  name: 'whisper' | 'endpoint'
  transcribe(file: string, signal: AbortSignal): Promise<string>
}

export type Whisper = { bin: string; model: string; lang: string }

/** whisper.cpp on this computer: one run of its program for one recording. */
export function whisperEngine(
  { bin, model, lang }: Whisper,
  deps: {
    exec: (file: string, args: readonly string[], options: ExecOptions) => Promise<ExecResult>
    /** Ours alone and emptied at every start. */
    folder: string
  },
): Engine {
  return {
    name: 'whisper',
    async transcribe(file, signal) {
      const out = join(deps.folder, `voice-${randomUUID()}`)
      try {
        const { code, truncated } = await deps.exec(
          bin,
          ['-m', model, '-l', lang, '-nt', '-otxt', '-of', out, '-f', file],
          { timeoutMs: limits.voiceTimeoutMs, cwd: deps.folder, signal },
        )
        if (code !== 0 || truncated)
          throw new AppError('unavailable', 'transcription failed: whisper.cpp did not finish its work')
        return await readFile(`${out}.txt`, 'utf8')
      } finally {
        await rm(`${out}.txt`, { force: true })
      }
    },
  }
}

export type Endpoint = { url: string; key: string | null; model: string; lang: string }

/** A service that speaks OpenAI's interface (`/v1/audio/transcriptions`); its address was configured, never asked for. */
export function endpointEngine({ url, key, model, lang }: Endpoint, outbound: Outbound): Engine {
  return {
    name: 'endpoint',
    async transcribe(file, signal) {
      const form = new FormData()
      form.set('file', new Blob([await readFile(file)], { type: 'audio/wav' }), 'speech.wav')
      form.set('model', model)
      form.set('response_format', 'json')
      if (lang !== 'auto') form.set('language', lang)
      const packed = new Response(form)
      const answer = await outbound.request(url, {
        method: 'POST',
        headers: {
          'content-type': packed.headers.get('content-type') ?? '',
          accept: 'application/json',
          ...(key !== null && { authorization: `Bearer ${key}` }),
        },
        body: new Uint8Array(await packed.arrayBuffer()),
        timeoutMs: limits.voiceTimeoutMs,
        signal,
      })
      // What it says is not passed on: it may tell of the inside of a network.
      if (answer.status === 401 || answer.status === 403)
        throw new AppError('bad_gateway', 'The transcription service refused our key (ATRIUM_VOICE_KEY)')
      if (answer.status !== 200)
        throw new AppError('bad_gateway', `The transcription service answered ${answer.status}`)
      return textOf(answer.body)
    },
  }
}

function textOf(body: Buffer): string {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'))
    const text: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, 'text') : undefined
    if (typeof text === 'string') return text
  } catch {
    // It is told below.
  }
  throw new AppError('bad_gateway', 'The transcription service gave no text')
}
