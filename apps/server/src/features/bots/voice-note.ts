// Turns a voice note into text: messengers send Ogg and M4A, the engines take WAV.
import { randomUUID } from 'node:crypto'
import { rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Attachment, limits } from '@atrium/schema'
import { AppError } from '../../core/errors.ts'
import { createKeyedLock } from '../../core/keyed-lock.ts'
import type { Log } from '../../core/log.ts'
import type { ExecOptions, ExecResult } from '../../host/exec.ts'

/** Formats of ffmpeg that hold sound themselves. */
const recordings = 'ogg,mov,mp4,m4a,matroska,webm,mp3,wav,aac,flac,amr,caf'

export function createVoiceNotes(deps: {
  voice: {
    config(): { enabled: boolean }
    transcribe(recording: { path: string; size: number }, signal: AbortSignal): Promise<string>
  }
  exec(file: string, args: readonly string[], options: ExecOptions): Promise<ExecResult>
  /** Null where it is not installed. */
  ffmpeg(): Promise<string | null>
  /** Ours alone. */
  folder: string
  log: Log
}) {
  const lock = createKeyedLock()

  /** The recording as WAV; null when nothing here can make one of it. */
  async function toWav(
    from: string,
    to: string,
    isWav: boolean,
    signal: AbortSignal,
  ): Promise<string | null> {
    if (isWav) return from
    const ffmpeg = await deps.ffmpeg()
    if (ffmpeg === null) return null
    const { code } = await deps.exec(
      ffmpeg,
      // Nothing but this one file is read, whatever is in it: a list of other files is no recording.
      [
        '-nostdin',
        '-loglevel',
        'error',
        '-protocol_whitelist',
        'file',
        '-format_whitelist',
        recordings,
        '-i',
        from,
        '-ac',
        '1',
        '-ar',
        '16000',
        '-f',
        'wav',
        to,
      ],
      { timeoutMs: limits.voiceTimeoutMs, cwd: deps.folder, signal },
    )
    return code === 0 ? to : ''
  }

  /** What was said; empty when it could not be made out, null when there is no way to listen here. */
  return (note: Attachment, signal: AbortSignal): Promise<string | null> =>
    lock('voice', async () => {
      if (!deps.voice.config().enabled) return null
      const path = join(deps.folder, `note-${randomUUID()}`)
      try {
        const bytes = Buffer.from(note.base64Data, 'base64')
        await writeFile(path, bytes, { mode: 0o600, flag: 'wx' })
        const isWav = bytes.toString('latin1', 0, 4) === 'RIFF'
        const wav = await toWav(path, `${path}.wav`, isWav, signal)
        if (wav === null || wav === '') return wav
        return await deps.voice.transcribe({ path: wav, size: (await stat(wav)).size }, signal)
      } catch (error) {
        signal.throwIfAborted()
        // Somebody else is being listened to: this one waits for its turn.
        if (error instanceof AppError && error.code === 'too_many_requests') throw error
        deps.log.warn({ err: error, feature: 'bots' }, 'a voice note could not be read')
        return error instanceof AppError && error.code === 'unavailable' ? null : ''
      } finally {
        await rm(path, { force: true })
        await rm(`${path}.wav`, { force: true })
      }
    })
}
