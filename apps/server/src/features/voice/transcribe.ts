import { limits, Nothing, VoiceText } from '@atrium/schema'
import { AppError } from '../../core/errors.ts'
import { hasScope } from '../../core/scopes.ts'
import type { RawRoute } from '../../http/doors.ts'
import { receiveBody } from '../../http/upload.ts'

export const voiceRoutes: readonly RawRoute[] = [
  {
    method: 'POST',
    path: '/voice/transcribe',
    access: 'signed-in',
    summary: 'Turn a WAV recording into text',
    input: Nothing,
    takes: ['audio/wav', 'audio/x-wav', 'audio/wave', 'audio/vnd.wave'],
    perMinute: limits.voicePerMinute,
    response: {
      status: 200,
      contentType: 'application/json',
      description: 'What was said, as one line.',
      schema: VoiceText,
    },
    async handle({ ctx, request }) {
      const { app, actor } = ctx
      if (!actor || actor.within || !(hasScope(actor, 'chat') || hasScope(actor, 'terminal')))
        throw new AppError('scope_missing', "This key lacks the 'chat' permission")
      app.voice.assertReady()
      if (request.headers['content-length'] === '0') throw new AppError('bad_request', 'Empty audio body')
      await using recording = await receiveBody(request, {
        folder: app.uploads,
        maxBytes: limits.voiceBytes,
        assertSpace: () => app.disk.assertSpace(),
      })
      return { text: await app.voice.transcribe(recording, ctx.signal) }
    },
  },
]
