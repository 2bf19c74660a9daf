import { z } from 'zod'

/** Source: the second API page, `GET /voice/config`. */
export const VoiceConfig = z.object({
  enabled: z.boolean().describe('Whether speech can be turned into text here.'),
  engine: z
    .enum(['whisper', 'endpoint'])
    .nullable()
    .describe('whisper: whisper.cpp on this computer. endpoint: a service that was configured. null: none.'),
  lang: z.string().describe('Language that is spoken, as two letters, or `auto`.'),
  help: z.string().nullable().describe('How to get it; null when it is there.'),
})
export type VoiceConfig = z.infer<typeof VoiceConfig>

export const VoiceText = z.object({ text: z.string().describe('What was said; empty when nothing was.') })
export type VoiceText = z.infer<typeof VoiceText>
