import { ApiError } from '@atrium/sdk'
import { queryOptions } from '@tanstack/react-query'
import { hub } from './client.ts'

export const voiceQuery = () =>
  queryOptions({
    queryKey: ['voice'],
    queryFn: ({ signal }) => hub.rest('GET /voice/config', { signal }),
    staleTime: 600_000,
  })

/** What was said in a recording. @throws ApiError */
export async function transcribe(recording: Blob): Promise<string> {
  const answer = await hub.fetch('/api/voice/transcribe', {
    method: 'POST',
    headers: { 'content-type': 'audio/wav' },
    body: recording,
  })
  const body = (await answer.json()) as { text: string; message: string; code: string } // one of both forms
  if (!answer.ok) throw new ApiError(body.message, { status: answer.status, code: body.code })
  return body.text
}
