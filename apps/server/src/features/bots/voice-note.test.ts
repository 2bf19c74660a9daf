import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { AppError } from '../../core/errors.ts'
import { createLog } from '../../core/log.ts'
import { createVoiceNotes } from './voice-note.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atrium-voice-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const note = (text: string) => ({
  name: 'a.ogg',
  mimeType: 'audio/ogg',
  base64Data: Buffer.from(text).toString('base64'),
})
const { signal } = new AbortController()

/** A listener that hears what it is told to, and what ffmpeg was called with. */
function listen(transcribe: () => Promise<string>) {
  const calls: (readonly string[])[] = []
  const hear = createVoiceNotes({
    voice: { config: () => ({ enabled: true }), transcribe },
    exec: async (_file, args) => {
      calls.push(args)
      await writeFile(args.at(-1) ?? '', 'RIFF')
      return { code: 0 } as never
    },
    ffmpeg: () => Promise.resolve('/usr/bin/ffmpeg'),
    folder,
    log: createLog('silent'),
  })
  return { hear, calls }
}

test('a note is read as a recording and nothing else, and nothing of it is left', async () => {
  const { hear, calls } = listen(() => Promise.resolve('hello'))
  expect(await hear(note('#EXTM3U\nfile:///home/other.wav'), signal)).toBe('hello')
  const formats = calls[0]?.[calls[0].indexOf('-format_whitelist') + 1]?.split(',')
  expect(formats).toContain('ogg')
  for (const list of ['hls', 'concat', 'dash', 'image2']) expect(formats).not.toContain(list)
  expect(await readdir(folder)).toEqual([])
})

test('while somebody else is listened to a note waits; one that cannot be read is said so', async () => {
  const busy = new AppError('too_many_requests', 'transcription busy', { retryAfterSeconds: 2 })
  await expect(listen(() => Promise.reject(busy)).hear(note('RIFF'), signal)).rejects.toBe(busy)
  const broken = new AppError('bad_gateway', 'no')
  expect(await listen(() => Promise.reject(broken)).hear(note('RIFF'), signal)).toBe('')
  expect(await readdir(folder)).toEqual([])
})
