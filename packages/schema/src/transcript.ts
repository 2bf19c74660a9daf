import { z } from 'zod'
import { ChatRef } from './chat.ts'
import { ChatId, IsoDate, QueryInt } from './common.ts'

export const TranscriptQuery = ChatRef.extend({
  after_compact: z.boolean().default(true).describe('Only events after the last compaction (default).'),
  segment: QueryInt.min(0).optional().describe('Only this segment, 0 the oldest; wins over after_compact.'),
  full: z.boolean().default(false).describe('Everything; wins over both.'),
})

/** One line of a transcript, in the form of the agent CLI's JSONL files. */
export const TranscriptEvent = z
  .looseObject({
    type: z.string().describe('user, assistant, system or summary.'),
    uuid: z.string().describe('Id of the line.'),
    parentUuid: z.string().nullable().describe('Line before it.'),
    timestamp: IsoDate,
    cwd: z.string().nullable().optional().describe('Working directory then.'),
    message: z
      .looseObject({
        role: z.string().describe('user or assistant.'),
        content: z
          .union([z.string(), z.array(z.looseObject({ type: z.string().describe('Kind of block.') }))])
          .describe('Text, or blocks: text, thinking, tool_use, tool_result.'),
      })
      .optional()
      .describe('What was said.'),
  })
  .meta({ id: 'TranscriptEvent' })
export type TranscriptEvent = z.infer<typeof TranscriptEvent>

export const TranscriptSegment = z
  .object({
    index: z.number().int().describe('0 is the oldest.'),
    isCompacted: z.boolean().describe('Whether a compaction followed.'),
    messageCount: z.number().int().describe('Messages of people in it.'),
    eventCount: z.number().int().describe('Events in it.'),
    startTime: IsoDate.nullable().describe('Time of its first event.'),
    endTime: IsoDate.nullable().describe('Time of its last event.'),
    preview: z.string().nullable().describe('First message, one line, at most 100 characters.'),
    loaded: z.boolean().describe('Whether its events are in this answer.'),
  })
  .meta({ id: 'TranscriptSegment' })

export const Transcript = z
  .object({
    sessionId: ChatId,
    events: z.array(TranscriptEvent).describe('The events asked for, oldest first.'),
    model: z.string().nullable().describe('Model of the last answer.'),
    cwd: z.string().nullable().describe('Working directory.'),
    eventCount: z.number().int().describe('Events in this answer.'),
    totalEventCount: z.number().int().describe('Events in the whole transcript.'),
    segments: z.array(TranscriptSegment).describe('Segments, cut at compactions.'),
    segmentCount: z.number().int().describe('How many segments.'),
    loadedSegmentIndex: z.number().int().nullable().describe('The one loaded segment; null when all are.'),
  })
  .meta({ id: 'Transcript' })
export type Transcript = z.infer<typeof Transcript>
