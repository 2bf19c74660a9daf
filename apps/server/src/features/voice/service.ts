import { open } from 'node:fs/promises'
import { limits, type VoiceConfig } from '@atrium/schema'
import { AppError } from '../../core/errors.ts'
import type { Engine } from './engines.ts'
import { checkWav } from './wav.ts'

const howTo =
  'Install whisper.cpp and a model and set ATRIUM_WHISPER_MODEL (and ATRIUM_WHISPER_BIN where `whisper-cli` is not on PATH), or set ATRIUM_VOICE_URL to an OpenAI-compatible /v1/audio/transcriptions; then restart.'

/** Enough of a recording to see what it is. */
const headBytes = 4_096

/** Speech to text, one recording at a time. */
export function createVoice(deps: { engine: Engine | { missing: string }; lang: string }) {
  const { engine } = deps
  let busy = false
  const ready = (): Engine => {
    if ('missing' in engine) throw new AppError('unavailable', `voice disabled: ${engine.missing} ${howTo}`)
    return engine
  }
  return {
    config: (): VoiceConfig => ({
      enabled: !('missing' in engine),
      engine: 'missing' in engine ? null : engine.name,
      lang: deps.lang,
      help: 'missing' in engine ? `${engine.missing} ${howTo}` : null,
    }),
    /** @throws AppError unavailable, too_many_requests */
    assertReady(): void {
      ready()
      if (busy) throw new AppError('too_many_requests', 'transcription busy', { retryAfterSeconds: 2 })
    },
    /** @throws AppError unavailable, too_many_requests, unsupported_media_type, bad_gateway, gateway_timeout */
    async transcribe(recording: { path: string; size: number }, signal: AbortSignal): Promise<string> {
      const chosen = ready()
      if (recording.size === 0) throw new AppError('bad_request', 'Empty audio body')
      await using file = await open(recording.path)
      const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0)
      checkWav(buffer.subarray(0, bytesRead), recording.size)
      if (busy) throw new AppError('too_many_requests', 'transcription busy', { retryAfterSeconds: 2 })
      busy = true
      try {
        const text = await chosen.transcribe(recording.path, signal)
        return tidy(text)
      } finally {
        busy = false
      }
    },
  }
}

/** One line without marks such as [BLANK_AUDIO]: it is typed for somebody, so nothing in it may press a key. */
const tidy = (text: string): string =>
  text
    .slice(0, limits.voiceTextChars)
    .replace(/\[(BLANK_AUDIO|[A-Z_ ]+)\]/g, ' ')
    // oxlint-disable-next-line no-control-regex -- exactly those must go
    .replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ')
    .replace(/ {2,}/g, ' ')
    .trim()
