import { VoiceConfig } from '@atrium/schema'
import { rest } from '../../rest-meta.ts'
import { signedInProcedure } from '../../trpc.ts'

export const voice = {
  config: signedInProcedure
    .meta(rest('GET /voice/config', 'Whether speech can be turned into text, and how to get it'))
    .output(VoiceConfig)
    .query(({ ctx }) => ctx.app.voice.config()),
}
